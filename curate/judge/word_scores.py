"""Scores of words: a linear model over hashed words, pairs of words, opening words and whole passages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curate.judge.text import STEP, U64, Bools, Text, mix_hashes

BUCKETS = 18  # bits
_SHIFT = np.uint64(64 - BUCKETS)


def _bucket(hashes: U64) -> NDArray[np.int64]:
    return (mix_hashes(hashes) >> _SHIFT).astype(np.int64)


def hash_keys(text: Text) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Bools]:
    """Buckets of the words (W,), of each word with the next (W - 1,), of openings (P,) and whole passages (P,); and
    which of the pairs lie within one passage."""
    pairs = text.word_hash[:-1] * STEP + text.word_hash[1:]
    return (
        _bucket(text.word_hash),
        _bucket(pairs),
        _bucket(text.word_hash[text.first] * np.uint64(3) + np.uint64(77)),
        _bucket(text.whole * np.uint64(5) + np.uint64(99)),
        text.passage[1:] == text.passage[:-1],
    )


def score_words(text: Text, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sum of the weights of a passage's keys over the square root of their number. (P,)"""
    words, pairs, opening, whole, within = hash_keys(text)
    value = weights[words]
    value[:-1] += weights[pairs] * within
    total = np.add.reduceat(value, text.first) + weights[opening] + weights[whole]
    return np.asarray(total / np.sqrt(2 * text.words + 1), np.float32)
