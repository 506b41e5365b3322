"""Split passages into words without case and punctuation, and hash them and their runs of five (shingles).

Words and shingles are hashed to 64 bits, for many passages at once.  A word's hash is a polynomial in its code points
(Karp and Rabin 1987), a shingle's one in the hashes of its words; the bits of both are mixed.  They depend on nothing
but the words.  Wrong against somebody who builds collisions on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from curate.duplicates.hashing import FACTOR, I64, U64, mix_bits, prefix_sums

WIDTH = 5  # words of a shingle
MIN_WORDS = 8  # shorter passages are alike too easily

_WORD = re.compile(r"\w+")
_INVERSE = pow(FACTOR, -1, 1 << 64)
_BLOCK = 1 << 15  # code points that are hashed at a time: their arrays fit into the processor's cache


@dataclass(frozen=True, slots=True)
class HashedWords:
    """The words of many passages one after another: their hashes, which words are numerals, and where each passage ends."""

    hashes: U64
    is_numeral: npt.NDArray[np.bool_]
    ends: I64


def tokenise(text: str) -> list[str]:
    """Return the words of a text, case folded.

    Wrong for languages written without spaces: a clause is one word there, so
    that only long passages are compared.
    """
    return _WORD.findall(text.casefold())


def find_word_spans(text: str) -> list[tuple[int, int]]:
    """Return the span in the text of each word that `tokenise` returns."""
    if len(text.casefold()) == len(text):  # no character became several
        return [found.span() for found in _WORD.finditer(text.casefold())]
    folded = [character.casefold() for character in text]
    origins = [offset for offset, characters in enumerate(folded) for _ in characters]  # one character may become several
    return [(origins[found.start()], origins[found.end() - 1] + 1) for found in _WORD.finditer("".join(folded))]


def hash_words(texts: Sequence[str]) -> HashedWords:
    """Return the hashes of the words that `tokenise` returns for each of the texts."""
    blocks = [_hash_block(block) for block in _split_into_blocks(texts)]
    if not blocks:
        return HashedWords(np.empty(0, np.uint64), np.empty(0, np.bool_), np.empty(0, np.int64))
    counts = np.concatenate([np.diff(block.ends, prepend=0) for block in blocks])
    hashes = np.concatenate([block.hashes for block in blocks])
    return HashedWords(hashes, np.concatenate([block.is_numeral for block in blocks]), np.cumsum(counts))


def hash_shingles(words: U64, ends: I64, width: int = WIDTH) -> tuple[U64, I64]:
    """Return the hash of each run of `width` words inside a passage, and where each passage's shingles end.

    A passage of fewer words has none.
    """
    counts = np.maximum(np.diff(ends, prepend=0) - width + 1, 0)
    if len(words) < width:
        return np.empty(0, np.uint64), np.cumsum(counts)
    hashes = np.zeros(len(words) - width + 1, np.uint64)
    for offset in range(width):
        hashes *= np.uint64(FACTOR)
        hashes += words[offset : offset + len(hashes)]
    inside = np.ones(len(hashes), np.bool_)
    for back in range(1, width):  # those that begin in one passage and end in the next
        crossing = ends - back
        inside[crossing[(crossing >= 0) & (crossing < len(hashes))]] = False
    return mix_bits(hashes[inside]), np.cumsum(counts)


def _split_into_blocks(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the texts, case folded, in lists of about `_BLOCK` code points."""
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


def _hash_block(texts: list[str]) -> HashedWords:
    """Hash the words of folded texts: differences of prefix sums, so that no loop runs over the words."""
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _classify(codes)[codes]
    edges = np.flatnonzero(np.diff((kinds > 0).astype(np.int8), prepend=0))
    starts, ends = edges[::2], edges[1::2]  # the last code point is a line feed, so every word ends
    sums = prefix_sums(codes * _powers(FACTOR, len(codes)))
    hashes = mix_bits((sums[ends] - sums[starts]) * _powers(_INVERSE, len(codes))[starts])
    digits = np.concatenate([np.zeros(1, np.int64), np.cumsum(kinds == 2)])
    text_ends = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
    return HashedWords(hashes, digits[ends] - digits[starts] == ends - starts, np.searchsorted(starts, text_ends))


def _classify(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Return, indexed by code point, 2 for those of `codes` that are decimal digits, 1 for the others that are part of words, else 0."""
    kinds = np.zeros(int(codes.max()) + 1, np.uint8)
    kinds[codes] = 1
    for code in np.flatnonzero(kinds).tolist():
        character = chr(code)
        kinds[code] = 2 if character.isdecimal() else character.isalnum() or character == "_"
    return kinds


def _powers(base: int, count: int) -> U64:
    """Return the first `count` powers of `base` modulo 2^64, from the zeroth on."""
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)
