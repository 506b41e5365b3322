"""What a report holds: counts of everything, the names of many documents, the texts of as many as there is room for.

The documents pass by once, and memory is bounded, however many they are.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from curate.audit import counting, notable
from curate.audit.counting import Amount, Balance, Kind
from curate.audit.notable import Notable
from curate.audit.risk import risk
from curate.cleaned import Cleaned
from curate.digest import sha256

MOST_TEXT = 8_000_000  # characters in the page, source texts and what stands instead: half for the riskiest, half for a sample
MOST_LISTED = 5_000  # documents
NAMED = 20  # documents in a list of what to look at
_EDIT_SIZE = 120  # characters that an edit takes in the page beside its text
SHARES = 20  # bins of the share removed


Rank = tuple[float, int, str]  # the last tells two apart


@dataclass(frozen=True, slots=True)
class Listed:
    """A document by name and numbers, with its edits by kind."""

    document: Cleaned  # without source and edits where the text is not in the report
    characters: Balance
    amounts: dict[Kind, Amount]
    risk: float


@dataclass(slots=True)
class Some:
    """How many there are, and the first of them in words."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, said: str) -> None:
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append(said)


@dataclass(slots=True)
class Collected:
    """What was seen as the documents passed by."""

    totals: dict[Kind, Amount] = field(default_factory=dict)  # `document` is empty
    characters: Balance = field(default_factory=Balance)
    documents: int = 0
    shares: Counter[int] = field(default_factory=Counter)  # of the characters removed, by bin
    lengths: Counter[tuple[int, int]] = field(default_factory=Counter)  # before and after
    notable: dict[str, Some] = field(default_factory=dict)  # what a person should look at, by kind
    listed: list[Listed] = field(default_factory=list)  # the riskiest first
    with_text: frozenset[str] = frozenset()

    def note(self, more: Iterable[Notable]) -> None:
        """Add what a person should look at."""
        for kind, said in more:
            self.notable.setdefault(kind, Some()).add(said)

    @property
    def rest(self) -> dict[Kind, Amount]:
        """The amounts of the documents that are not listed."""
        known: dict[Kind, Amount] = {}
        for one in self.listed:
            counting.add(known, _nameless(one.amounts))
        zero = Amount()
        left = {
            key: Amount(*(getattr(total, n) - getattr(known.get(key, zero), n) for n in ("passages", "words", "characters")))
            for key, total in self.totals.items()
        }
        return {key: value for key, value in left.items() if value != zero}


class Shelf:
    """Holds the items of highest rank that there is room for."""

    def __init__(self, capacity: int) -> None:
        self._capacity = self._room = capacity
        self._heap: list[tuple[Rank, int, Listed]] = []

    def add(self, rank: Rank, size: int, item: Listed) -> list[Listed]:
        """Put an item there, and return those for which there is no room now."""
        if size > self._capacity:
            return [item]
        heapq.heappush(self._heap, (rank, size, item))
        self._room -= size
        gone = []
        while self._room < 0:
            _, freed, lowest = heapq.heappop(self._heap)
            self._room += freed
            gone.append(lowest)
        return gone

    def items(self) -> Iterator[Listed]:
        return (item for _, _, item in self._heap)


def collect(documents: Iterable[Cleaned], most_text: int = MOST_TEXT, most_listed: int = MOST_LISTED) -> Collected:
    """Count all documents, and keep those that want looking at most and a sample of the others."""
    found = Collected()
    # of two as risky, the shorter: more of them have room
    riskiest, sample, names = Shelf(most_text // 2), Shelf(most_text // 2), Shelf(most_listed)
    for document in documents:
        one = listed(document)
        _count(found, one)
        for other in riskiest.add((one.risk, -_size(one), _lot(one)), _size(one), one):
            sample.add((0.0, 0, _lot(other)), _size(other), other)
        names.add((one.risk, -_size(one), _lot(one)), 1, replace(one, document=replace(document, source="", edits=())))
    full = {one.document.id: one for one in (*riskiest.items(), *sample.items())}
    every = {one.document.id: one for one in names.items()} | full
    found.listed = sorted(every.values(), key=lambda one: (-one.risk, one.document.id))
    found.with_text = frozenset(full)
    return found


def listed(document: Cleaned) -> Listed:
    """Return a document with its numbers; its risk is that of its three riskiest edits."""
    worst = heapq.nlargest(3, (risk(edit)[0] for edit in document.edits))
    balance = counting.balance(document.source, document.edits)
    return Listed(document, balance, counting.amounts(document, document.edits), round(sum(worst), 3))


def _lot(one: Listed) -> str:
    """Return what a document is drawn by: as good as chance, and the same on every machine."""
    return sha256(one.document.id.encode("utf-8", "surrogatepass"))


def _size(one: Listed) -> int:
    return one.characters.source + one.characters.written + _EDIT_SIZE * len(one.document.edits)


def _count(found: Collected, one: Listed) -> None:
    found.documents += 1
    found.note(notable.of_document(one.document))
    found.characters += one.characters
    counting.add(found.totals, _nameless(one.amounts))
    source, cleaned = one.characters.source, one.characters.cleaned
    found.shares[min(SHARES - 1, one.characters.removed * SHARES // max(1, source))] += 1
    found.lengths[_length_bin(source), _length_bin(cleaned)] += 1


def _length_bin(characters: int) -> int:
    """Four bins for each doubling; in whole numbers, so that it is the same on every machine."""
    return (characters**4).bit_length()


def _nameless(amounts: dict[Kind, Amount]) -> Iterable[tuple[Kind, Amount]]:
    return ((replace(kind, document=""), amount) for kind, amount in amounts.items())
