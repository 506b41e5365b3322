"""Word documents (.docx): headings, paragraphs, list items, tables and notes, as HTML.

Deleted text of tracked changes, comments, headers and footers of pages are no
part of the text and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from curate.readers.elements import number
from curate.readers.guarded import Parts, local
from curate.readers.record import Record

_BODY, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = ("del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "commentReference")
_KNOWN = {"title": "title", "creator": "author", "created": "date", "language": "language"}


def opened(data: bytes) -> Record:
    """Return the document; raise Unreadable if it is none."""
    parts = Parts(data, "Word document")
    levels = dict(_levels(parts.xml(_STYLES))) if _STYLES in parts else {}
    blocks = list(_blocks(parts.xml(_BODY), levels))
    for name in _NOTES:
        if name in parts:
            blocks += _blocks(parts.xml(name), levels)
    return Record("", f"<html><body>{''.join(blocks)}</body></html>", "html", _about(parts))


def _about(parts: Parts) -> dict[str, Any]:
    core = parts.xml(_CORE) if _CORE in parts else ()
    return {_KNOWN[local(one)]: one.text.strip() for one in core if local(one) in _KNOWN and one.text and one.text.strip()}


def _levels(styles: Any) -> Iterator[tuple[str, int]]:
    """Yield the styles that are headings, with their level: by their name, or the outline they belong to."""
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        called = name.get(f"{_W}val", "").lower() if name is not None else ""
        named = re.fullmatch(r"heading ([1-9])", called)
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if named or outline is not None:
            yield style.get(f"{_W}styleId"), int(named[1]) if named else number(outline.get(f"{_W}val"), 8) + 1
        elif called == "title":
            yield style.get(f"{_W}styleId"), 1


def _blocks(element: Any, levels: dict[str, int]) -> Iterator[str]:
    for child in element:
        kind = local(child)
        if kind == "p":
            yield _paragraph(child, levels)
        elif kind == "tbl":
            yield f"<table>{''.join(_rows(child, levels))}</table>"
        elif kind not in _SKIPPED:
            yield from _blocks(child, levels)


def _rows(element: Any, levels: dict[str, int]) -> Iterator[str]:
    """Yield the rows of a table and their cells, wherever controls are put around them; not those of tables in its cells."""
    for child in element:
        kind = local(child)
        if kind == "tc":
            yield f"<td>{''.join(_blocks(child, levels))}</td>"
        elif kind == "tr":
            yield f"<tr>{''.join(_rows(child, levels))}</tr>"
        elif kind not in _SKIPPED:
            yield from _rows(child, levels)


def _paragraph(paragraph: Any, levels: dict[str, int]) -> str:
    text = "".join(_text(paragraph))
    properties = paragraph.find(f"{_W}pPr")
    style = properties.find(f"{_W}pStyle") if properties is not None else None
    level = levels.get(style.get(f"{_W}val"), 0) if style is not None else 0
    if 1 <= level <= 9:
        return f"<h{min(level, 6)}>{text}</h{min(level, 6)}>"
    if properties is not None and properties.find(f"{_W}numPr") is not None:
        return f"<ul><li>{text}</li></ul>"
    return f"<p>{text}</p>"


def _text(element: Any) -> Iterator[str]:
    for child in element:
        kind = local(child)
        if kind == "t":
            yield escape(child.text or "")
        elif kind in ("br", "cr"):
            yield "<br>"
        elif kind in ("tab", "ptab"):
            yield "\t"
        elif kind == "noBreakHyphen":
            yield "\u2011"
        elif kind == "p":  # of a text box
            yield f"<br>{''.join(_text(child))}"
        elif kind not in _SKIPPED:
            yield from _text(child)
