"""Markdown: one file for each document, with its metadata as YAML front matter.

The text is that of the corpus, in which HTML has become headings, lists and code in Markdown.  Nothing is escaped,
so that the characters stay the same.  Wrong for plain text in which a line that begins with # is no heading.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from curate.store.cleaned_document import Cleaned
from curate.writers import columns
from curate.writers.export_info import ExportInfo
from curate.writers.file_names import reserve_path

HOW_TO_READ = "Each file of `documents/` is a document, with what is known of it as YAML before its text."
TABLE_FILE = ""
_FRONT_MATTER = ("id", "title", "author", "date", "language", "url", "licence", "duplicate_of")


def write(documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:
    """Write `documents/<id>.md`."""
    for document in documents:
        text = _render_front_matter(document, info) + document.text
        reserve_path(folder / "documents", document.id, ".md").write_bytes(text.encode("utf-8", "surrogatepass"))


def _render_front_matter(document: Cleaned, info: ExportInfo) -> str:
    """Return the metadata as YAML; strings are written as JSON, because every JSON string is a YAML string."""
    values = columns.make_row(document)
    lines = [f"{key}: {json.dumps(values[key], ensure_ascii=False)}" for key in _FRONT_MATTER if values[key]]
    return "\n".join(("---", *lines, f"revision: {json.dumps(info.revision)}", "---", "", ""))
