"""MinHash signatures (Broder 1997) of many sets at once, with the parameters of datasketch and its scheme `affine32`.

A set's signature is, bit for bit, that of `datasketch.MinHash(hashfunc=...)` with a hash function that gives the lower
32 bits of the shingles' hashes.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from curate.duplicates.hashing import FACTOR, I64, U64, mix_bits

SIGNATURE_LENGTH = 128  # hash values
SEED = 1

U32 = npt.NDArray[np.uint32]

_BANDS = ((0.8, 14, 8), (0.6, 25, 5), (0.0, 42, 3))  # from a Jaccard similarity on: bands, rows
_BLOCK = 1 << 15  # shingles at a time


def choose_bands(threshold: float) -> tuple[int, int]:
    """Return how many bands of how many rows find pairs of at least this similarity: at .8, 99.3 % of them."""
    return next((bands, rows) for least, bands, rows in _BANDS if threshold >= least)


def compute_signatures(shingles: U64, ends: I64) -> U32:
    """Return one row of 128 values for each set of shingles; for an empty set all ones, like datasketch.

    The sets lie one after another in `shingles`; `ends` says where each ends.
    """
    signatures = np.full((len(ends), SIGNATURE_LENGTH), 0xFFFFFFFF, np.uint32)
    sizes = np.diff(ends, prepend=0)
    filled = np.flatnonzero(sizes)  # reduceat takes an empty segment for one of a single value
    stops = np.cumsum(sizes[filled])
    hashes = _mix_bits32(shingles.astype(np.uint32))
    first = 0
    while first < len(filled):
        start = int(stops[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(stops, start + _BLOCK, "right")))
        starts = stops[first:last] - sizes[filled[first:last]] - start
        signatures[filled[first:last]] = _compute_minima(hashes[start : stops[last - 1]], starts)
        first = last
    return signatures


def hash_bands(signatures: U32, bands: int, rows: int) -> U64:
    """Return the hashes of each signature's bands: an array of signatures by bands."""
    values = signatures[:, : bands * rows].reshape(-1, bands, rows)
    hashes = np.zeros(values.shape[:2], np.uint64)
    for row in range(rows):
        hashes = mix_bits(hashes * np.uint64(FACTOR) ^ values[:, :, row])
    return hashes


def _compute_minima(hashes: U32, starts: I64) -> U32:
    """Return the minimum of each segment under each permutation; the segments begin at `starts`."""
    factors, summands = make_permutations()
    minima = np.empty((SIGNATURE_LENGTH, len(starts)), np.uint32)
    permuted = np.empty_like(hashes)
    for number in range(SIGNATURE_LENGTH):
        np.multiply(hashes, factors[number], out=permuted)
        np.add(permuted, summands[number], out=permuted)
        np.minimum.reduceat(permuted, starts, out=minima[number])
    return minima.T


@cache
def make_permutations() -> tuple[U32, U32]:
    """Return datasketch's permutations `a * h + b` modulo 2^32: the factors, which are odd, and the summands."""
    random = np.random.RandomState(SEED)
    factors = random.randint(0, 1 << 31, SIGNATURE_LENGTH, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, random.randint(0, 1 << 32, SIGNATURE_LENGTH, dtype=np.uint32)


def _mix_bits32(values: U32) -> U32:
    """Spread each value's bits over all 32: the finalizer of MurmurHash3."""
    values = values ^ (values >> np.uint32(16))
    values *= np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(13)
    values *= np.uint32(0xC2B2AE35)
    values ^= values >> np.uint32(16)
    return values
