"""Read plain text: the source text is the decoded file, unchanged."""

from __future__ import annotations

from curate.readers.gates import check_text
from curate.text.document import Document


def read_text(id: str, text: str) -> Document:
    """Return the text as a document without passages (`segment` finds them); raise Unreadable if it is too large to be cleaned."""
    check_text(text)
    return Document(id, text, "text")
