"""A slice as the report sees it pass by."""

from __future__ import annotations

import json
from functools import partial
from itertools import accumulate

from curate.audit import reading
from curate.audit.report.collecting import Later, Row
from curate.audit.report.counts import Listed
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
        self.rows: list[Row] = [row[:3] for row, _ in self._places]

    def listed(self, index: int) -> Later[Listed]:
        return partial(_listed, self._part(index, 6, self._files.listed))

    def document(self, index: int) -> Later[Cleaned]:
        one = self._files
        files = [self._part(index, place, file) for place, file in ((3, one.text), (4, one.ledger), (5, one.metadata))]
        return partial(_document, self.rows[index][0], self._whole, *files)

    def _part(self, index: int, place: int, file: bytes) -> bytes:
        row, ends = self._places[index]
        return file[ends[place - 3] - row[place] : ends[place - 3]]


def _listed(line: bytes) -> Listed:
    return Listed.from_json(json.loads(line))


def _document(id: str, whole: bool, text: bytes, ledger: bytes, about: bytes) -> Cleaned:
    return reading.cleaned(contents.document(id, whole, text, ledger, about))
