"""Who copies whom: candidates by bands, verified by exact Jaccard, each copy against its original.

No chains: a copy is compared with the one passage it is called a copy of, and
that passage is itself no copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curate.duplicates.shingles import jaccard, shingles
from curate.duplicates.sketches import Sketch

_COMMON = 50  # a shingle in more passages than this does not help to find the nearest
_LOOK = 5_000  # passages up to which the nearest miss is looked for among all pairs


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: its document, its span in the cleaned text, and where it begins in the source text."""

    document: str
    start: int
    end: int
    source: int


@dataclass(frozen=True, slots=True)
class Copy:
    """`place` says what `original` says, to the degree `similarity` (Jaccard of word 5-grams)."""

    place: Place
    original: Place
    similarity: float


@dataclass(frozen=True, slots=True)
class Found:
    """The copies, in the order of seniority, and the most similar pair below the threshold."""

    copies: tuple[Copy, ...]
    nearest: Copy | None


def find(documents: Mapping[str, Sequence[Sketch]], threshold: float) -> Found:
    """Return the copies across `documents`, whose order is their seniority.

    Of each copy the original is the most similar senior passage of another
    document that has the same numbers, of equals the first.  Passages of one
    document are not compared.
    """
    passages = [(Place(name, s.start, s.end, s.source), s) for name, sketches in documents.items() for s in sketches]
    sets = [shingles(s.said.split(" ")) for _, s in passages]
    originals: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    copies: list[Copy] = []
    gone: set[int] = set()
    misses: list[Copy] = []
    for index, (_, sketch) in enumerate(passages):
        bands = sketch.bands()
        best = _best(index, sorted({i for band in bands for i in originals[band]}), passages, sets)
        if best and best.similarity >= threshold:
            copies.append(best)
            gone.add(index)
            continue
        if best:
            misses.append(best)
        for band in bands:
            originals[band].append(index)
    if len(passages) <= _LOOK:
        misses.extend(_all_pairs(passages, sets, gone))
    return Found(tuple(copies), min(misses, key=lambda c: (-c.similarity, _key(c)), default=None))


def _best(index: int, candidates: Sequence[int], passages: Sequence[tuple[Place, Sketch]], sets: Sequence[frozenset[str]]) -> Copy | None:
    place = passages[index][0]
    numbers = _numbers(passages[index][1])
    others = (i for i in candidates if passages[i][0].document != place.document and _numbers(passages[i][1]) == numbers)
    ranked = ((round(jaccard(sets[index], sets[i]), 4), -i) for i in others)
    best = max(ranked, default=None)
    return Copy(place, passages[-best[1]][0], best[0]) if best else None


def _all_pairs(passages: Sequence[tuple[Place, Sketch]], sets: Sequence[frozenset[str]], gone: set[int]) -> Iterator[Copy]:
    """Yield, of each passage that is no copy, the nearest one before it that shares a shingle with it."""
    seen: dict[str, list[int]] = defaultdict(list)
    for index in range(len(passages)):
        if index in gone:
            continue
        near = {i for shingle in sets[index] if len(seen[shingle]) <= _COMMON for i in seen[shingle]}
        if best := _best(index, sorted(near), passages, sets):
            yield best
        for shingle in sets[index]:
            seen[shingle].append(index)


def _numbers(sketch: Sketch) -> list[str]:
    """Return the numbers said: two passages that differ in a date or a price do not say the same."""
    return [word for word in sketch.said.split(" ") if word.isdecimal()]


def _key(copy: Copy) -> tuple[str, int]:
    return copy.place.document, copy.place.start
