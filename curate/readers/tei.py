"""Read TEI P5 (.xml): convert the text to HTML, and the header to metadata.

Of two editorial alternatives, the edited one is read (`corr`, `reg`, `expan`).
A `teiCorpus` is refused, because it holds many documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from curate.errors import Unreadable
from curate.readers.record import Record
from curate.readers.safe_xml import local_name, parse_xml

_BLOCKS = {
    "titlePart": "h1", "head": "h2", "p": "p", "ab": "p", "l": "p", "list": "ul", "item": "li", "table": "table", "row": "tr", "cell": "td",
    "quote": "blockquote", "figure": "figure", "figDesc": "figcaption", "div": "div", "lg": "div", "sp": "div", "speaker": "p",
    "stage": "p", "note": "p", "label": "p", "byline": "p", "dateline": "p", "docAuthor": "p", "opener": "p", "closer": "p", "trailer": "p",
}  # fmt: skip
_ALTERNATIVES = {"choice": ("sic", "orig", "abbr")}  # the elements of an alternative that are skipped if it has another
_SKIPPED_ELEMENTS = ("teiHeader", "facsimile", "standOff", "gap", "fw")
_MAX_DEPTH = 200


def convert_tei(data: bytes) -> Record:
    """Return the document as a record of HTML; raise Unreadable if it is XML of another kind."""
    root = parse_xml(data, "it")
    if local_name(root) != "TEI":
        is_corpus = local_name(root) == "teiCorpus"
        kind = "a teiCorpus, which holds many documents; split it" if is_corpus else "XML of another kind"
        raise Unreadable(f"{kind}; of XML, TEI is read")
    text = "".join(part for child in root if local_name(child) == "text" for part in _render(child, 0))
    return Record("", f"<html><body>{text}</body></html>", "html", dict(_iter_metadata(root)))


def _iter_metadata(root: Any) -> Iterator[tuple[str, str]]:
    """Yield (name, value) for each metadata field in the header."""
    paths = (
        ("title", ".//{*}titleStmt/{*}title"), ("author", ".//{*}titleStmt/{*}author"), ("date", ".//{*}sourceDesc//{*}date"),
        ("licence", ".//{*}availability//{*}licence"),
    )  # fmt: skip
    for name, path in paths:
        element = root.find(path)
        if element is not None and (value := " ".join("".join(element.itertext()).split())):
            yield name, value
    language = root.find(".//{*}langUsage/{*}language")
    if language is not None and language.get("ident"):
        yield "language", language.get("ident")


def _render(element: Any, depth: int) -> Iterator[str]:
    """Yield the pieces of an element's HTML; raise Unreadable if elements nest too deep."""
    if depth > _MAX_DEPTH:
        raise Unreadable(f"elements nested more than {_MAX_DEPTH} deep")
    kind = local_name(element)
    tag = _BLOCKS.get(kind, "")
    yield f"<{tag}>" if tag else ""
    if kind == "lb":
        yield "" if element.get("break") == "no" else "<br>"
    if kind not in _SKIPPED_ELEMENTS:
        yield escape(element.text or "")
        for child in element:
            if local_name(child) not in _ALTERNATIVES.get(kind, ()) or len(element) == 1:
                yield from _render(child, depth + 1)
            yield escape(child.tail or "")
    yield f"</{tag}>" if tag else ""
