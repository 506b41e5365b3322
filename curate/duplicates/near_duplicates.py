"""Find copied passages: the same words first, then candidates by bands, each verified by exact Jaccard similarity.

No chains: a copy is compared with the one passage it is called a copy of, and
that passage is itself no copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

import numpy as np

from curate.duplicates.groups import RowGroups, pair_with_first
from curate.duplicates.hashing import I64, mix_bits
from curate.duplicates.minhash import SIGNATURE_LENGTH, choose_bands, hash_bands
from curate.duplicates.passages import NONE, Passages, create_column, split_range
from curate.duplicates.shingles import MIN_WORDS
from curate.store.column_file import Column

Pairs = Iterator[tuple[I64, I64]]  # ranks of passages: the later ones, and an earlier one for each
Candidates = Iterator[tuple[int, list[int]]]  # a passage, and the earlier ones that it may be a copy of, most senior first
Similarity = Callable[[int, int], float]  # of two passages, by rank

_MAX_SENIORS = 64  # passages of a band's bucket that the others in it are compared with: more are alike among themselves
_REPORTED_MISSES, _TRACKED_MISSES = 10, 10_000
_MAX_EXHAUSTIVE = 5_000  # passages up to which near misses are looked for among all that share a shingle


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two passages, by rank, that are less alike than copies are."""

    similarity: float
    passage: int
    senior: int


def find_copies(passages: Passages, threshold: float) -> tuple[Column, list[NearMiss]]:
    """Return the original of each passage (NONE where it is no copy), and the ten most similar pairs below the threshold.

    The original is the most senior passage of another document that is similar enough, has the same numbers, and is no copy.
    What is formed like a heading is a copy only beside a copied sentence.
    """
    firsts = _find_first_identical(passages)
    originals = create_column(passages.folder, "originals", "u4", len(passages))
    originals[:] = NONE
    with passages.open_shingles() as read_shingles:
        similarity = _make_similarity(read_shingles)
        pairs = _pair_by_bands(passages, firsts, threshold)
        misses = _verify(group_by_later(passages, "candidates", pairs), originals, similarity, threshold)
        different = np.flatnonzero((firsts == np.arange(len(passages))) & (passages.word_count >= MIN_WORDS))
        if len(different) <= _MAX_EXHAUSTIVE:
            pairs = _pair_by_shingles(passages, different, read_shingles)
            misses += _find_misses(group_by_later(passages, "all-candidates", pairs), originals, similarity, threshold)
    _extend_to_identical(passages, firsts, originals)
    _clear_lone_headings(passages, originals)
    return originals, nlargest(_REPORTED_MISSES, set(misses), key=_miss_order)


def jaccard(a: Set[int], b: Set[int]) -> float:
    """Return the share of shingles that two texts have in common, 0 to 1, rounded before anything is decided by it."""
    return round(len(a & b) / len(a | b), 4) if a or b else 0.0


def group_by_later(passages: Passages, name: str, pairs: Iterable[tuple[I64, I64]]) -> Candidates:
    """Yield each later passage, in order, with the earlier ones of other documents, in order.

    `name` is that of a folder for the rows, not yet in use.
    """
    groups = RowGroups(passages.folder / name, len(passages), len(passages) + 1)
    for later, earlier in pairs:
        is_apart = passages.document[later] != passages.document[earlier]
        groups.add(later[is_apart].astype(np.uint64), earlier[is_apart])
    for keys, members in groups.read(shared_only=False):
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        ends = [*starts[1:].tolist(), len(keys)]
        for start, end, key in zip(starts.tolist(), ends, keys[starts].tolist(), strict=True):
            yield key, members[start:end].tolist()


