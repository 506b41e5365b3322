"""The order of seniority: of two documents that share a passage, the senior one keeps it.

Senior is the document that an earlier revision held; within a revision, the one that comes first.  `[duplicates]
preferred` and `keep` go before that.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from curate.config import Duplicates
from curate.duplicates.hashing import I64
from curate.store.column_file import Column, ColumnFile

DocumentRow = tuple[str, str, int]  # id, date, the number of the revision that first held it


@dataclass(frozen=True, slots=True)
class SketchFile:
    """A sketch file of some documents, and a table of what is known of them from outside.

    The table is JSON, a `DocumentRow` a document, the date empty where unknown.  Without it the ids in the sketches
    count, and all documents are of one revision.
    """

    path: Path
    table: Path | None = None

    def read_documents(self) -> list[DocumentRow]:
        """Return a row for each document; the table's date goes before the sketch's."""
        sketched = ColumnFile(self.path).json("about")
        if self.table is None:
            return [(id, date, 0) for id, date in sketched]
        rows = json.loads(self.table.read_bytes())
        return [(id, outer_date or date, revision) for (_, date), (id, outer_date, revision) in zip(sketched, rows, strict=True)]


@dataclass(frozen=True, slots=True)
class DocumentKeys:
    """Columns of documents, in the order of the sketch files: sizes, and what their seniority depends on."""

    passages: I64
    words: I64
    revisions: I64
    preferences: I64  # the index of the first preferred beginning of an id that fits
    dates: Column  # ISO 8601, of the day


def load_document_keys(files: Sequence[SketchFile], preferred: Sequence[str]) -> DocumentKeys:
    """Return the keys of the documents of all files; `preferred` are beginnings of ids."""
    loaded = [_load_file(file, preferred) for file in files]
    return DocumentKeys(*(_concatenate([getattr(one, field.name) for one in loaded]) for field in fields(DocumentKeys)))


def sort_by_seniority(keys: DocumentKeys, settings: Duplicates) -> I64:
    """Return the rows of all documents, the most senior one first."""
    columns: list[Column] = [keys.revisions, keys.preferences]  # the last one counts most
    if settings.keep == "longest":
        columns.insert(1, -keys.words)
    elif settings.keep == "newest":
        _, days = np.unique(keys.dates, return_inverse=True)  # no date comes before all
        columns.insert(1, -days)
    return np.lexsort(columns)


def _load_file(file: SketchFile, preferred: Sequence[str]) -> DocumentKeys:
    columns, rows = ColumnFile(file.path), file.read_documents()
    return DocumentKeys(
        columns["passages"].astype(np.int64),
        columns["words"].astype(np.int64),
        np.array([revision for *_, revision in rows], np.int64),
        np.array([_find_preference(id, preferred) for id, *_ in rows], np.int64),
        np.array([date[:10].encode("ascii", "ignore") for _, date, _ in rows], "S10"),
    )


def _concatenate(columns: Sequence[Column]) -> Column:
    return np.concatenate(columns) if columns else np.empty(0, np.int64)


def _find_preference(document: str, preferred: Sequence[str]) -> int:
    return next((index for index, beginning in enumerate(preferred) if document.startswith(beginning)), len(preferred))
