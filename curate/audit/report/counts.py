"""The numbers of a report: of one document, and of many added up.

Those of a stretch of documents are plain values, kept from run to run, so that
a report on a corpus that has grown counts what is new alone.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import lru_cache
from typing import Any

from curate.audit import counting, notable
from curate.audit.counting import Amount, Balance, Kind
from curate.audit.notable import Notable
from curate.audit.risk import risk
from curate.rules.registry import category_of
from curate.store.cleaned import Cleaned

NAMED = 20  # documents in a list of what to look at
SHARES = 20  # bins of the share removed
_EDIT_SIZE = 120  # characters that an edit takes in the page beside its text
_WORST = 3  # edits that make the risk of a document

Amounts = dict[Kind, Amount]  # `document` is empty


@dataclass(frozen=True, slots=True)
class Listed:
    """A document by name and numbers, with its edits by kind; `size` is that of its text and edits in the page, in characters."""

    id: str
    language: str
    characters: Balance
    risk: float  # of its three riskiest edits
    size: int
    amounts: Amounts
    notes: Mapping[str, str]  # why to look at it, and what it copies, as its metadata says

    @staticmethod
    def of(document: Cleaned) -> Listed:
        """Return the numbers of a document."""
        balance = counting.balance(document.source, document.edits)
        return Listed(
            document.id,
            document.language,
            balance,
            round(sum(heapq.nlargest(_WORST, (risk(edit)[0] for edit in document.edits))), 3),
            balance.source + balance.written + _EDIT_SIZE * len(document.edits),
            {replace(kind, document=""): amount for kind, amount in counting.amounts(document, document.edits).items()},
            {name: document.metadata[name] for name in notable.NOTES if document.metadata.get(name)},
        )

    def as_json(self) -> list[Any]:
        """Return it as plain values."""
        return [self.id, self.language, astuple(self.characters), self.risk, self.size, _rows(self.amounts), dict(self.notes)]

    @staticmethod
    def from_json(values: Sequence[Any]) -> Listed:
        """Return what `as_json` wrote."""
        id, language, characters, risk, size, amounts, notes = values
        return Listed(id, language, Balance(*characters), risk, size, _amounts(amounts), notes)


@dataclass(slots=True)
class Some:
    """How many there are, and the first of them in words."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, more: Some) -> None:
        self.count += more.count
        self.first += more.first[: NAMED - len(self.first)]


@dataclass(slots=True)
class Counts:
    """What some documents add up to, in their order."""

    totals: Amounts = field(default_factory=dict)
    characters: Balance = field(default_factory=Balance)
    documents: int = 0
    shares: Counter[int] = field(default_factory=Counter)  # of the characters removed, by bin
    lengths: Counter[tuple[int, int]] = field(default_factory=Counter)  # before and after
    notable: dict[str, Some] = field(default_factory=dict)  # what a person should look at, by kind

    @staticmethod
    def of(documents: Iterable[Listed]) -> Counts:
        """Return the counts of some documents."""
        found = Counts()
        for one in documents:
            found._count(one)
        return found

    @staticmethod
    def sum(several: Iterable[Counts]) -> Counts:
        """Return several counts, in the order of their documents, as one."""
        found = Counts()
        for one in several:
            found.add(one)
        return found

    def _count(self, one: Listed) -> None:
        self.documents += 1
        self.note(notable.of_document(one.id, one.notes))
        self.characters += one.characters
        counting.add(self.totals, one.amounts.items())
        source, cleaned = one.characters.source, one.characters.cleaned
        self.shares[min(SHARES - 1, one.characters.removed * SHARES // max(1, source))] += 1
        self.lengths[_length_bin(source), _length_bin(cleaned)] += 1

    def note(self, more: Iterable[Notable]) -> None:
        """Add what a person should look at."""
        for kind, said in more:
            self.notable.setdefault(kind, Some()).add(Some(1, [said]))

    def add(self, more: Counts) -> None:
        """Add the counts of documents that come after these."""
        counting.add(self.totals, more.totals.items())
        self.characters += more.characters
        self.documents += more.documents
        self.shares.update(more.shares)
        self.lengths.update(more.lengths)
        for kind, some in more.notable.items():
            self.notable.setdefault(kind, Some()).add(some)

    def as_json(self) -> list[Any]:
        """Return them as plain values."""
        bins = [list(self.shares.items()), [[*pair, count] for pair, count in self.lengths.items()]]
        notable = [[kind, some.count, some.first] for kind, some in self.notable.items()]
        return [_rows(self.totals), astuple(self.characters), self.documents, *bins, notable]

    @staticmethod
    def from_json(values: Sequence[Any]) -> Counts:
        """Return what `as_json` wrote."""
        totals, characters, documents, shares, lengths, notable = values
        return Counts(
            _amounts(totals),
            Balance(*characters),
            documents,
            Counter(dict(shares)),
            Counter({(before, after): count for before, after, count in lengths}),
            {kind: Some(count, first) for kind, count, first in notable},
        )


def _rows(amounts: Amounts) -> list[list[Any]]:
    return [[kind.rule, kind.language, kind.confidence, kind.size, *astuple(amount)] for kind, amount in amounts.items()]


def _amounts(rows: Iterable[Sequence[Any]]) -> Amounts:
    return {_kind(*row[:4]): Amount(*row[4:]) for row in rows}


@lru_cache(10_000)  # there are few, and many documents
def _kind(rule: str, language: str, confidence: str, size: str) -> Kind:
    return Kind(category_of(rule), rule, "", language, confidence, size)


def _length_bin(characters: int) -> int:
    """Four bins for each doubling; in whole numbers, so that it is the same on every machine."""
    return (characters**4).bit_length()
