"""Cue phrases and function words: reading the lexicons, finding them in a batch."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from curate.judge.text import DIGIT, STEP, U64, UNSPACED_RANGES, Bools, Text, hash_phrases, hash_words

CATEGORIES = (
    "navigation",
    "advertisement",
    "comment-policy",
    "newsletter",
    "cookie-consent",
    "adblock-notice",
    "sharing",
    "login",
    "related-links",
    "credit",
    "byline",
    "legal",
    "page-metadata",
)
LONGEST = 8  # words of a phrase; in scripts without spaces, characters
_TOP = np.uint64(48)
_UNSPACED = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in UNSPACED_RANGES) + "]")

# Of two equally long cues in one passage, the rarer and more specific category wins.
PRIORITY = (
    "adblock-notice",
    "cookie-consent",
    "newsletter",
    "comment-policy",
    "credit",
    "login",
    "sharing",
    "advertisement",
    "page-metadata",
    "related-links",
    "legal",
    "byline",
    "navigation",
)


@dataclass(frozen=True)
class Phrases:
    """Phrases sorted by hash. A phrase filed under several categories counts for the first of them."""

    hashes: U64  # (K,)
    category: NDArray[np.int64]  # (K,) index into CATEGORIES
    text: tuple[str, ...]  # (K,) the phrase, for the reason
    sieve: Bools  # (2^16,) is there a phrase of these top 16 bits?


@dataclass(frozen=True)
class Lexicon:
    """All phrases, and the function words as a table over the top bits of a word's hash."""

    whole: Phrases
    inside: Phrases
    starts: Bools  # (2^16,) may a phrase of `inside` start with a word of these top 16 bits?
    function: NDArray[np.uint8]  # (2^20,) is a word of these top 20 bits a function word?


@dataclass(frozen=True)
class Cues:
    """What was found in a batch. A passage without a cue has phrase -1."""

    flags: NDArray[np.uint8]  # (P, categories)
    share: NDArray[np.float64]  # (P,) of the passage's words the longest cue covers; numbers do not count as words
    best: NDArray[np.int64]  # (P,) the longest phrase; index into `phrases`
    phrases: tuple[str, ...]
    category: NDArray[np.int64]  # of `phrases`


def split_words(phrase: str) -> list[str]:
    """Split a phrase as texts are split: at spaces, and in scripts without spaces into characters.

    >>> split_words("next page"), split_words("返回顶部")
    (['next', 'page'], ['返', '回', '顶', '部'])
    """
    return _UNSPACED.sub(r" \g<0> ", phrase).split()


def _phrases(tables: dict[str, dict[str, dict[str, list[str]]]], place: str) -> Phrases:
    filed = [
        (number, phrase)
        for number, category in enumerate(CATEGORIES)
        for phrases in tables[category].get(place, {}).values()
        for phrase in phrases
    ]
    hashed = hash_phrases([split_words(phrase) for _, phrase in filed]).tolist()
    found = dict(zip(reversed(hashed), reversed(filed), strict=True))  # of a phrase that is filed twice, the first
    ordered = sorted(found.items())
    hashes = np.array([key for key, _ in ordered], np.uint64)
    categories, texts = np.array([c for _, (c, _) in ordered], np.int64), tuple(t for _, (_, t) in ordered)
    return Phrases(hashes, categories, texts, _flagged(hashes))


def _flagged(hashes: U64) -> Bools:
    """A table over the top 16 bits of hashes. (2^16,)"""
    flags = np.zeros(1 << 16, np.bool_)
    flags[(hashes >> _TOP).astype(np.int64)] = True
    return flags


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicons of this package, read once."""
    folder = files(__package__)
    tables = tomllib.loads(folder.joinpath("cues.toml").read_text(encoding="utf-8"))
    words = tomllib.loads(folder.joinpath("stopwords.toml").read_text(encoding="utf-8"))
    inside = _phrases(tables, "inside")
    starts = _flagged(hash_words([split_words(phrase)[0] for phrase in inside.text]))
    function = np.zeros(1 << 20, np.uint8)
    function[(hash_words([word for line in words.values() for word in line.split()]) >> np.uint64(44)).astype(np.int64)] = 1
    return Lexicon(_phrases(tables, "whole"), inside, starts, function)


def find_cues(text: Text, known: Lexicon) -> Cues:
    """All cues of a batch."""
    numeric = (text.classes[text.word_start] & DIGIT) != 0
    counted = np.add.reduceat((~numeric).astype(np.int64), text.first) if len(text.first) else text.first
    passage_in, phrase_in, length_in = _inside(text, known)
    passage_all, phrase_all, length_all = _whole(text, numeric, counted, known)
    passage = np.concatenate((passage_in, passage_all))
    phrase = np.concatenate((phrase_in, phrase_all + len(known.inside.text)))
    length = np.concatenate((length_in, length_all))
    category = np.concatenate((known.inside.category, known.whole.category))
    flags = np.zeros((len(text.first), len(CATEGORIES)), np.uint8)
    flags[passage, category[phrase]] = 1
    share, best = np.zeros(len(text.first)), np.full(len(text.first), -1, np.int64)
    rank = np.array([PRIORITY.index(name) for name in CATEGORIES])[category[phrase]]
    order = np.lexsort((-rank, length))  # the longest is written last and stays; of equal ones the more specific
    best[passage[order]] = phrase[order]
    share[passage[order]] = np.minimum(length[order] / np.maximum(counted[passage[order]], 1), 1.0)
    return Cues(flags, share, best, known.inside.text + known.whole.text, category)


def _lookup(hashes: U64, phrases: Phrases) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of `hashes` are phrases, and which phrases those are."""
    maybe = np.flatnonzero(phrases.sieve.take((hashes >> _TOP).astype(np.intp)))
    row = np.minimum(np.searchsorted(phrases.hashes, hashes[maybe]), len(phrases.hashes) - 1)
    right = phrases.hashes[row] == hashes[maybe]
    return maybe[right], row[right]


def _inside(text: Text, known: Lexicon) -> tuple[NDArray[np.int64], ...]:
    """Phrases anywhere in a passage: (passages, phrases, lengths in words)."""
    at = np.flatnonzero(known.starts.take((text.word_hash >> _TOP).astype(np.intp)))
    rolled = np.zeros(len(at), np.uint64)
    passages, phrases, lengths = [], [], []
    for length in range(1, LONGEST + 1):
        rolled = rolled * STEP + text.word_hash[at + length - 1]
        hit, row = _lookup(rolled, known.inside)
        passages.append(text.passage[at[hit]])
        phrases.append(row)
        lengths.append(np.full(len(hit), length))
        within = at + length < len(text.word_hash)
        at, rolled = at[within], rolled[within]
        same = text.passage[at + length] == text.passage[at]
        at, rolled = at[same], rolled[same]
    return np.concatenate(passages), np.concatenate(phrases), np.concatenate(lengths)


def _whole(text: Text, numeric: Bools, counted: NDArray[np.int64], known: Lexicon) -> tuple[NDArray[np.int64], ...]:
    """Phrases that are a whole passage, numbers apart: (passages, phrases, lengths in words)."""
    hashes = text.word_hash[~numeric]
    first = np.cumsum(counted) - counted
    short = np.flatnonzero((counted > 0) & (counted <= LONGEST))
    rolled = np.zeros(len(short), np.uint64)
    for place in range(LONGEST):
        more = counted[short] > place
        rolled[more] = rolled[more] * STEP + hashes[first[short[more]] + place]
    hit, row = _lookup(rolled, known.whole)
    return short[hit], row, counted[short[hit]]
