"""The counts of a report: what many documents add up to.

A run keeps the counts of each batch of documents, so that the report on a
corpus that has grown counts only what is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from curate.audit.balance import Balance
from curate.audit.highlights import FIRST_KINDS, Highlight, document_highlights
from curate.audit.report.document_summary import Amounts, DocumentSummary, amounts_as_rows, amounts_from_rows
from curate.audit.totals import add_amounts

MAX_LINES, MAX_FIRST_LINES = 20, 5_000  # highlights of a kind that are shown, and of one of `FIRST_KINDS`
SHARE_BINS = 20  # bins of the share removed


@dataclass(slots=True)
class CappedList:
    """How many lines there are, and the first of them, each after the share that ranks it: the worst first, else in their order."""

    count: int = 0
    first: list[tuple[float, str]] = field(default_factory=list)

    def extend(self, more: CappedList, max_lines: int = MAX_LINES) -> None:
        self.count += more.count
        if self.first and self.first[-1][0] < more.first[0][0]:
            self.first = sorted([*self.first, *more.first], key=lambda line: -line[0])[:max_lines]
        else:
            self.first += more.first[: max_lines - len(self.first)]


@dataclass(slots=True)
class ReportCounts:
    """What documents add up to, in their order."""

    totals: Amounts = field(default_factory=dict)
    characters: Balance = field(default_factory=Balance)
    documents: int = 0
    shares: Counter[int] = field(default_factory=Counter)  # documents by the share of characters removed, in bins
    lengths: Counter[tuple[int, int]] = field(default_factory=Counter)  # documents by their length before and after, in bins
    highlights: dict[str, CappedList] = field(default_factory=dict)  # by kind

    @staticmethod
    def from_summaries(summaries: Iterable[DocumentSummary]) -> ReportCounts:
        """Return the counts of some documents."""
        counts = ReportCounts()
        for one in summaries:
            counts._count_document(one)
        return counts

    @staticmethod
    def sum(parts: Iterable[ReportCounts]) -> ReportCounts:
        """Return several counts as one; they must be in the order of their documents."""
        total = ReportCounts()
        for one in parts:
            total.add(one)
        return total

    def _count_document(self, one: DocumentSummary) -> None:
        self.documents += 1
        self.add_highlights(document_highlights(one.id, one.notes))
        self.characters += one.characters
        add_amounts(self.totals, one.amounts.items())
        source, cleaned = one.characters.source, one.characters.cleaned
        self.shares[min(SHARE_BINS - 1, one.characters.removed * SHARE_BINS // max(1, source))] += 1
        self.lengths[_length_bin(source), _length_bin(cleaned)] += 1

    def add_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Add what a person should look at."""
        for kind, line, share in highlights:
            self._extend_highlights(kind, CappedList(1, [(share, line)]))

    def _extend_highlights(self, kind: str, lines: CappedList) -> None:
        self.highlights.setdefault(kind, CappedList()).extend(lines, MAX_FIRST_LINES if kind in FIRST_KINDS else MAX_LINES)

    def add(self, more: ReportCounts) -> None:
        """Add the counts of documents that come after these."""
        add_amounts(self.totals, more.totals.items())
        self.characters += more.characters
        self.documents += more.documents
        self.shares.update(more.shares)
        self.lengths.update(more.lengths)
        for kind, lines in more.highlights.items():
            self._extend_highlights(kind, lines)

    def as_json(self) -> list[Any]:
        """Return the counts as plain values; runs keep them in the cache."""
        bins = [list(self.shares.items()), [[*pair, count] for pair, count in self.lengths.items()]]
        highlights = [[kind, lines.count, lines.first] for kind, lines in self.highlights.items()]
        return [amounts_as_rows(self.totals), astuple(self.characters), self.documents, *bins, highlights]

    @staticmethod
    def from_json(values: Sequence[Any]) -> ReportCounts:
        """Return the counts that `as_json` wrote."""
        totals, characters, documents, shares, lengths, highlights = values
        return ReportCounts(
            amounts_from_rows(totals),
            Balance(*characters),
            documents,
            Counter(dict(shares)),
            Counter({(before, after): count for before, after, count in lengths}),
            {kind: CappedList(count, [(share, line) for share, line in first]) for kind, count, first in highlights},
        )


def _length_bin(characters: int) -> int:
    """Return the bin of a length: four bins to each doubling, in whole numbers, so that every machine agrees."""
    return (characters**4).bit_length()
