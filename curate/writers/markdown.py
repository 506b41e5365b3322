"""Markdown with what is known of a document before its text; a file a document.

The text is as it is in the corpus: of HTML it has headings, lists and code as
Markdown has them.  Wrong for plain text in which a line beginning with # is no
heading: nothing is escaped, so that the characters stay the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from curate.store.cleaned import Cleaned
from curate.writers import columns, naming
from curate.writers.about import About

READ = "Each file of `documents/` is a document, with what is known of it as YAML before its text."
TABLE = ""
_HEAD = ("id", "title", "author", "date", "language", "url", "licence", "duplicate_of")


def write(documents: Iterable[Cleaned], about: About, folder: Path) -> None:
    """Write `documents/<id>.md`."""
    for document in documents:
        text = _front(document, about) + document.text
        naming.path(folder / "documents", document.id, ".md").write_bytes(text.encode("utf-8", "surrogatepass"))


def _front(document: Cleaned, about: About) -> str:
    """Return the metadata as YAML; a JSON string is a YAML string, whatever stands in it."""
    values = columns.row(document)
    lines = [f"{key}: {json.dumps(values[key], ensure_ascii=False)}" for key in _HEAD if values[key]]
    return "\n".join(("---", *lines, f"revision: {json.dumps(about.revision)}", "---", "", ""))
