"""64-bit hashes in arrays: mix their bits, and hash sequences of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

FACTOR = 0x9E3779B97F4A7C15  # the base of the polynomials; odd, so that it has an inverse modulo 2^64


def mix_bits(values: U64) -> U64:
    """Spread each value's bits over all 64: the finalizer of MurmurHash3, a bijection."""
    values = values ^ (values >> np.uint64(33))
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values


def hash_sequences(values: U64, ends: I64) -> U64:
    """Return one hash per sequence, which depends on the order of its values; 0 for an empty sequence.

    The sequences lie one after another in `values`; `ends` says where each ends.
    """
    starts = ends - np.diff(ends, prepend=0)
    positions = np.arange(len(values)) - np.repeat(starts, ends - starts)
    sums = prefix_sums(mix_bits(values + (positions + 1).astype(np.uint64) * np.uint64(FACTOR)))
    hashes: U64 = sums[ends] - sums[starts]
    return hashes


def prefix_sums(values: U64) -> U64:
    """Return the sum of the values before each position and, last, of all, modulo 2^64."""
    return np.concatenate([np.zeros(1, np.uint64), np.cumsum(values)])
