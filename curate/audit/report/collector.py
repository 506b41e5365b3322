"""Collect what a report shows: counts of all documents, summaries of many, and the texts of as many as fit.

Documents come in a stream, and memory is bounded, however many they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar

from curate.audit.report.bounded_heap import BoundedHeap, Rank
from curate.audit.report.counts import ReportCounts
from curate.audit.report.document_summary import Amounts, DocumentSummary
from curate.audit.totals import Amount, add_amounts
from curate.digest import sha256
from curate.store.cleaned_document import Cleaned

MAX_TEXT = 8_000_000  # characters of source texts and replacements: half for the riskiest documents, half for a random sample
MAX_LISTED = 5_000  # documents

T = TypeVar("T")
Lazy = Callable[[], T]
RankedRow = tuple[str, float, int]  # a document's id, risk and size; see `DocumentSummary`


class Batch(Protocol):
    """Documents that are collected together.  A summary or document that is asked for may be read later, or never."""

    @property
    def counts(self) -> ReportCounts:
        """The counts of all its documents."""

    @property
    def rows(self) -> Sequence[RankedRow]:
        """A row for each document."""

    def summary(self, index: int) -> Lazy[DocumentSummary]:
        """Return what reads the summary of a document."""

    def document(self, index: int) -> Lazy[Cleaned]:
        """Return what reads a document."""


@dataclass(slots=True)
class ReportContent:
    """What a report shows."""

    counts: ReportCounts = field(default_factory=ReportCounts)
    summaries: list[DocumentSummary] = field(default_factory=list)  # the riskiest first
    documents: dict[str, Cleaned] = field(default_factory=dict)  # by id, for some of the summaries

    @property
    def unlisted_amounts(self) -> Amounts:
        """The amounts of the documents that have no summary."""
        listed: Amounts = {}
        for one in self.summaries:
            add_amounts(listed, one.amounts.items())
        zero = Amount()
        rest = {
            kind: Amount(*(getattr(total, name) - getattr(listed.get(kind, zero), name) for name in ("passages", "words", "characters")))
            for kind, total in self.counts.totals.items()
        }
        return {kind: amount for kind, amount in rest.items() if amount != zero}


class Collector:
    """Count all documents; keep those of highest risk, and a random sample of the others."""

    def __init__(self, max_text: int = MAX_TEXT, max_listed: int = MAX_LISTED) -> None:
        self._counts = ReportCounts()
        self._riskiest, self._sample = BoundedHeap[_Candidate](max_text // 2), BoundedHeap[_Candidate](max_text // 2)
        self._summaries = BoundedHeap[Lazy[DocumentSummary]](max_listed)

    def add_batch(self, batch: Batch) -> None:
        """Count the documents of a batch, and keep what there is room for."""
        self._counts.add(batch.counts)
        for index, (id, risk, size) in enumerate(batch.rows):
            rank = (risk, -size, _lot(id))  # of two documents of the same risk, the shorter, so that more fit
            if self._summaries.accepts(rank, 1):
                self._summaries.push(rank, 1, batch.summary(index))
            sample_rank = (0.0, 0, rank[-1])
            if self._riskiest.accepts(rank, size) or self._sample.accepts(sample_rank, size):
                self._keep_text(rank, size, _Candidate(rank[-1], batch.summary(index), batch.document(index)))

    def _keep_text(self, rank: Rank, size: int, candidate: _Candidate) -> None:
        """Keep a document among the riskiest; what leaves them may stay in the sample."""
        is_risky = self._riskiest.accepts(rank, size)
        evicted = self._riskiest.push(rank, size, candidate) if is_risky else [(size, candidate)]
        for freed, other in evicted:
            if self._sample.accepts((0.0, 0, other.lot), freed):
                self._sample.push((0.0, 0, other.lot), freed, other)

    def collect(self) -> ReportContent:
        """Return what the report shows, reading the summaries and documents that were kept."""
        full = [(one.summary(), one.document()) for one in (*self._riskiest.items(), *self._sample.items())]
        by_id = {one.id: one for one in (read() for read in self._summaries.items())} | {one.id: one for one, _ in full}
        summaries = sorted(by_id.values(), key=lambda one: (-one.risk, one.id))
        return ReportContent(self._counts, summaries, {document.id: document for _, document in full})


@dataclass(frozen=True, slots=True)
class _Candidate:
    lot: str
    summary: Lazy[DocumentSummary]
    document: Lazy[Cleaned]


@dataclass(frozen=True, slots=True)
class _SingleDocument:
    """A batch of one document."""

    only_summary: DocumentSummary
    only_document: Cleaned

    @property
    def counts(self) -> ReportCounts:
        return ReportCounts.from_summaries([self.only_summary])

    @property
    def rows(self) -> list[RankedRow]:
        return [(self.only_summary.id, self.only_summary.risk, self.only_summary.size)]

    def summary(self, _: int) -> Lazy[DocumentSummary]:
        return partial(_identity, self.only_summary)

    def document(self, _: int) -> Lazy[Cleaned]:
        return partial(_identity, self.only_document)


def collect_documents(documents: Iterable[Cleaned], max_text: int = MAX_TEXT, max_listed: int = MAX_LISTED) -> Collector:
    """Return a collector that has seen these documents."""
    collector = Collector(max_text, max_listed)
    for document in documents:
        collector.add_batch(_SingleDocument(DocumentSummary.from_document(document), document))
    return collector


def _lot(id: str) -> str:
    """Return a key that orders documents as if at random, the same on every machine."""
    return sha256(id.encode("utf-8", "surrogatepass"))


def _identity(value: T) -> T:
    return value
