"""Read Word documents (.docx): convert headings, paragraphs, list items, tables and notes to HTML.

Comments, text deleted by tracked changes, and the headers and footers of pages
are not part of the text and are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from curate.readers.elements import parse_number
from curate.readers.record import Record
from curate.readers.safe_xml import local_name
from curate.readers.zip_package import ZipPackage

_BODY, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED_ELEMENTS = ("del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "commentReference")
_METADATA_FIELDS = {"title": "title", "creator": "author", "created": "date", "language": "language"}


def convert_docx(data: bytes) -> Record:
    """Return the document as a record of HTML; raise Unreadable if it is no Word document."""
    package = ZipPackage(data, "Word document")
    levels = dict(_iter_heading_levels(package.parse_member(_STYLES))) if _STYLES in package else {}
    blocks = list(_render_blocks(package.parse_member(_BODY), levels))
    for name in _NOTES:
        if name in package:
            blocks += _render_blocks(package.parse_member(name), levels)
    return Record("", f"<html><body>{''.join(blocks)}</body></html>", "html", _read_metadata(package))


def _read_metadata(package: ZipPackage) -> dict[str, Any]:
    properties = package.parse_member(_CORE) if _CORE in package else ()
    texts = ((local_name(element), (element.text or "").strip()) for element in properties)
    return {_METADATA_FIELDS[name]: text for name, text in texts if name in _METADATA_FIELDS and text}


def _iter_heading_levels(styles: Any) -> Iterator[tuple[str, int]]:
    """Yield (style id, level) for each style of headings, recognised by its name or its outline level."""
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        style_name = name.get(f"{_W}val", "").lower() if name is not None else ""
        heading = re.fullmatch(r"heading ([1-9])", style_name)
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if heading or outline is not None:
            yield style.get(f"{_W}styleId"), int(heading[1]) if heading else parse_number(outline.get(f"{_W}val"), 8) + 1
        elif style_name == "title":
            yield style.get(f"{_W}styleId"), 1


def _render_blocks(element: Any, levels: dict[str, int]) -> Iterator[str]:
    for child in element:
        kind = local_name(child)
        if kind == "p":
            yield _render_paragraph(child, levels)
        elif kind == "tbl":
            yield f"<table>{''.join(_render_rows(child, levels))}</table>"
        elif kind not in _SKIPPED_ELEMENTS:
            yield from _render_blocks(child, levels)


def _render_rows(element: Any, levels: dict[str, int]) -> Iterator[str]:
    """Yield the rows of a table, also those inside content controls, but not those of tables within its cells."""
    for child in element:
        kind = local_name(child)
        if kind == "tc":
            yield f"<td>{''.join(_render_blocks(child, levels))}</td>"
        elif kind == "tr":
            yield f"<tr>{''.join(_render_rows(child, levels))}</tr>"
        elif kind not in _SKIPPED_ELEMENTS:
            yield from _render_rows(child, levels)


def _render_paragraph(paragraph: Any, levels: dict[str, int]) -> str:
    text = "".join(_render_text(paragraph))
    properties = paragraph.find(f"{_W}pPr")
    style = properties.find(f"{_W}pStyle") if properties is not None else None
    level = levels.get(style.get(f"{_W}val"), 0) if style is not None else 0
    if 1 <= level <= 9:
        return f"<h{min(level, 6)}>{text}</h{min(level, 6)}>"
    if properties is not None and properties.find(f"{_W}numPr") is not None:
        return f"<ul><li>{text}</li></ul>"
    return f"<p>{text}</p>"


def _render_text(element: Any) -> Iterator[str]:
    for child in element:
        kind = local_name(child)
        if kind == "t":
            yield escape(child.text or "")
        elif kind in ("br", "cr"):
            yield "<br>"
        elif kind in ("tab", "ptab"):
            yield "\t"
        elif kind == "noBreakHyphen":
            yield "\u2011"
        elif kind == "p":  # of a text box
            yield f"<br>{''.join(_render_text(child))}"
        elif kind not in _SKIPPED_ELEMENTS:
            yield from _render_text(child)
