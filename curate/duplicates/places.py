"""From a passage's number back to its document, its place there, and its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from curate.duplicates.groups import Numbers
from curate.duplicates.passages import Passages, Source
from curate.duplicates.shingles import MIN_WORDS, word_spans
from curate.store.columns import Column, Columns

_AT_HAND = 2048  # sketch files; copies may be of any document, so that many are asked for in turn, and each takes 50 KB or so


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: its document, its span in the cleaned text, and where it begins in the source text."""

    document: str
    start: int
    end: int
    source: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """A sketch file, and what of it is asked for again and again."""

    ids: list[str]
    places: tuple[Column, Column, Column]  # of each passage: where it starts, where it ends, and where in the source text it starts
    texts: Column
    bytes: Numbers  # where the text of each passage ends; short ones have none


class Places:
    """The places of all passages, by number; of the sketch files, some are kept at hand."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        self._batch = lru_cache(_AT_HAND)(_batch)
        self._spans = lru_cache(4)(lambda number: word_spans(self.text(number)))  # a passage may hold many quotations

    def document(self, document: int) -> str:
        """Return the id of a document, by its place in the order in which they keep their text."""
        place = int(self._passages.documents.place[document])
        source = int(np.searchsorted(self._passages.starts, place, "right")) - 1
        return self._batch(self._passages.sources[source]).ids[place - int(self._passages.starts[source])]

    def place(self, number: int) -> Place:
        """Return where a passage stands."""
        batch, row = self._find(number)
        start, end, at = (int(column[row]) for column in batch.places)
        return Place(self.document(int(self._passages.document[number])), start, end, at)

    def words(self, number: int, first: int, count: int) -> Place:
        """Return where some words of a passage stand; of the place in the source, where the passage begins."""
        place, spans = self.place(number), self._spans(number)
        last = min(first + count, len(spans)) - 1
        return replace(place, start=place.start + spans[first][0], end=place.start + spans[last][1])

    def text(self, number: int) -> str:
        """Return the text of a passage of at least 8 words; of a shorter one, nothing."""
        batch, row = self._find(number)
        start = int(batch.bytes[row - 1]) if row else 0
        return batch.texts[start : int(batch.bytes[row])].tobytes().decode("utf-8", "surrogatepass")

    def _find(self, number: int) -> tuple[_Batch, int]:
        """Return the batch that holds a passage, and its row there."""
        passages = self._passages
        document = int(passages.document[number])
        row = int(passages.documents.row[document]) + number - int(passages.documents.first[document])
        source = int(np.searchsorted(passages.rows, row, "right")) - 1
        return self._batch(passages.sources[source]), row - int(passages.rows[source])


def _batch(source: Source) -> _Batch:
    file = Columns(source.path)
    sizes = np.zeros(file.count("sizes"), np.int64)
    sizes[file["sizes"] >= MIN_WORDS] = file["bytes"]
    starts, ends, sources, texts = (file.mapped(name) for name in ("starts", "ends", "sources", "texts"))
    return _Batch([id for id, *_ in source.about()], (starts, ends, sources), texts, np.cumsum(sizes))
