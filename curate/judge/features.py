"""What a passage looks like by itself: shape, characters, words. One row a worded passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curate.judge.cues import Cues, Lexicon
from curate.judge.text import COMMA, DIGIT, SIGN, SPACE, STOP, UNSPACED, UPPER, Bools, Text, mix

Floats = NDArray[np.float32]
Columns = dict[str, NDArray[Any]]

# Counted together in one pass: three counters of 21 bits share an integer.
FIELD = 21
LOW = (1 << FIELD) - 1
SEPARATORS = "|›»·•→▾▼/…©®™"
ADDRESS = "@#"
QUOTES = '"“”„«»‘’「」『』'
LIST_MARKS = "-*•·+|"
MONEY = "$€£¥%"


@dataclass(frozen=True)
class Shape:
    """Facts about each passage that later stages need again. All (P,)."""

    short: Bools  # at most eight words and no end of a sentence: menu entry, heading, label
    sentence: Bools  # running text: ten words or more, function words, an end of a sentence
    endless: Bools  # does not end in a full stop or the like
    repeats: NDArray[np.int64]  # how often a passage of the same words stands in the document
    numeric: NDArray[np.float64]  # share of words that start with a digit
    unspaced: NDArray[np.float64]  # share of characters in scripts without spaces
    link: Bools  # a bare web address
    item: Bools  # starts with a list mark


def counters(text: Text) -> list[NDArray[np.int64]]:
    """Per passage: spaces, upper, digits, stops, commas, signs, unspaced, separators, addresses, quotes, money."""
    kinds = text.classes
    table = np.zeros((2, 256), np.int64)
    for row, bits in enumerate(((SPACE, UPPER, DIGIT), (STOP, COMMA, SIGN))):
        for place, bit in enumerate(bits):
            table[row, (np.arange(256) & bit) != 0] += 1 << (FIELD * place)
    found = []
    for row in range(2):
        sums = np.add.reduceat(table[row][kinds], text.bounds)[text.index]
        found += [sums & LOW, (sums >> FIELD) & LOW, sums >> (2 * FIELD)]
    found.append(_count(text, np.flatnonzero(kinds & UNSPACED)))
    signs = np.flatnonzero(kinds & (SIGN | STOP | COMMA))
    codes = text.codes[signs]
    for chars in (SEPARATORS, ADDRESS, QUOTES, MONEY):
        found.append(_count(text, signs[np.isin(codes, [ord(char) for char in chars])]))
    return found


def _count(text: Text, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of some characters, given by their places in order, each passage has."""
    return np.asarray(np.diff(np.searchsorted(places, text.bounds), append=len(places))[text.index])


def repeated(text: Text) -> NDArray[np.int64]:
    """How often each passage's words stand as a passage of the same document."""
    keys = mix(text.whole ^ ((text.document.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9FB21C651E98DF25)))
    _, inverse, count = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(count[inverse], np.int64)