def _verify(candidates: Candidates, originals: Column, similarity: Similarity, threshold: float) -> list[NearMiss]:
    """Fill in the originals, and return the nearest misses among the candidates."""
    misses: list[NearMiss] = []
    for passage, seniors in candidates:
        for senior in seniors:
            if originals[senior] != NONE:
                continue
            miss = NearMiss(similarity(passage, senior), passage, senior)
            if miss.similarity >= threshold:
                originals[passage] = senior
                break
            misses.append(miss)
        if len(misses) > _TRACKED_MISSES:
            misses = nlargest(_TRACKED_MISSES // 2, misses, key=_miss_order)
    return [miss for miss in misses if originals[miss.passage] == NONE]


def _find_misses(candidates: Candidates, originals: Column, similarity: Similarity, threshold: float) -> list[NearMiss]:
    """Return the most similar pairs of passages below the threshold, neither of which is a copy."""
    pairs = ((one, senior) for one, seniors in candidates if originals[one] == NONE for senior in seniors if originals[senior] == NONE)
    misses = (NearMiss(similarity(one, senior), one, senior) for one, senior in pairs)
    return nlargest(_REPORTED_MISSES, (miss for miss in misses if miss.similarity < threshold), key=_miss_order)


def _miss_order(miss: NearMiss) -> tuple[float, int, int]:
    return miss.similarity, -miss.passage, -miss.senior


def _find_first_identical(passages: Passages) -> Column:
    """Return for each passage the first one with the same words; for a short one, itself."""
    firsts = create_column(passages.folder, "firsts", "u4", len(passages))
    groups = RowGroups(passages.folder / "digests", len(passages))
    for ranks in split_range(len(passages)):
        firsts[ranks] = ranks
        long = ranks[passages.word_count[ranks] >= MIN_WORDS]
        groups.add(passages.digest[long], long)
    for keys, members in groups.read(shared_only=True):
        for later, first in pair_with_first(keys, members, 1):
            firsts[later] = first
    return firsts


def _pair_by_bands(passages: Passages, firsts: Column, threshold: float) -> Pairs:
    """Yield pairs of passages with the same numbers whose signatures share a band."""
    bands, rows = choose_bands(threshold)
    groups = [RowGroups(passages.folder / f"band{band}", len(passages)) for band in range(bands)]
    for ranks, block in passages.read_columns("sizes", "signatures"):
        long = ranks[block["sizes"] >= MIN_WORDS]
        is_first = firsts[long] == long
        keys = hash_bands(block["signatures"].reshape(-1, SIGNATURE_LENGTH)[is_first], bands, rows)
        keys = mix_bits(keys ^ passages.numerals[long[is_first]][:, None])
        for band, group in enumerate(groups):
            group.add(keys[:, band], long[is_first])
    for group in groups:
        for rows_by_band in group.read(shared_only=True):
            yield from pair_with_first(*rows_by_band, _MAX_SENIORS)


def _pair_by_shingles(passages: Passages, ranks: I64, read_shingles: Callable[[int], Column]) -> Pairs:
    """Yield pairs of some passages that share a shingle and have the same numbers."""
    groups = RowGroups(passages.folder / "shared-shingles", 1)
    for rank in ranks.tolist():
        keys = mix_bits(read_shingles(rank) ^ passages.numerals[rank])
        groups.add(keys, np.full(len(keys), rank))
    for rows_by_shingle in groups.read(shared_only=True):
        yield from pair_with_first(*rows_by_shingle, _MAX_SENIORS)


def _make_similarity(read_shingles: Callable[[int], Column]) -> Similarity:
    """Return a function that compares two passages; it remembers the sets of shingles last used."""

    @lru_cache(10_000)
    def load_set(rank: int) -> frozenset[int]:
        return frozenset(read_shingles(rank).tolist())

    return lambda one, other: jaccard(load_set(one), load_set(other))


def _extend_to_identical(passages: Passages, firsts: Column, originals: Column) -> None:
    """Give passages with the same words the original of the first of them; if it has none, it is their original."""
    for ranks in split_range(len(passages)):
        first = firsts[ranks]
        original = originals[first]
        is_apart = passages.document[first] != passages.document[ranks]
        originals[ranks] = np.where(original != NONE, original, np.where(is_apart, first, NONE))


def _clear_lone_headings(passages: Passages, originals: Column) -> None:
    """Make passages that are formed like headings no copies, except beside a copied sentence of their document."""
    for ranks in split_range(len(passages)):
        has_copied_neighbour = np.zeros(len(ranks), np.bool_)
        for step in (-1, 1):
            neighbour = np.clip(ranks + step, 0, len(passages) - 1)
            is_copied = (originals[neighbour] != NONE) & passages.is_sentence[neighbour] & (neighbour != ranks)
            has_copied_neighbour |= is_copied & (passages.document[neighbour] == passages.document[ranks])
        is_lone = ~passages.is_sentence[ranks] & ~has_copied_neighbour
        originals[ranks[is_lone]] = NONE
