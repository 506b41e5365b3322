"""Who copies whom: equal words first, then candidates by bands, verified by exact Jaccard, each copy against its original.

No chains: a copy is compared with the one passage it is called a copy of, and
that passage is itself no copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

import numpy as np

from curate.duplicates.groups import Groups, Numbers, pairs
from curate.duplicates.minhash import LENGTH, band_keys, bands_for
from curate.duplicates.passages import NONE, Passages, column, spans
from curate.duplicates.shingles import MIN_WORDS, mix
from curate.store.columns import Column

Candidates = Iterator[tuple[int, list[int]]]  # a passage, and the ones before it that it may be a copy of, in order
Likeness = Callable[[int, int], float]

_SENIORS = 64  # passages of a band's bucket that the others in it are compared with: more are alike among themselves
_TOLD, _KEPT = 10, 10_000  # misses that are told, and that are kept meanwhile
_LOOK = 5_000  # passages up to which the nearest miss is looked for among all that share a shingle


@dataclass(frozen=True, slots=True)
class Miss:
    """Two passages, by their numbers, that are less alike than copies are."""

    similarity: float
    number: int
    senior: int


def find(passages: Passages, threshold: float) -> tuple[Column, list[Miss]]:
    """Return the original of each passage (NONE where it is no copy), and the ten most similar pairs below the threshold.

    The original is the first passage of another document that is similar enough, has the same numbers, and is no copy.  What is
    formed like a heading is a copy only beside another one.
    """
    twins = _twins(passages)
    original = column(passages.folder, "original", "u4", len(passages))
    original[:] = NONE
    with passages.shingles() as shingles:
        likeness = _likeness(shingles)
        misses = _decide(by_later(passages, "near", _by_bands(passages, twins, threshold)), original, likeness, threshold)
        different = np.flatnonzero((twins == np.arange(len(passages))) & (passages.size >= MIN_WORDS))
        if len(different) <= _LOOK:
            candidates = by_later(passages, "looked", _by_shingles(passages, different, shingles))
            misses += _nearest(candidates, original, likeness, threshold)
    _spread(passages, twins, original)
    _keep_headings(passages, original)
    return original, nlargest(_TOLD, set(misses), key=_order)


def jaccard(a: Set[int], b: Set[int]) -> float:
    """Return the share of shingles that two texts have in common, 0 to 1, rounded before anything is decided by it."""
    return round(len(a & b) / len(a | b), 4) if a or b else 0.0


def _decide(candidates: Candidates, original: Column, likeness: Likeness, threshold: float) -> list[Miss]:
    """Fill in the originals, and return the nearest misses among the candidates."""
    misses: list[Miss] = []
    for number, seniors in candidates:
        for senior in seniors:
            if original[senior] != NONE:
                continue
            miss = Miss(likeness(number, senior), number, senior)
            if miss.similarity >= threshold:
                original[number] = senior
                break
            misses.append(miss)
        if len(misses) > _KEPT:
            misses = nlargest(_KEPT // 2, misses, key=_order)
    return [miss for miss in misses if original[miss.number] == NONE]


def _nearest(candidates: Candidates, original: Column, likeness: Likeness, threshold: float) -> list[Miss]:
    pairs = ((number, s) for number, seniors in candidates if original[number] == NONE for s in seniors if original[s] == NONE)
    misses = (Miss(likeness(number, senior), number, senior) for number, senior in pairs)
    return nlargest(_TOLD, (miss for miss in misses if miss.similarity < threshold), key=_order)


def _order(miss: Miss) -> tuple[float, int, int]:
    return miss.similarity, -miss.number, -miss.senior


def _twins(passages: Passages) -> Column:
    """Return of each passage the first one with the same words; of short ones, itself."""
    twins = column(passages.folder, "twins", "u4", len(passages))
    groups = Groups(passages.folder / "digests", len(passages))
    for numbers in spans(len(passages)):
        twins[numbers] = numbers
        long = numbers[passages.size[numbers] >= MIN_WORDS]
        groups.add(passages.digest[long], long)
    for keys, members in groups.rows(shared=True):
        for later, first in pairs(keys, members, 1):
            twins[later] = first
    return twins


def _by_bands(passages: Passages, twins: Column, threshold: float) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield pairs of passages with the same numbers whose signatures share a band: later, earlier."""
    bands, rows = bands_for(threshold)
    groups = [Groups(passages.folder / f"band{band}", len(passages)) for band in range(bands)]
    for numbers, block in passages.blocks("sizes", "signatures"):
        long = numbers[block["sizes"] >= MIN_WORDS]
        first = twins[long] == long
        keys = band_keys(block["signatures"].reshape(-1, LENGTH)[first], bands, rows)
        keys = mix(keys ^ passages.said[long[first]][:, None])
        for band, group in enumerate(groups):
            group.add(keys[:, band], long[first])
    for group in groups:
        for found in group.rows(shared=True):
            yield from pairs(*found, _SENIORS)


def _by_shingles(passages: Passages, numbers: Numbers, shingles: Callable[[int], Column]) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield pairs of some passages that share a shingle and have the same numbers: later, earlier."""
    groups = Groups(passages.folder / "shared", 1)
    for number in numbers.tolist():
        keys = mix(shingles(number) ^ passages.said[number])
        groups.add(keys, np.full(len(keys), number))
    for found in groups.rows(shared=True):
        yield from pairs(*found, _SENIORS)


def by_later(passages: Passages, name: str, candidates: Iterable[tuple[Numbers, Numbers]]) -> Candidates:
    """Yield each later passage, in order, with the earlier ones of other documents, in order."""
    found = Groups(passages.folder / name, len(passages), len(passages) + 1)
    for later, earlier in candidates:
        apart = passages.document[later] != passages.document[earlier]
        found.add(later[apart].astype(np.uint64), earlier[apart])
    for keys, members in found.rows(shared=False):
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        ends = [*starts[1:].tolist(), len(keys)]
        for start, end, key in zip(starts.tolist(), ends, keys[starts].tolist(), strict=True):
            yield key, members[start:end].tolist()


def _likeness(shingles: Callable[[int], Column]) -> Likeness:
    """Return how similar two passages are, by number; the sets last asked for are remembered."""

    @lru_cache(10_000)
    def of(number: int) -> frozenset[int]:
        return frozenset(shingles(number).tolist())

    return lambda one, other: jaccard(of(one), of(other))


def _spread(passages: Passages, twins: Column, original: Column) -> None:
    """Let passages with the same words share what the first of them is a copy of: if of nothing, of that first."""
    for numbers in spans(len(passages)):
        first = twins[numbers]
        of_first = original[first]
        apart = passages.document[first] != passages.document[numbers]
        original[numbers] = np.where(of_first != NONE, of_first, np.where(apart, first, NONE))


def _keep_headings(passages: Passages, original: Column) -> None:
    """Take back that a passage formed like a heading is a copy, but for those beside a copied sentence of their document."""
    for numbers in spans(len(passages)):
        beside = np.zeros(len(numbers), np.bool_)
        for step in (-1, 1):
            other = np.clip(numbers + step, 0, len(passages) - 1)
            copied = (original[other] != NONE) & passages.sentence[other] & (other != numbers)
            beside |= copied & (passages.document[other] == passages.document[numbers])
        alone = ~passages.sentence[numbers] & ~beside
        original[numbers[alone]] = NONE
