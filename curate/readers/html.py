"""HTML into a document: markup goes, text stays.

The form of the rendering is fixed, since all offsets count in it:
docs/rendering.md.  What is boilerplate is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

from lxml import etree

from curate.errors import Unreadable
from curate.readers.elements import FALLBACKS, tag_of
from curate.readers.gates import check
from curate.readers.gathering import Named
from curate.readers.layout import Line, lay_out
from curate.readers.page_metadata import page_metadata
from curate.readers.page_metadata.visible import Shown
from curate.readers.rendering import render
from curate.text.document import Document, Outline


def read(id: str, markup: str) -> Document:
    """Return the page as a document: its whole text, hidden parts flagged as such.

    Raises Unreadable where there is no text to read or the parser would lose
    some.  Wrong for XML of other kinds: every element unknown to HTML is taken
    for an inline one.
    """
    check(markup)
    root = parse(markup)
    named = Named()
    lines = render(root, named)
    if not _has_text(lines):
        raise Unreadable(_why_empty(root))
    source, passages = lay_out(lines)
    outline = Outline(tuple(named.parents), tuple(named.labels))
    return Document(id, source, "html", page_metadata(root, partial(_shown, lines), markup), passages, markup, outline)


def _shown(lines: Sequence[Line]) -> list[Shown]:
    return [Shown(line.text, line.path, line.role == "heading" and line.mark in ("# ", "> # ")) for line in lines if not line.hidden]


def parse(markup: str) -> Any:
    """Return the root of the tree of a page, ready to be rendered; raise Unreadable if it has none or loses text."""
    root = _tree(_prepared(markup)) if markup and not markup.isspace() else None
    if root is None:
        raise Unreadable("no visible text: the page is empty")
    _unfold_fallbacks(root)
    _fold_details(root)
    return root


def _tree(markup: bytes) -> Any:
    # Bytes, because lxml refuses a str that declares an encoding; named, so that the declaration is not heeded.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.LxmlError as error:
        raise Unreadable(f"the page cannot be parsed: {_one_line(error)}") from None
    for entry in parser.error_log.filter_from_fatals():  # the parser stops there, and the rest is lost without a word
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise Unreadable(f"the page is nested too deep to be read without loss (line {entry.line})")
    return root if root is None else _whole(root)


def _whole(root: Any) -> Any:
    """Return the root with what came after its end: after `</html>` the parser begins a second root, unseen by most."""
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
_XML = re.compile(r"\s*<\?xml", re.IGNORECASE)
_EMPTY_RAW = re.compile(r"<(script|style|title|textarea|iframe|noframes|noembed)\b([^<>]*)/>", re.IGNORECASE)


def _prepared(markup: str) -> bytes:
    """Return markup of which an HTML parser loses nothing that an XHTML one, or a browser, would show."""
    if "\r" in markup:
        markup = markup.replace("\r\n", "\n").replace("\r", "\n")
    markup = markup.removeprefix("\ufeff")
    if _XML.match(markup):  # here <script/> is complete; HTML would look for its end
        markup = _EMPTY_RAW.sub(r"<\1\2></\1>", markup)
        return _encoded(_without_cdata(markup, escape))
    return _encoded(_without_cdata(markup, str))  # HTML knows no such section; what stands in one is markup like the rest


def _encoded(markup: str) -> bytes:
    """Return UTF-8 without the control characters for each of which the parser would put a replacement character."""
    return markup.encode("utf-8", "replace").translate(None, _CONTROLS)


_OPENING = re.compile(r"<(?:script|style)\b|<!--|<!\[CDATA\[", re.IGNORECASE)
_ENDINGS = {
    "<script": re.compile("</script", re.IGNORECASE), "<style": re.compile("</style", re.IGNORECASE),
    "<!--": re.compile("-->"), "<![cdata[": re.compile(r"\]\]>"),
}  # fmt: skip


def _without_cdata(markup: str, written: Callable[[str], str]) -> str:
    """Return markup with the content of CDATA sections `written` in their place; not within scripts and comments."""
    if "<![CDATA[" not in markup:
        return markup
    parts: list[str] = []
    at = 0
    while found := _OPENING.search(markup, at):
        opening = found.group().lower()
        end = _ENDINGS[opening].search(markup, found.end())
        stop = end.start() if end else len(markup)
        if opening != "<![cdata[":
            parts.append(markup[at:stop])
            at = stop
        else:
            parts += markup[at : found.start()], written(markup[found.end() : stop])
            at = end.end() if end else stop
    return "".join((*parts, markup[at:]))


def _unfold_fallbacks(root: Any) -> None:
    """Parse what the parser keeps as raw text in elements whose content is markup."""
    for element in list(root.iter("iframe", "noframes", "noembed")):
        if element.text and "<" in element.text:
            inner = _tree(_encoded(element.text))
            element.text = None
            if inner is not None:
                element.append(inner)


def _fold_details(root: Any) -> None:
    """Mark as hidden what a closed <details> does not show: all but its first <summary>."""
    for details in list(root.iter("details")):
        if details.get("open") is not None:
            continue
        summary = details.find("summary")
        for child in list(details):
            if child is not summary and isinstance(child.tag, str):
                child.set("hidden", "")
            if child.tail and child.tail.strip():
                span = _hidden(child.tail)
                child.tail = None
                child.addnext(span)
        if details.text and details.text.strip():
            details.insert(0, _hidden(details.text))
            details.text = None


def _hidden(text: str) -> Any:
    span = etree.Element("span", hidden="")
    span.text = text
    return span


_STOPGAP_WORDS = 50  # "You need to enable JavaScript to run this app.", in some languages


def _has_text(lines: Sequence[Line]) -> bool:
    """Is there text of the page itself, be it hidden, and not a mere stopgap for those who run no scripts?"""
    if not all(line.hidden and _is_fallback(line) for line in lines):
        return True
    return sum(len(line.text.split()) for line in lines) > _STOPGAP_WORDS


def _is_fallback(line: Line) -> bool:
    tags = {tag_of(name) for name in line.path}
    return not tags.isdisjoint(FALLBACKS) or "template" in tags


def _why_empty(root: Any) -> str:
    if next(root.iter("frameset"), None) is not None:
        return "no visible text: the page is a frameset, its text is in the pages it names"
    if next(root.iter("script"), None) is not None:
        return "no visible text: the page is a shell that a script fills"
    return "no visible text: the page has markup only"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
