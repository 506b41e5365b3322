"""JSON Lines: one document in each line, with the columns of `columns.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from curate.store.cleaned_document import Cleaned
from curate.writers import columns
from curate.writers.export_info import ExportInfo

HOW_TO_READ = "One JSON object a line."
TABLE_FILE = "corpus.jsonl"


def write(documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:  # noqa: ARG001
    """Write `corpus.jsonl`."""
    with (folder / TABLE_FILE).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for document in documents:
            file.write(json.dumps(columns.make_row(document), ensure_ascii=False) + "\n")
