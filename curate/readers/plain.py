"""Plain text: the source text is the decoded file, character by character."""

from __future__ import annotations

from curate.readers import gates
from curate.text.document import Document


def read(id: str, text: str) -> Document:
    """Return the document, its passages left to segmentation; raise Unreadable if it is too long for memory."""
    gates.check_text(text)
    return Document(id, text, "text")
