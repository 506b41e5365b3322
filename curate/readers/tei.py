"""TEI P5 (.xml): the text of the document, as HTML; what the header says becomes metadata.

Of an editor's alternatives the later one is read (`corr`, `reg`, `expan`).
Wrong for a `teiCorpus`, which holds many documents: it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from curate.errors import Unreadable
from curate.readers.guarded import local, xml
from curate.readers.record import Record

_BLOCKS = {
    "titlePart": "h1", "head": "h2", "p": "p", "ab": "p", "l": "p", "list": "ul", "item": "li", "table": "table", "row": "tr", "cell": "td",
    "quote": "blockquote", "figure": "figure", "figDesc": "figcaption", "div": "div", "lg": "div", "sp": "div", "speaker": "p",
    "stage": "p", "note": "p", "label": "p", "byline": "p", "dateline": "p", "docAuthor": "p", "opener": "p", "closer": "p", "trailer": "p",
}  # fmt: skip
_SECOND = {"choice": ("sic", "orig", "abbr")}  # what an alternative stands beside
_SKIPPED = ("teiHeader", "facsimile", "standOff", "gap", "fw")
_MOST_DEEP = 200


def opened(data: bytes) -> Record:
    """Return the document; raise Unreadable if it is XML of another kind."""
    root = xml(data, "it")
    if local(root) != "TEI":
        what = (
            "a teiCorpus, which holds many documents; split it" if local(root) == "teiCorpus" else f"XML of another kind (<{local(root)}>)"
        )
        raise Unreadable(f"{what}; of XML, TEI is read")
    text = "".join(part for child in root if local(child) == "text" for part in _html(child, 0))
    return Record("", f"<html><body>{text}</body></html>", "html", dict(_about(root)))


def _about(root: Any) -> Iterator[tuple[str, str]]:
    paths = (
        ("title", ".//{*}titleStmt/{*}title"), ("author", ".//{*}titleStmt/{*}author"), ("date", ".//{*}sourceDesc//{*}date"),
        ("licence", ".//{*}availability//{*}licence"),
    )  # fmt: skip
    for name, path in paths:
        found = root.find(path)
        if found is not None and (said := " ".join("".join(found.itertext()).split())):
            yield name, said
    language = root.find(".//{*}langUsage/{*}language")
    if language is not None and language.get("ident"):
        yield "language", language.get("ident")


def _html(element: Any, depth: int) -> Iterator[str]:
    if depth > _MOST_DEEP:
        raise Unreadable(f"elements nested more than {_MOST_DEEP} deep")
    kind = local(element)
    tag = _BLOCKS.get(kind, "")
    yield f"<{tag}>" if tag else ""
    if kind == "lb":
        yield "" if element.get("break") == "no" else "<br>"
    if kind not in _SKIPPED:
        yield escape(element.text or "")
        for child in element:
            if local(child) not in _SECOND.get(kind, ()) or len(element) == 1:
                yield from _html(child, depth + 1)
            yield escape(child.tail or "")
    yield f"</{tag}>" if tag else ""
