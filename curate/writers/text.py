"""Plain text in UTF-8, the same characters as in the cleaned text; a file a document."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from curate.store.cleaned import Cleaned
from curate.writers import naming
from curate.writers.about import About

READ = "Each file of `documents/` is the cleaned text of a document, in UTF-8."
TABLE = ""


def write(documents: Iterable[Cleaned], about: About, folder: Path) -> None:  # noqa: ARG001
    """Write `documents/<id>.txt`."""
    for document in documents:
        naming.path(folder / "documents", document.id, ".txt").write_bytes(document.text.encode("utf-8", "surrogatepass"))
