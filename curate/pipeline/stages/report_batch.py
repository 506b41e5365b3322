"""A slice as the report collects it; see `curate.audit.report.collector.Batch`."""

from __future__ import annotations

import json
from functools import partial
from itertools import accumulate

from curate.audit.load import rebuild_source
from curate.audit.report.collector import Lazy, RankedRow
from curate.audit.report.document_summary import DocumentSummary
from curate.pipeline.stages.slices import Slice
from curate.store.cleaned_document import Cleaned
from curate.store.documents import parse_document

_TEXT, _LEDGER, _METADATA, _SUMMARY = range(4)  # of a `SliceRow`'s `bytes`


class ReportBatch:
    """The documents of a slice that have a text."""

    def __init__(self, one: Slice) -> None:
        self.counts = one.counts
        self._is_whole_seed = one.is_whole_seed
        self._files = one.files.text, one.files.ledger, one.files.metadata, one.files.summaries
        ends = [list(accumulate(row.bytes[file] for row in one.rows)) for file in range(len(self._files))]
        with_text = [(index, row) for index, row in enumerate(one.rows) if row.bytes[_SUMMARY]]
        self.rows: list[RankedRow] = [(row.id, row.risk, row.size) for _, row in with_text]
        self._spans = [[(ends[file][index] - size, ends[file][index]) for file, size in enumerate(row.bytes)] for index, row in with_text]

    def summary(self, index: int) -> Lazy[DocumentSummary]:
        """Return what reads the summary of a document."""
        return partial(_read_summary, self._cut(index, _SUMMARY))

    def document(self, index: int) -> Lazy[Cleaned]:
        """Return what reads a document."""
        files = [self._cut(index, file) for file in (_TEXT, _LEDGER, _METADATA)]
        return partial(_read_document, self.rows[index][0], self._is_whole_seed, *files)

    def _cut(self, index: int, file: int) -> bytes:
        """Return the stretch of a file that is of one document."""
        start, end = self._spans[index][file]
        return self._files[file][start:end]


def _read_summary(line: bytes) -> DocumentSummary:
    return DocumentSummary.from_json(json.loads(line))


def _read_document(id: str, is_whole_seed: bool, text: bytes, ledger: bytes, metadata: bytes) -> Cleaned:
    return rebuild_source(parse_document(id, is_whole_seed, text, ledger, metadata))
