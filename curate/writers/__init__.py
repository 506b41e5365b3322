"""Export formats: a cleaned corpus as files that other tools read.  One module for each format; `WRITERS` lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from curate.store.cleaned_document import Cleaned
from curate.writers import croissant, frictionless, jsonl, markdown, parquet, tei, text, vrt
from curate.writers.export_info import ExportInfo


class Writer(Protocol):
    """The interface of a module in this package.

    `HOW_TO_READ` explains in Markdown how to read the export.  `TABLE_FILE` is the name of the file with the
    columns of `columns.py`, empty if the export has no such file.
    """

    HOW_TO_READ: str
    TABLE_FILE: str

    def write(self, documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:
        """Write the documents into an empty folder; there may be millions, so hold one at a time."""


WRITERS: Mapping[str, Writer] = {
    "text": text, "markdown": markdown, "jsonl": jsonl, "parquet": parquet, "tei": tei, "vrt": vrt,
    "croissant": croissant, "frictionless": frictionless,
}  # fmt: skip
