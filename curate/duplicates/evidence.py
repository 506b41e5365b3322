"""Digests of what overlaps rest on: where a file's digest is as it was, so are the overlaps of its documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from curate.digest import digest_json, sha256
from curate.duplicates.hashing import I64
from curate.duplicates.matches import Matches
from curate.duplicates.passages import NONE, Passages
from curate.duplicates.seniority import SketchFile


class Evidence:
    """What all overlaps rest on, file by file.

    Passages and documents are named by the sketch file that holds them and their
    row there, and a file by its own bytes and by what is known of its documents:
    whatever else is in the corpus changes nothing.
    """

    def __init__(self, passages: Passages, matches: Matches) -> None:
        self._passages, self._matches = passages, matches
        self._file_digests = [_digest_file(file) for file in passages.files]
        rows = [(one.passage, one.start, one.end, one.senior, one.senior_start) for one in matches.quotations]
        self._quotations = np.array(rows, np.int64).reshape(-1, 5)
        self._quotation_files, _ = self._locate_passages(self._quotations[:, 0])

    def digest(self, file: int) -> str:
        """Return the digest of what the overlaps of a file's documents rest on."""
        matches, passages = self._matches, self._passages
        ranks = passages.ranks[slice(*passages.passage_starts[file : file + 2])].astype(np.int64)
        documents = passages.documents.ranks[slice(*passages.document_starts[file : file + 2])]
        copied, repeated = np.flatnonzero(matches.originals[ranks] != NONE), ranks[matches.repeats.entry[ranks] > 0]
        duplicated = np.flatnonzero(matches.duplicate_of[documents] != NONE)
        quoted = self._quotations[self._quotation_files == file]
        named_passages = [matches.originals[ranks[copied]], quoted[:, 0], quoted[:, 3]]
        named_documents = matches.duplicate_of[documents[duplicated]]
        references = [*(self._locate_passages(one.astype(np.int64)) for one in named_passages), self._locate_documents(named_documents)]
        columns = [copied, np.flatnonzero(matches.repeats.entry[ranks]), duplicated, *quoted[:, [1, 2, 4]].T]
        return digest_json([self._digest_columns(file, columns, references), matches.repeats.digest(repeated)])

    def _digest_columns(self, file: int, columns: Sequence[npt.NDArray[np.integer]], references: Sequence[tuple[I64, I64]]) -> str:
        """Return a digest of a file, of columns, and of references: the file and the row of each passage or document named."""
        files, rows = (np.concatenate(parts) for parts in zip(*references, strict=True))
        other_files, other = np.unique(files, return_inverse=True)
        digests = [sha256(np.ascontiguousarray(column, np.int64).tobytes()) for column in (*columns, other, rows)]
        return digest_json([self._file_digests[file], digests, [self._file_digests[one] for one in other_files.tolist()]])

    def _locate_passages(self, ranks: I64) -> tuple[I64, I64]:
        """Return the file of each passage and its row there."""
        passages = self._passages
        documents, document = passages.documents, passages.document[ranks].astype(np.int64)
        row = documents.first_passage_row[document] + ranks - documents.first_passage[document]
        file = np.searchsorted(passages.passage_starts, row, "right") - 1
        return file, row - passages.passage_starts[file]

    def _locate_documents(self, ranks: I64) -> tuple[I64, I64]:
        """Return the file of each document and its row there."""
        row = self._passages.documents.row[ranks]
        file = np.searchsorted(self._passages.document_starts, row, "right") - 1
        return file, row - self._passages.document_starts[file]


def _digest_file(file: SketchFile) -> str:
    """Return a digest of a sketch file, which begins with its own, and of its table."""
    with file.path.open("rb") as stream:
        own = stream.readline().decode("ascii", "replace")
    return digest_json([own, sha256(file.table.read_bytes()) if file.table else ""])
