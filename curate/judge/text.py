"""A batch of passages as arrays: code points, character classes, words with their hashes.

Everything is counted over one concatenated text, so that Python does no work per character or word. Sizes below:
N code points, P passages with at least one word ("worded"; the others have nothing to judge), W words, D documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Bits of a character's class.
WORD, UPPER, DIGIT, SPACE, STOP, COMMA, SIGN, UNSPACED = (1 << bit for bit in range(8))
TABLE = 0x20000  # code points above are CJK extensions: the last row stands for all of them
# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer; kana, Bopomofo, CJK ideographs.
UNSPACED_RANGES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x3100, 0x312F),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (TABLE - 1, TABLE - 1),
)

# A word's hash is a polynomial in ODD modulo 2^64, so any span's hash follows from two prefix sums; ODD has an inverse.
ODD = 0x9E3779B97F4A7C15
INVERSE = pow(ODD, -1, 1 << 64)
STEP = np.uint64(0xC2B2AE3D27D4EB4F)  # chains word hashes to phrase hashes
MIX = np.uint64(0xFF51AFD7ED558CCD)
MASK = (1 << 64) - 1


@dataclass(frozen=True)
class Tables:
    """What a character is, for code points below TABLE: class bits, and one more than its lower case (if that is one
    character), ready to be hashed.

    Stored with the weights rather than asked of `unicodedata`, whose answers differ between Python versions.
    """

    classes: NDArray[np.uint8]
    lower: U64


@dataclass(frozen=True)
class Text:
    """The batch. `index` says which of the caller's passages (counted through the batch) each worded passage is."""

    codes: NDArray[np.uint32]  # (N,)
    classes: NDArray[np.uint8]  # (N,)
    bounds: I64  # (all passages,) where each passage starts in the concatenation
    index: I64  # (P,)
    start: I64  # (P,) first code point that is no space
    stop: I64  # (P,) behind the last code point that is no space
    end: I64  # (P,) behind the passage, trailing newlines included
    document: I64  # (P,)
    documents: int  # D
    word_start: I64  # (W,)
    word_end: I64  # (W,)
    word_hash: U64  # (W,)
    passage: I64  # (W,) the worded passage a word is in
    first: I64  # (P,) first word of each passage
    words: I64  # (P,) words of each passage
    whole: U64  # (P,) hash of everything from the first to the last word


def mix_hashes(hashes: U64) -> U64:
    """Spread the bits, so that any of them may serve as a bucket number."""
    spread: U64 = (hashes ^ (hashes >> np.uint64(33))) * MIX
    return spread ^ (spread >> np.uint64(29))


def hash_word(word: str) -> int:
    """The hash of one lower-cased word, as `read` computes it for a whole batch."""
    return int(hash_words([word])[0])


def hash_words(words: Sequence[str]) -> U64:
    """Return the hash of each lower-cased word; none may be empty. (len(words),)"""
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    first = np.cumsum(lengths) - lengths
    place = np.arange(len(codes)) - np.repeat(first, lengths)
    up, _ = compute_powers(1 << int(lengths.max()).bit_length())
    return mix_hashes(np.add.reduceat((codes + np.uint64(1)) * up[place], first))


def hash_phrases(phrases: Sequence[Sequence[str]]) -> U64:
    """Return the hash of each phrase, of several words in a row. (len(phrases),)"""
    hashes = hash_words([word for phrase in phrases for word in phrase])
    lengths = np.fromiter(map(len, phrases), np.int64, len(phrases))
    first = np.cumsum(lengths) - lengths
    total = np.zeros(len(phrases), np.uint64)
    for place in range(int(lengths.max())):
        more = lengths > place
        total[more] = total[more] * STEP + hashes[first[more] + place]
    return total


@lru_cache(maxsize=4)
def compute_powers(size: int) -> tuple[U64, U64]:
    """Powers of ODD and of its inverse, modulo 2^64. (2, size)"""
    up, down = np.full(size, ODD, np.uint64), np.full(size, INVERSE, np.uint64)
    up[0] = down[0] = 1
    return np.cumprod(up), np.cumprod(down)


def lay_out_text(documents: Sequence[Sequence[str]], tables: Tables) -> Text:
    """Lay out a batch. A newline is put behind every passage, so that no word crosses into the next."""
    passages = [passage for document in documents for passage in document]
    owners = [number for number, document in enumerate(documents) for _ in document]
    if not passages:  # nothing at all is laid out as one blank passage, which has no words
        passages, owners = [""], [0]
    joined = "\n".join(passages) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    rows = np.minimum(codes, np.uint32(TABLE - 1)).astype(np.intp)  # of this type, `take` need not convert it
    classes = tables.classes.take(rows)
    lengths = np.fromiter(map(len, passages), np.int64, len(passages)) + 1
    ends = np.cumsum(lengths)
    return _lay_out(codes, classes, tables.lower.take(rows), ends, np.array(owners))


def _lay_out(codes: NDArray[np.uint32], classes: NDArray[np.uint8], lower: U64, ends: I64, document: I64) -> Text:
    word_start, word_end = _words(classes)
    bounds = ends - np.diff(ends, prepend=0)
    count = np.diff(np.searchsorted(word_start, bounds), append=len(word_start))
    worded = count > 0
    index, words = np.flatnonzero(worded), count[worded]
    first = np.cumsum(words) - words
    size = 1 << max(20, len(codes).bit_length())
    up, down = compute_powers(size)
    prefix = np.zeros(len(codes) + 1, np.uint64)
    lower *= up[: len(codes)]
    np.cumsum(lower, out=prefix[1:])
    last_end, first_start = word_end[first + words - 1], word_start[first]
    seen = np.flatnonzero((classes & SPACE) == 0)
    return Text(
        codes=codes,
        classes=classes,
        bounds=bounds,
        index=index,
        start=seen[np.searchsorted(seen, bounds[index])],
        stop=seen[np.searchsorted(seen, ends[index]) - 1] + 1,
        end=ends[index],
        document=document[index],
        documents=int(document[-1]) + 1 if len(document) else 0,
        word_start=word_start,
        word_end=word_end,
        word_hash=mix_hashes((prefix[word_end] - prefix[word_start]) * down[word_start]),
        passage=np.repeat(np.arange(len(words)), words),
        first=first,
        words=words,
        whole=mix_hashes((prefix[last_end] - prefix[first_start]) * down[first_start]),
    )


def _words(classes: NDArray[np.uint8]) -> tuple[I64, I64]:
    """Where words start and end: runs of letters and digits; in scripts without spaces each character is a word."""
    inside = (classes & WORD) != 0
    alone = (classes & UNSPACED) != 0
    before = np.empty_like(inside)
    before[0], before[1:] = False, inside[:-1]
    cut = alone.copy()
    cut[1:] |= alone[:-1]
    starts = inside & (~before | cut)
    return np.flatnonzero(starts), np.flatnonzero(before & (~inside | starts))
