"""What a passage looks like by itself: shape, characters, words. One row a worded passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curate.judge.cues import CATEGORIES, Cues, Lexicon
from curate.judge.text import COMMA, DIGIT, SIGN, SPACE, STOP, UNSPACED, UPPER, Bools, Text, mix_hashes

Floats = NDArray[np.float32]
Columns = dict[str, NDArray[Any]]

# Counted together in one pass: three counters of 21 bits share an integer.
FIELD = 21
LOW = (1 << FIELD) - 1
SEPARATORS = "|›»·•→▾▼/…©®™"
ADDRESS = "@#"
QUOTES = '"“”„«»‘’「」『』'
LIST_MARKS = "-*•·+|"
LONG = 25  # words: of scripts without spaces, which may have no full stop either (Thai), so much is running text
UNKNOWN = 1 / 30  # share of function words, below which the language of a document is not known
MONEY = "$€£¥%"


@dataclass(frozen=True)
class Shape:
    """Facts about each passage that later stages need again. All (P,)."""

    length: NDArray[np.float64]  # words; in scripts without spaces, two characters are one
    short: Bools  # at most eight words and no end of a sentence: menu entry, heading, label
    sentence: Bools  # running text: ten words or more, function words, an end of a sentence
    endless: Bools  # does not end in a full stop or the like
    repeats: NDArray[np.int64]  # how often a passage of the same words stands in the document
    numeric: NDArray[np.float64]  # share of words that start with a digit
    unspaced: NDArray[np.float64]  # share of characters in scripts without spaces
    link: Bools  # a bare web address
    item: Bools  # starts with a list mark


@dataclass(frozen=True)
class Counts:
    """Characters of each passage by kind. All (P,)."""

    spaces: NDArray[np.int64]
    upper: NDArray[np.int64]
    digits: NDArray[np.int64]
    stops: NDArray[np.int64]
    commas: NDArray[np.int64]
    signs: NDArray[np.int64]
    unspaced: NDArray[np.int64]
    separators: NDArray[np.int64]
    addresses: NDArray[np.int64]
    quotes: NDArray[np.int64]
    money: NDArray[np.int64]
    size: NDArray[np.int64]  # characters that are no spaces; at least 1


def count_characters(text: Text) -> Counts:
    """Count the characters of each passage by kind."""
    kinds = text.classes
    table = np.zeros((2, 256), np.int64)
    for row, bits in enumerate(((SPACE, UPPER, DIGIT), (STOP, COMMA, SIGN))):
        for place, bit in enumerate(bits):
            table[row, (np.arange(256) & bit) != 0] += 1 << (FIELD * place)
    fields: list[NDArray[np.int64]] = []
    for row in range(2):
        sums = np.add.reduceat(table[row][kinds], text.bounds)[text.index]
        fields += [sums & LOW, (sums >> FIELD) & LOW, sums >> (2 * FIELD)]
    fields.append(_count(text, np.flatnonzero(kinds & UNSPACED)))
    signs = np.flatnonzero(kinds & (SIGN | STOP | COMMA))
    codes = text.codes[signs]
    fields += [_count(text, signs[np.isin(codes, [ord(char) for char in chars])]) for chars in (SEPARATORS, ADDRESS, QUOTES, MONEY)]
    size = np.maximum(text.end - text.bounds[text.index] + 1 - fields[0], 1)
    spaces, upper, digits, stops, commas, signs, unspaced, separators, addresses, quotes, money = fields
    return Counts(spaces, upper, digits, stops, commas, signs, unspaced, separators, addresses, quotes, money, size)


def _count(text: Text, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of some characters, given by their places in order, each passage has."""
    return np.asarray(np.diff(np.searchsorted(places, text.bounds), append=len(places))[text.index])


def count_repeats(text: Text) -> NDArray[np.int64]:
    """How often each passage's words stand as a passage of the same document."""
    keys = mix_hashes(text.whole ^ ((text.document.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9FB21C651E98DF25)))
    _, inverse, count = np.unique(keys, return_inverse=True, return_counts=True)
    return np.asarray(count[inverse], np.int64)


def count_topic_words(text: Text, content: Bools) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per passage: content words, and how many of them also stand in other long passages of the document.

    Each document has its own buckets, at least eight for each word of its long passages. A chance collision now and
    then costs little, and depends on nothing outside the document.
    """
    in_prose = content & (text.words >= 12)[text.passage]
    document = text.document[text.passage]
    bits = np.ceil(np.log2(8.0 * np.bincount(document[in_prose], minlength=text.documents) + 2)).astype(np.uint64)
    sizes = np.uint64(1) << bits
    offset = (np.cumsum(sizes) - sizes).astype(np.int64)
    bucket = offset[document] + (mix_hashes(text.word_hash) >> (np.uint64(64) - bits)[document]).astype(np.int64)
    count = np.bincount(bucket[in_prose], minlength=int(sizes.sum()))
    elsewhere = (count[bucket] - in_prose) > 0
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
    """Return all columns of the passages by themselves, by name, in a fixed order, and what later stages need again."""
    count = count_characters(text)
    words = count_words(text, known)
    shape = describe_shape(text, count, words)
    columns = (
        describe_characters(count, shape)
        | describe_edges(text)
        | describe_words(count, words, shape)
        | {"repeats": np.log1p(shape.repeats - 1), "sentence": shape.sentence, "short": shape.short}
        | describe_topic(text, words)
        | describe_cues(cues)
    )
    return columns, shape


@dataclass(frozen=True)
class Words:
    """What is counted of each passage's words. All (P,) but `content`, which is (W,)."""

    functions: NDArray[np.int64]
    numbers: NDArray[np.int64]
    capitals: NDArray[np.int64]  # words with a capital letter first
    letters: NDArray[np.int64]  # characters in words
    content: Bools  # words that carry a topic: no function words, no numbers, four letters or more


