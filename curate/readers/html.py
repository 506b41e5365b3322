"""Read HTML: drop the markup, keep all text.

All offsets count in the rendering, so its form is fixed: docs/rendering.md.
This reader does not decide what is boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

from lxml import etree

from curate.errors import Unreadable
from curate.readers.elements import FALLBACK_TAGS, tag_of_label
from curate.readers.gates import check_page
from curate.readers.layout import Line, lay_out
from curate.readers.open_elements import OutlineBuilder
from curate.readers.page_metadata import extract_page_metadata
from curate.readers.page_metadata.visible_lines import VisibleLine
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


def parse_page(markup: str) -> Any:
    """Return the root element of a page, ready for `render_lines`; raise Unreadable if it has none or the parser loses text."""
    root = _parse_tree(_prepare_markup(markup)) if markup and not markup.isspace() else None
    if root is None:
        raise Unreadable("no visible text: the page is empty")
    _parse_fallbacks(root)
    _hide_closed_details(root)
    return root


def _parse_tree(markup: bytes) -> Any:
    # as bytes, because lxml refuses a str that declares an encoding; with their encoding, so that it ignores the declaration
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.LxmlError as error:
        raise Unreadable(f"the page cannot be parsed: {_join_lines(error)}") from None
    for entry in parser.error_log.filter_from_fatals():  # the parser stops at such an error and loses the rest silently
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise Unreadable(f"the page is nested too deep to be read without loss (line {entry.line})")
    return root if root is None else _merge_roots(root)


def _merge_roots(root: Any) -> Any:
    """Return the root with the elements after `</html>`, which the parser puts into further roots beside it."""
    for extra in list(root.itersiblings()):
        if isinstance(extra.tag, str):
            _append_text(root, extra.text)
            root.extend(list(extra))
    return root


def _append_text(parent: Any, text: str | None) -> None:
    if text and len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    elif text:
        parent.text = (parent.text or "") + text


_CONTROLS = bytes((*range(9), 11, *range(14, 32), 127))
_XML_DECLARATION = re.compile(r"\s*<\?xml", re.IGNORECASE)
_SELF_CLOSED_RAW_TEXT = re.compile(r"<(script|style|title|textarea|iframe|noframes|noembed)\b([^<>]*)/>", re.IGNORECASE)


def _prepare_markup(markup: str) -> bytes:
    """Return the markup in a form in which the HTML parser loses no text that an XHTML parser, or a browser, would show."""
    if "\r" in markup:
        markup = markup.replace("\r\n", "\n").replace("\r", "\n")
    markup = markup.removeprefix("\ufeff")
    if _XML_DECLARATION.match(markup):  # in XHTML, <script/> is complete; an HTML parser would search for its end tag
        markup = _SELF_CLOSED_RAW_TEXT.sub(r"<\1\2></\1>", markup)
        return _encode(_replace_cdata(markup, escape))
    return _encode(_replace_cdata(markup, str))  # HTML has no CDATA sections; their content is markup like the rest


def _encode(markup: str) -> bytes:
    """Return the markup in UTF-8 without control characters, which the parser would replace by U+FFFD."""
    return markup.encode("utf-8", "replace").translate(None, _CONTROLS)


_SECTION_START = re.compile(r"<(?:script|style)\b|<!--|<!\[CDATA\[", re.IGNORECASE)
_SECTION_ENDS = {
    "<script": re.compile("</script", re.IGNORECASE), "<style": re.compile("</style", re.IGNORECASE),
    "<!--": re.compile("-->"), "<![cdata[": re.compile(r"\]\]>"),
}  # fmt: skip


def _replace_cdata(markup: str, convert: Callable[[str], str]) -> str:
    """Replace each CDATA section, except in scripts and comments, by its converted content."""
    if "<![CDATA[" not in markup:
        return markup
    parts: list[str] = []
    at = 0
    while match := _SECTION_START.search(markup, at):
        opening = match.group().lower()
        end = _SECTION_ENDS[opening].search(markup, match.end())
        stop = end.start() if end else len(markup)
        if opening != "<![cdata[":
            parts.append(markup[at:stop])
            at = stop
        else:
            parts += markup[at : match.start()], convert(markup[match.end() : stop])
            at = end.end() if end else stop
    return "".join((*parts, markup[at:]))


def _parse_fallbacks(root: Any) -> None:
    """Parse the content of elements that the parser keeps as raw text although it is markup."""
    for element in list(root.iter("iframe", "noframes", "noembed")):
        if element.text and "<" in element.text:
            inner = _parse_tree(_encode(element.text))
            element.text = None
            if inner is not None:
                element.append(inner)


def _hide_closed_details(root: Any) -> None:
    """Set `hidden` on the content of a closed <details>, except its first <summary>."""
    for details in list(root.iter("details")):
        if details.get("open") is not None:
            continue
        summary = details.find("summary")
        for child in list(details):
            if child is not summary and isinstance(child.tag, str):
                child.set("hidden", "")
            if child.tail and child.tail.strip():
                span = _hidden_span(child.tail)
                child.tail = None
                child.addnext(span)
        if details.text and details.text.strip():
            details.insert(0, _hidden_span(details.text))
            details.text = None


def _hidden_span(text: str) -> Any:
    span = etree.Element("span", hidden="")
    span.text = text
    return span


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


def _join_lines(error: Exception) -> str:
    return " ".join(str(error).split())
