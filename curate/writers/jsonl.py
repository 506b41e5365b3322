"""JSON Lines: a document a line, with the columns of `columns.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from curate.store.cleaned import Cleaned
from curate.writers import columns
from curate.writers.about import About

READ = "One JSON object a line."
TABLE = "corpus.jsonl"


def write(documents: Iterable[Cleaned], about: About, folder: Path) -> None:  # noqa: ARG001
    """Write `corpus.jsonl`."""
    with (folder / TABLE).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for document in documents:
            file.write(json.dumps(columns.row(document), ensure_ascii=False) + "\n")
