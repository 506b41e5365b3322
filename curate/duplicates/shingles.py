"""What passages are compared by: their words, without case and punctuation, five at a time.

Words and shingles are compared as 64-bit hashes, made for many passages at once.  A word's hash is a polynomial in its
code points (Karp and Rabin 1987), a shingle's one in the hashes of its words; both are mixed by the finalizer of
MurmurHash3.  They depend on nothing but the words.  Wrong against somebody who builds collisions on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

WIDTH = 5  # words a shingle
MIN_WORDS = 8  # shorter passages are alike too easily

U64 = npt.NDArray[np.uint64]
Ends = npt.NDArray[np.int64]

_WORD = re.compile(r"\w+")
_FACTOR = 0x9E3779B97F4A7C15
_INVERSE = pow(_FACTOR, -1, 1 << 64)
_BLOCK = 1 << 15  # code points at a time: what is made of them stays near the processor


@dataclass(frozen=True, slots=True)
class Words:
    """The words of many passages one after another: their hashes, which are numbers, and where each passage ends."""

    hashes: U64
    numbers: npt.NDArray[np.bool_]
    ends: Ends


def words(text: str) -> list[str]:
    """Return the words of a text, case folded.

    Wrong for languages written without spaces: a clause is one word there, so
    that only long passages are compared.
    """
    return _WORD.findall(text.casefold())


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return where in the text each of its `words` stands."""
    if len(text.casefold()) == len(text):  # no character became several
        return [found.span() for found in _WORD.finditer(text.casefold())]
    folded = [character.casefold() for character in text]
    origin = [place for place, characters in enumerate(folded) for _ in characters]  # one character may become several
    return [(origin[found.start()], origin[found.end() - 1] + 1) for found in _WORD.finditer("".join(folded))]


def hash_words(texts: Sequence[str]) -> Words:
    """Return the hashes of what `words` finds in each of the texts."""
    parts = [_hash_block(block) for block in _blocks(texts)]
    if not parts:
        return Words(np.empty(0, np.uint64), np.empty(0, np.bool_), np.empty(0, np.int64))
    sizes = np.concatenate([np.diff(part.ends, prepend=0) for part in parts])
    return Words(np.concatenate([p.hashes for p in parts]), np.concatenate([p.numbers for p in parts]), np.cumsum(sizes))


def shingles(words: U64, ends: Ends, width: int = WIDTH) -> tuple[U64, Ends]:
    """Return the hash of each run of `width` words inside a passage, and where each passage's shingles end.

    A passage shorter than that has none.
    """
    counts = np.maximum(np.diff(ends, prepend=0) - width + 1, 0)
    if len(words) < width:
        return np.empty(0, np.uint64), np.cumsum(counts)
    hashes = np.zeros(len(words) - width + 1, np.uint64)
    for offset in range(width):
        hashes *= np.uint64(_FACTOR)
        hashes += words[offset : offset + len(hashes)]
    inside = np.ones(len(hashes), np.bool_)
    for back in range(1, width):  # those that begin in one passage and end in the next
        crossing = ends - back
        inside[crossing[(crossing >= 0) & (crossing < len(hashes))]] = False
    return mix(hashes[inside]), np.cumsum(counts)


def digests(values: U64, ends: Ends) -> U64:
    """Return one hash for the values of each passage, in their order; of none, 0."""
    starts = ends - np.diff(ends, prepend=0)
    places = np.arange(len(values)) - np.repeat(starts, ends - starts)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mix(values + (places + 1).astype(np.uint64) * np.uint64(_FACTOR)))])
    digested: U64 = sums[ends] - sums[starts]
    return digested


def mix(values: U64) -> U64:
    """Return each value with all its bits stirred: the 64-bit finalizer of MurmurHash3, a bijection."""
    values = values ^ (values >> np.uint64(33))
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values


def _blocks(texts: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    size = 0
    for text in texts:
        block.append(text.casefold())
        size += len(text) + 1
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _hash_block(texts: list[str]) -> Words:
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds(codes)[codes]
    edges = np.flatnonzero(np.diff((kinds > 0).astype(np.int8), prepend=0))
    starts, ends = edges[::2], edges[1::2]  # the last code point is a line feed, so every word ends
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _powers(_FACTOR, len(codes)))])
    hashes = mix((sums[ends] - sums[starts]) * _powers(_INVERSE, len(codes))[starts])
    digits = np.concatenate([np.zeros(1, np.int64), np.cumsum(kinds == 2)])
    passages = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
    return Words(hashes, digits[ends] - digits[starts] == ends - starts, np.searchsorted(starts, passages))


def _kinds(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Return of each code point that occurs 1 if it is part of words, 2 if it is a decimal digit, else 0."""
    kinds = np.zeros(int(codes.max()) + 1, np.uint8)
    kinds[codes] = 1
    for code in np.flatnonzero(kinds).tolist():
        character = chr(code)
        kinds[code] = 2 if character.isdecimal() else character.isalnum() or character == "_"
    return kinds


def _powers(base: int, count: int) -> U64:
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)
