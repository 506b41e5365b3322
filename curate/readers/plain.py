"""Plain text: the source text is the decoded file, character by character."""

from __future__ import annotations

from curate.document import Document


def read(id: str, text: str) -> Document:
    """Return the document; its passages are left to segmentation."""
    return Document(id, text, "text")