def topical(text: Text, content: Bools) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per passage: content words, and how many of them also stand in other long passages of the document.

    Each document has its own buckets, at least eight for each word of its long passages. A chance collision now and
    then costs little, and depends on nothing outside the document.
    """
    told = content & (text.words >= 12)[text.passage]
    document = text.document[text.passage]
    bits = np.ceil(np.log2(8.0 * np.bincount(document[told], minlength=text.documents) + 2)).astype(np.uint64)
    sizes = np.uint64(1) << bits
    offset = (np.cumsum(sizes) - sizes).astype(np.int64)
    bucket = offset[document] + (mix(text.word_hash) >> (np.uint64(64) - bits)[document]).astype(np.int64)
    count = np.bincount(bucket[told], minlength=int(sizes.sum()))
    elsewhere = (count[bucket] - told) > 0
    return _sum(content, text), _sum(elsewhere & content, text)


def _sum(flags: Bools, text: Text) -> NDArray[np.int64]:
    return np.asarray(np.add.reduceat(flags, text.first, dtype=np.int64))


def _ends(text: Text) -> tuple[Bools, NDArray[np.uint32]]:
    """Does the passage end a sentence (a closing quote or bracket may follow)? And its last character."""
    last = text.stop - 1
    before = np.maximum(last - 1, text.start)
    ended = (text.classes[last] & STOP) != 0
    closed = ((text.classes[last] & SIGN) != 0) & ((text.classes[before] & STOP) != 0)
    return ended | closed, text.codes[last]


def _link(text: Text, spaces: NDArray[np.int64]) -> Bools:
    """Is the passage one web address and nothing else? `spaces` counts all of its white space."""
    starts = [np.minimum(text.start + place, len(text.codes) - 1) for place in range(4)]
    opens = np.zeros(len(text.start), np.bool_)
    for word in ("http", "www."):
        opens |= np.all([text.codes[at] == ord(char) for at, char in zip(starts, word, strict=True)], axis=0)
    around = text.start - text.bounds[text.index] + text.end - text.stop
    return np.asarray(opens & (spaces == around))


def describe(text: Text, cues: Cues, known: Lexicon) -> tuple[Columns, Shape]:
    """All columns of the passages by themselves, by name, in a fixed order."""
    spaces, upper, digits, stops, commas, signs, unspaced, bars, address, quotes, money = counters(text)
    words, size = text.words, np.maximum(text.end - text.bounds[text.index] + 1 - spaces, 1)
    kind = text.classes[text.word_start]
    length = text.word_end - text.word_start
    letters = np.add.reduceat(length, text.first)
    function = known.function[(text.word_hash >> np.uint64(44)).astype(np.int64)] != 0
    number = (kind & DIGIT) != 0
    functions, numbers, capitals = _sum(function, text), _sum(number, text), _sum((kind & UPPER) != 0, text)
    content = ~function & ~number & ((length >= 4) | ((kind & UNSPACED) != 0))
    told, elsewhere = topical(text, content)
    ended, last = _ends(text)
    opening = text.classes[text.word_start[text.first]]
    before = text.word_start[text.first] - text.start
    repeats = repeated(text)
    shape = Shape(
        short=(words <= 8) & ~ended,
        sentence=(words >= 10) & (ended | (stops >= 2)) & (functions >= 2),
        endless=~ended,
        repeats=repeats,
        numeric=numbers / words,
        unspaced=unspaced / size,
        link=_link(text, spaces),
        item=np.isin(text.codes[text.start], [ord(char) for char in LIST_MARKS]),
    )
    lead = text.codes[text.start]
    columns: Columns = {
        "size": np.log1p(size),
        "words": np.log1p(words),
        "word_length": size / words,
        "upper": upper / size,
        "digits": digits / size,
        "signs": signs / size,
        "commas": commas / words,
        "stops": np.log1p(stops),
        "stop_share": stops / words,
        "ended": ended,
        "colon": last == ord(":"),
        "asking": (last == ord("?")) | (last == ord("!")),
        "dots": (last == ord("…")),
        "capital": (opening & UPPER) != 0,
        "number": (opening & DIGIT) != 0,
        "capitals": capitals / words,
        "shouting": (upper == letters) & (letters > 1),
        "numbers": numbers / words,
        "before": np.minimum(before, 8),
        "heading": lead == ord("#"),
        "item": shape.item,
        "indent": np.minimum(text.start - text.bounds[text.index], 12),
        "functions": functions / words,
        "functions_log": np.log1p(functions),
        "bars": np.log1p(bars),
        "address": np.log1p(address),
        "quotes": np.log1p(quotes),
        "money": np.log1p(money),
        "unspaced": shape.unspaced,
        "repeats": np.log1p(repeats - 1),
        "topical": (elsewhere + 0.3) / (told + 1.0),
        "told": np.log1p(told),
        "cue_share": cues.share,
        "cue_count": cues.flags.sum(1),
        "sentence": shape.sentence,
        "short": shape.short,
    }
    for number_of, name in enumerate(("nav", "ad", "com", "news", "cook", "adb", "share", "log", "rel", "cred", "by", "leg", "meta")):
        columns[f"cue_{name}"] = cues.flags[:, number_of]
    return columns, shape
