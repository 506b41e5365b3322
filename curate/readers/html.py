"""Read HTML: drop the markup, keep all text.

All offsets count in the rendering, so its form is fixed: docs/rendering.md.
This reader does not decide what is boilerplate.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from curate.errors import Unreadable
from curate.readers.elements import FALLBACK_TAGS, tag_of_label
from curate.readers.gates import check_page
from curate.readers.layout import Line, lay_out
from curate.readers.open_elements import OutlineBuilder
from curate.readers.page_metadata import extract_page_metadata
from curate.readers.page_metadata.visible_lines import VisibleLine
from curate.readers.page_tree import parse_page
from curate.readers.rendering import render_lines
from curate.text.document import Document, Outline


def read_html(id: str, markup: str) -> Document:
    """Return the page as a document with all its text; hidden passages are flagged.

    Raises Unreadable if there is no text or the parser would lose some.  Wrong
    for other kinds of XML: elements unknown to HTML count as inline elements.
    """
    check_page(markup)
    root = parse_page(markup)
    elements = OutlineBuilder()
    lines = render_lines(root, elements)
    if not _has_text(lines):
        raise Unreadable(_explain_empty(root))
    source, passages = lay_out(lines)
    outline = Outline(tuple(elements.parents), tuple(elements.labels))
    return Document(id, source, "html", extract_page_metadata(root, partial(_visible_lines, lines), markup), passages, markup, outline)


def _visible_lines(lines: Sequence[Line]) -> list[VisibleLine]:
    return [VisibleLine(line.text, line.path, line.role == "heading" and line.mark in ("# ", "> # ")) for line in lines if not line.hidden]


_MAX_STOPGAP_WORDS = 50  # of "You need to enable JavaScript to run this app." in several languages


def _has_text(lines: Sequence[Line]) -> bool:
    """Does the page have text, visible or hidden, besides a short notice for browsers without scripts?"""
    if not all(line.hidden and _is_fallback(line) for line in lines):
        return True
    return sum(len(line.text.split()) for line in lines) > _MAX_STOPGAP_WORDS


def _is_fallback(line: Line) -> bool:
    tags = {tag_of_label(label) for label in line.path}
    return not tags.isdisjoint(FALLBACK_TAGS) or "template" in tags


def _explain_empty(root: Any) -> str:
    """Return the message for a page without text."""
    if next(root.iter("frameset"), None) is not None:
        return "no visible text: the page is a frameset, its text is in the pages it names"
    if next(root.iter("script"), None) is not None:
        return "no visible text: the page is a shell that a script fills"
    return "no visible text: the page has markup only"
