"""MinHash signatures (Broder 1997) of many sets at once, with the parameters of datasketch and its scheme `affine32`.

A set's signature is, bit for bit, that of `datasketch.MinHash(hashfunc=...)` with a hash function that gives the lower
32 bits of the shingles' hashes.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from curate.duplicates.shingles import U64, Ends, mix

LENGTH = 128  # hash values of a signature
SEED = 1

U32 = npt.NDArray[np.uint32]

_BANDS = ((0.8, 14, 8), (0.6, 25, 5), (0.0, 42, 3))  # from a Jaccard similarity on: bands, rows
_BLOCK = 1 << 15  # shingles at a time


def bands_for(threshold: float) -> tuple[int, int]:
    """Return how many bands of how many rows find pairs of at least this similarity: at .8, 99.3 % of them."""
    return next((bands, rows) for least, bands, rows in _BANDS if threshold >= least)


def signatures(shingles: U64, ends: Ends) -> U32:
    """Return one row of 128 values for each set of shingles; of an empty set, all ones, as datasketch has it."""
    found = np.full((len(ends), LENGTH), 0xFFFFFFFF, np.uint32)
    sizes = np.diff(ends, prepend=0)
    full = np.flatnonzero(sizes)  # reduceat takes an empty segment for one of a single value
    stops = np.cumsum(sizes[full])
    hashes = _fmix(shingles.astype(np.uint32))
    first = 0
    while first < len(full):
        start = int(stops[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(stops, start + _BLOCK, "right")))
        starts = stops[first:last] - sizes[full[first:last]] - start
        found[full[first:last]] = _least(hashes[start : stops[last - 1]], starts)
        first = last
    return found


def band_keys(signatures: U32, bands: int, rows: int) -> U64:
    """Return for each signature the hash of each of its bands, `bands` in a row."""
    parts = signatures[:, : bands * rows].reshape(-1, bands, rows)
    keys = np.zeros(parts.shape[:2], np.uint64)
    for row in range(rows):
        keys = mix(keys * np.uint64(0x9E3779B97F4A7C15) ^ parts[:, :, row])
    return keys


def _least(hashes: U32, starts: Ends) -> U32:
    """Return the least value of each permutation of each segment."""
    factors, summands = permutations()
    least = np.empty((LENGTH, len(starts)), np.uint32)
    permuted = np.empty_like(hashes)
    for number in range(LENGTH):
        np.multiply(hashes, factors[number], out=permuted)
        np.add(permuted, summands[number], out=permuted)
        np.minimum.reduceat(permuted, starts, out=least[number])
    return least.T


@cache
def permutations() -> tuple[U32, U32]:
    """Return datasketch's permutations `a * h + b` modulo 2^32: the factors, which are odd, and the summands."""
    random = np.random.RandomState(SEED)
    factors = random.randint(0, 1 << 31, LENGTH, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, random.randint(0, 1 << 32, LENGTH, dtype=np.uint32)


def _fmix(values: U32) -> U32:
    """Return each value stirred: the 32-bit finalizer of MurmurHash3."""
    values = values ^ (values >> np.uint32(16))
    values *= np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(13)
    values *= np.uint32(0xC2B2AE35)
    values ^= values >> np.uint32(16)
    return values