def count_words(text: Text, known: Lexicon) -> Words:
    """Count function words, numbers and capitals of each passage."""
    kind = text.classes[text.word_start]
    length = text.word_end - text.word_start
    function = known.function[(text.word_hash >> np.uint64(44)).astype(np.int64)] != 0
    number = (kind & DIGIT) != 0
    content = ~function & ~number & ((length >= 4) | ((kind & UNSPACED) != 0))
    letters = np.asarray(np.add.reduceat(length, text.first))
    return Words(_sum(function, text), _sum(number, text), _sum((kind & UPPER) != 0, text), letters, content)


def describe_shape(text: Text, count: Counts, words: Words) -> Shape:
    """Return the facts about each passage that later stages need again."""
    ended, _ = _ends(text)
    length = text.words - count.unspaced / 2
    unspaced = count.unspaced > count.size / 2
    ends = ended | (count.stops >= 2) | (unspaced & (length >= LONG))
    return Shape(
        length=length,
        short=(length <= 8) & ~ended,
        sentence=(length >= 10) & ends & (has_function_words(text, words) | unspaced),
        endless=~ended,
        repeats=count_repeats(text),
        numeric=words.numbers / text.words,
        unspaced=count.unspaced / count.size,
        link=_link(text, count.spaces),
        item=np.isin(text.codes[text.start], [ord(char) for char in LIST_MARKS]),
    )


def has_function_words(text: Text, words: Words) -> Bools:
    """Return whether passages hold two function words or more; where the document's language has none known, true.

    Most running text has one function word in three; below one in thirty its language is none of the known ones.
    """
    known = np.bincount(text.document, words.functions, text.documents) >= UNKNOWN * np.bincount(text.document, text.words, text.documents)
    return np.asarray((words.functions >= 2) | ~known[text.document])


def describe_characters(count: Counts, shape: Shape) -> Columns:
    """Sizes and shares of kinds of characters."""
    size = count.size
    return {
        "size": np.log1p(size),
        "words": np.log1p(shape.length),
        "word_length": size / np.maximum(shape.length, 1),
        "upper": count.upper / size,
        "digits": count.digits / size,
        "signs": count.signs / size,
        "commas": count.commas / np.maximum(shape.length, 1),
        "stops": np.log1p(count.stops),
        "stop_share": count.stops / np.maximum(shape.length, 1),
        "bars": np.log1p(count.separators),
        "address": np.log1p(count.addresses),
        "quotes": np.log1p(count.quotes),
        "money": np.log1p(count.money),
        "unspaced": shape.unspaced,
    }


def describe_edges(text: Text) -> Columns:
    """How each passage begins and ends."""
    ended, last = _ends(text)
    lead = text.codes[text.start]
    opening = text.classes[text.word_start[text.first]]
    return {
        "ended": ended,
        "colon": (last == ord(":")) | (last == ord("：")),
        "asking": np.isin(last, [ord(char) for char in "?!？！"]),
        "dots": last == ord("…"),
        "capital": (opening & UPPER) != 0,
        "number": (opening & DIGIT) != 0,
        "before": text.word_start[text.first] - text.start,
        "heading": lead == ord("#"),
        "item": np.isin(lead, [ord(char) for char in LIST_MARKS]),
        "indent": text.start - text.bounds[text.index],
    }


def describe_words(count: Counts, words: Words, shape: Shape) -> Columns:
    """Shares of kinds of words."""
    length = np.maximum(shape.length, 1)
    return {
        "capitals": words.capitals / length,
        "numbers": words.numbers / length,
        "functions": words.functions / length,
        "functions_log": np.log1p(words.functions),
        "shouting": (count.upper == words.letters) & (words.letters > 1),
    }


def describe_topic(text: Text, words: Words) -> Columns:
    """Whether the passage speaks of what the long passages of its document speak of."""
    told, elsewhere = count_topic_words(text, words.content)
    return {"topical": (elsewhere + 0.3) / (told + 1.0), "told": np.log1p(told)}


def describe_cues(cues: Cues) -> Columns:
    """The cue phrases of each passage, by category."""
    columns: Columns = {"cue_share": cues.share, "cue_count": cues.flags.sum(1)}
    return columns | {f"cue_{name}": cues.flags[:, number] for number, name in enumerate(CATEGORIES)}
