"""What a report holds: counts of everything, the names of many documents, the texts of as many as there is room for.

The documents pass by once, and memory is bounded, however many they are.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Protocol, TypeVar

from curate.audit import counting
from curate.audit.counting import Amount
from curate.audit.report.counts import Amounts, Counts, Listed
from curate.digest import sha256
from curate.store.cleaned import Cleaned

MOST_TEXT = 8_000_000  # characters in the page, source texts and what stands instead: half for the riskiest, half for a sample
MOST_LISTED = 5_000  # documents

T = TypeVar("T")
Later = Callable[[], T]
Row = tuple[str, float, int]  # of a document: its name, its risk, its size; see `Listed`
Rank = tuple[float, int, str]  # the last tells two apart


class Stretch(Protocol):
    """Documents that pass by together."""

    @property
    def counts(self) -> Counts:
        """What they add up to."""

    @property
    def rows(self) -> Sequence[Row]:
        """A row for each."""

    def listed(self, index: int) -> Later[Listed]:
        """Take the numbers of a document out, which may be read when all have passed by."""

    def document(self, index: int) -> Later[Cleaned]:
        """Take a document out, likewise."""


@dataclass(slots=True)
class Collected:
    """What was seen as the documents passed by."""

    counts: Counts = field(default_factory=Counts)
    listed: list[Listed] = field(default_factory=list)  # the riskiest first
    texts: dict[str, Cleaned] = field(default_factory=dict)  # of some of these, by name

    @property
    def rest(self) -> Amounts:
        """The amounts of the documents that are not listed."""
        known: Amounts = {}
        for one in self.listed:
            counting.add(known, one.amounts.items())
        zero = Amount()
        left = {
            key: Amount(*(getattr(total, n) - getattr(known.get(key, zero), n) for n in ("passages", "words", "characters")))
            for key, total in self.counts.totals.items()
        }
        return {key: value for key, value in left.items() if value != zero}


class Shelf(Generic[T]):
    """Holds the items of highest rank that there is room for."""

    def __init__(self, capacity: int) -> None:
        self._capacity = self._room = capacity
        self._heap: list[tuple[Rank, int, T]] = []

    def takes(self, rank: Rank, size: int) -> bool:
        """Would an item of this rank and size stay there?"""
        return size <= self._room or (size <= self._capacity and rank > self._heap[0][0])

    def add(self, rank: Rank, size: int, item: T) -> list[tuple[int, T]]:
        """Put an item there, and return those for which there is no room now, with their sizes."""
        heapq.heappush(self._heap, (rank, size, item))
        self._room -= size
        gone = []
        while self._room < 0:
            _, freed, lowest = heapq.heappop(self._heap)
            self._room += freed
            gone.append((freed, lowest))
        return gone

    def items(self) -> Iterator[T]:
        return (item for _, _, item in self._heap)


class Collector:
    """Counts all documents, and keeps those that want looking at most and a sample of the others."""

    def __init__(self, most_text: int = MOST_TEXT, most_listed: int = MOST_LISTED) -> None:
        self._counts = Counts()
        self._riskiest, self._sample = Shelf[_Named](most_text // 2), Shelf[_Named](most_text // 2)
        self._names = Shelf[Later[Listed]](most_listed)

    def pass_by(self, stretch: Stretch) -> None:
        """See some more documents."""
        self._counts.add(stretch.counts)
        for index, (id, risk, size) in enumerate(stretch.rows):
            rank = (risk, -size, _lot(id))  # of two as risky, the shorter: more of them have room
            if self._names.takes(rank, 1):
                self._names.add(rank, 1, stretch.listed(index))
            drawn = (0.0, 0, rank[-1])
            if self._riskiest.takes(rank, size) or self._sample.takes(drawn, size):
                self._keep(rank, size, _Named(rank[-1], stretch.listed(index), stretch.document(index)))

    def _keep(self, rank: Rank, size: int, one: _Named) -> None:
        gone = self._riskiest.add(rank, size, one) if self._riskiest.takes(rank, size) else [(size, one)]
        for freed, other in gone:
            if self._sample.takes((0.0, 0, other.lot), freed):
                self._sample.add((0.0, 0, other.lot), freed, other)

    def found(self) -> Collected:
        """Return what was seen."""
        full = [(one.listed(), one.document()) for one in (*self._riskiest.items(), *self._sample.items())]
        every = {one.id: one for one in (read() for read in self._names.items())} | {one.id: one for one, _ in full}
        listed = sorted(every.values(), key=lambda one: (-one.risk, one.id))
        return Collected(self._counts, listed, {document.id: document for _, document in full})


@dataclass(frozen=True, slots=True)
class _Named:
    lot: str
    listed: Later[Listed]
    document: Later[Cleaned]


@dataclass(frozen=True, slots=True)
class _Alone:
    """A document that passes by alone."""

    one: Listed
    whole: Cleaned

    @property
    def counts(self) -> Counts:
        return Counts.of([self.one])

    @property
    def rows(self) -> list[Row]:
        return [(self.one.id, self.one.risk, self.one.size)]

    def listed(self, _: int) -> Later[Listed]:
        return partial(_same, self.one)

    def document(self, _: int) -> Later[Cleaned]:
        return partial(_same, self.whole)


def see(documents: Iterable[Cleaned], most_text: int = MOST_TEXT, most_listed: int = MOST_LISTED) -> Collector:
    """Let documents pass by one by one."""
    collector = Collector(most_text, most_listed)
    for document in documents:
        collector.pass_by(_Alone(Listed.of(document), document))
    return collector


def _lot(id: str) -> str:
    """Return what a document is drawn by: as good as chance, and the same on every machine."""
    return sha256(id.encode("utf-8", "surrogatepass"))


def _same(value: T) -> T:
    return value
