"""From a cleaned corpus to what other tools read.  One module a format, in the table `WRITERS`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from curate.store.cleaned import Cleaned
from curate.writers import croissant, frictionless, jsonl, markdown, parquet, tei, text, vrt
from curate.writers.about import About


class Writer(Protocol):
    """What a module of this folder offers.

    `READ` says, in Markdown, how to read the export; `TABLE` is the file in it
    that has the columns of `columns.py`, if there is one.
    """

    READ: str
    TABLE: str

    def write(self, documents: Iterable[Cleaned], about: About, folder: Path) -> None:
        """Write the documents, which come in a stream, into an empty folder."""


WRITERS: Mapping[str, Writer] = {
    "text": text, "markdown": markdown, "jsonl": jsonl, "parquet": parquet, "tei": tei, "vrt": vrt,
    "croissant": croissant, "frictionless": frictionless,
}  # fmt: skip
