"""From the rank of a passage back to its document, its place there, and its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from curate.duplicates.hashing import I64
from curate.duplicates.passages import Passages
from curate.duplicates.seniority import SketchFile
from curate.duplicates.shingles import MIN_WORDS, find_word_spans
from curate.store.column_file import Column, ColumnFile

_MAX_OPEN = 2048  # sketch files, of 50 KB or so; copies may be of any document, so that many are needed in turn


@dataclass(frozen=True, slots=True)
class Location:
    """Where a passage stands: its document, its span in the cleaned text, and where it begins in the source text."""

    document: str
    start: int
    end: int
    source_start: int


@dataclass(frozen=True, slots=True)
class _OpenFile:
    """What of a sketch file is needed again and again."""

    ids: list[str]
    offsets: tuple[Column, Column, Column]  # of each passage: its start, its end, and its start in the source text
    texts: Column
    text_ends: I64  # where the text of each passage ends; short ones have none


class Locator:
    """Finds passages and documents by rank; keeps some sketch files open."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        self._open = lru_cache(_MAX_OPEN)(_open_file)
        self._word_spans = lru_cache(4)(lambda rank: find_word_spans(self.read_text(rank)))  # a passage may hold many quotations

    def find_document(self, rank: int) -> str:
        """Return the id of a document."""
        row = int(self._passages.documents.row[rank])
        file = int(np.searchsorted(self._passages.document_starts, row, "right")) - 1
        return self._open(self._passages.files[file]).ids[row - int(self._passages.document_starts[file])]

    def locate(self, rank: int) -> Location:
        """Return where a passage stands."""
        file, row = self._find_row(rank)
        start, end, source_start = (int(column[row]) for column in file.offsets)
        return Location(self.find_document(int(self._passages.document[rank])), start, end, source_start)

    def locate_in_document(self, ranks: Sequence[int]) -> list[Location]:
        """Return where several passages of one document stand; the same as `locate` of each, in a fraction of the time."""
        if not ranks:
            return []
        file, row = self._find_row(ranks[0])
        rows = [row + rank - ranks[0] for rank in ranks]
        document = self.find_document(int(self._passages.document[ranks[0]]))
        return [Location(document, *offsets) for offsets in zip(*(column[rows].tolist() for column in file.offsets), strict=True)]

    def locate_words(self, rank: int, first: int, count: int) -> Location:
        """Return where `count` words of a passage stand; `source_start` is that of the passage."""
        passage, spans = self.locate(rank), self._word_spans(rank)
        last = min(first + count, len(spans)) - 1
        return replace(passage, start=passage.start + spans[first][0], end=passage.start + spans[last][1])

    def read_text(self, rank: int) -> str:
        """Return the text of a passage of at least 8 words; of a shorter one, nothing."""
        file, row = self._find_row(rank)
        start = int(file.text_ends[row - 1]) if row else 0
        return file.texts[start : int(file.text_ends[row])].tobytes().decode("utf-8", "surrogatepass")

    def _find_row(self, rank: int) -> tuple[_OpenFile, int]:
        """Return the file that holds a passage, and its row there."""
        passages = self._passages
        document = int(passages.document[rank])
        row = int(passages.documents.first_passage_row[document]) + rank - int(passages.documents.first_passage[document])
        file = int(np.searchsorted(passages.passage_starts, row, "right")) - 1
        return self._open(passages.files[file]), row - int(passages.passage_starts[file])


def _open_file(file: SketchFile) -> _OpenFile:
    columns = ColumnFile(file.path)
    sizes = np.zeros(columns.count("sizes"), np.int64)
    sizes[columns["sizes"] >= MIN_WORDS] = columns["bytes"]
    starts, ends, source_starts, texts = (columns.memory_map(name) for name in ("starts", "ends", "sources", "texts"))
    return _OpenFile([id for id, *_ in file.read_documents()], (starts, ends, source_starts), texts, np.cumsum(sizes))
