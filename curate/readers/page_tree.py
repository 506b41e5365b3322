"""Parse the markup of a page into its elements, without losing any text that a browser would show."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from lxml import etree

from curate.errors import Unreadable
from curate.readers.safe_xml import describe_parse_error


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
        raise Unreadable(f"the page cannot be parsed: {describe_parse_error(error)}") from None
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
