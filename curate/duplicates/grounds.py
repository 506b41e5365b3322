"""What verdicts rest on, as digests: where these are as they were, so are the verdicts, and nobody need reach them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from curate.digest import digest_json, sha256
from curate.duplicates.groups import Numbers
from curate.duplicates.passages import NONE, Passages, Source
from curate.duplicates.quotations import Stretch
from curate.duplicates.repeats import Repeats
from curate.store.columns import Column


class Found(Protocol):
    """What was found, by the numbers of passages and documents."""

    @property
    def original(self) -> Column: ...
    @property
    def duplicate(self) -> Numbers: ...
    @property
    def repeats(self) -> Repeats: ...
    @property
    def quotations(self) -> Sequence[Stretch]: ...


class Grounds:
    """The grounds of all verdicts, source by source.

    Passages and documents are named by the source that holds them and their
    place there, and a source by its own bytes and by what is known of its
    documents: whatever else is in the corpus changes nothing.
    """

    def __init__(self, passages: Passages, found: Found) -> None:
        self._passages, self._found = passages, found
        self._sources = [_identity(source) for source in passages.sources]
        rows = [(one.number, one.start, one.end, one.senior, one.there) for one in found.quotations]
        self._quotations = np.array(rows, np.int64).reshape(-1, 5)
        self._quoting, _ = self._places(self._quotations[:, 0])

    def of(self, source: int) -> str:
        """Return the digest of what the verdicts on the documents of a source rest on."""
        passages, found = self._passages, self._found
        numbers = passages.number[slice(*passages.rows[source : source + 2])].astype(np.int64)
        ranks = passages.documents.rank[slice(*passages.starts[source : source + 2])]
        copied, repeated = np.flatnonzero(found.original[numbers] != NONE), np.flatnonzero(found.repeats.pages[numbers])
        whole, again = np.flatnonzero(found.duplicate[ranks] != NONE), numbers[repeated]
        quoted = self._quotations[self._quoting == source]
        pages = found.repeats.pages[again]
        named = [found.original[numbers[copied]], found.repeats.first[again], found.repeats.last[again], quoted[:, 0], quoted[:, 3]]
        places = [*(self._places(some.astype(np.int64)) for some in named), self._documents(found.duplicate[ranks[whole]])]
        of, at = (np.concatenate(columns) for columns in zip(*places, strict=True))
        others, other = np.unique(of, return_inverse=True)
        told = [copied, repeated, whole, pages, *quoted[:, [1, 2, 4]].T, other, at]
        columns = [sha256(np.ascontiguousarray(column, np.int64).tobytes()) for column in told]
        return digest_json([self._sources[source], columns, [self._sources[one] for one in others.tolist()]])

    def _places(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """Return of passages, by number, the source of each and its row there."""
        passages = self._passages
        documents, document = passages.documents, passages.document[numbers].astype(np.int64)
        row = documents.row[document] + numbers - documents.first[document]
        source = np.searchsorted(passages.rows, row, "right") - 1
        return source, row - passages.rows[source]

    def _documents(self, ranks: Numbers) -> tuple[Numbers, Numbers]:
        """Return of documents, by their place in the order in which they keep their text, the source of each and its place there."""
        place = self._passages.documents.place[ranks]
        source = np.searchsorted(self._passages.starts, place, "right") - 1
        return source, place - self._passages.starts[source]


def _identity(source: Source) -> str:
    """Return a digest of a source: a sketch file begins with its own."""
    with source.path.open("rb") as file:
        own = file.readline().decode("ascii", "replace")
    return digest_json([own, sha256(source.known.read_bytes()) if source.known else ""])
