"""Plain text in UTF-8: one file for each document, with exactly the characters of the cleaned text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from curate.store.cleaned_document import Cleaned
from curate.writers.export_info import ExportInfo
from curate.writers.file_names import reserve_path

HOW_TO_READ = "Each file of `documents/` is the cleaned text of a document, in UTF-8."
TABLE_FILE = ""


def write(documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:  # noqa: ARG001
    """Write `documents/<id>.txt`."""
    for document in documents:
        reserve_path(folder / "documents", document.id, ".txt").write_bytes(document.text.encode("utf-8", "surrogatepass"))
