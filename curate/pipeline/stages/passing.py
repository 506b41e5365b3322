"""A slice as the report sees it pass by."""

from __future__ import annotations

import json
from functools import partial
from itertools import accumulate

from curate.audit.load import rebuild_source
from curate.audit.report.collector import Lazy, RankedRow
from curate.audit.report.document_summary import DocumentSummary
from curate.pipeline.stages.slices import Slice
from curate.store import contents
from curate.store.cleaned import Cleaned


class Passing:
    """The documents of a slice that have a text."""

    def __init__(self, one: Slice) -> None:
        self.counts = one.counts
        self._whole, self._files = one.whole, one.files
        ends = zip(*(accumulate([row[place] for row in one.rows]) for place in range(3, 7)), strict=True)
        self._places = [(row, end) for row, end in zip(one.rows, ends, strict=True) if row[6]]
        self.rows: list[RankedRow] = [row[:3] for row, _ in self._places]

    def summary(self, index: int) -> Lazy[DocumentSummary]:
        return partial(_read_summary, self._part(index, 6, self._files.listed))

    def document(self, index: int) -> Lazy[Cleaned]:
        one = self._files
        files = [self._part(index, place, file) for place, file in ((3, one.text), (4, one.ledger), (5, one.metadata))]
        return partial(_read_document, self.rows[index][0], self._whole, *files)

    def _part(self, index: int, place: int, file: bytes) -> bytes:
        row, ends = self._places[index]
        return file[ends[place - 3] - row[place] : ends[place - 3]]


def _read_summary(line: bytes) -> DocumentSummary:
    return DocumentSummary.from_json(json.loads(line))


def _read_document(id: str, whole: bool, text: bytes, ledger: bytes, about: bytes) -> Cleaned:
    return rebuild_source(contents.document(id, whole, text, ledger, about))
