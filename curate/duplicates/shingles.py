"""What passages are compared by: their words, without case and punctuation, five at a time."""

from __future__ import annotations

import re

WIDTH = 5  # words a shingle
MIN_WORDS = 8  # shorter passages are alike too easily

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words of a text, case folded.

    Wrong for languages written without spaces: a clause is one word there, so
    that only long passages are compared.
    """
    return _WORD.findall(text.casefold())


def shingles(said: list[str]) -> frozenset[str]:
    """Return the set of word 5-grams; a text shorter than that has none."""
    return frozenset(" ".join(said[i : i + WIDTH]) for i in range(len(said) - WIDTH + 1))


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of shingles that two texts have in common, 0 to 1."""
    return len(a & b) / len(a | b) if a or b else 0.0
