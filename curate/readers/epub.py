"""E-books (.epub): the chapters in the order of the spine, as one page of HTML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from curate.errors import Unreadable
from curate.readers.guarded import Parts, local
from curate.readers.record import Record

_CONTAINER = "META-INF/container.xml"
_KNOWN = {"title": "title", "creator": "author", "date": "date", "language": "language", "rights": "licence"}
_PAGES = ("application/xhtml+xml", "text/html")


def opened(data: bytes) -> Record:
    """Return the book; raise Unreadable if it is none, or protected."""
    parts = Parts(data, "e-book")
    if "META-INF/encryption.xml" in parts and "META-INF/rights.xml" in parts:
        raise Unreadable("the e-book is protected against copying")
    package = next((one.get("full-path", "") for one in parts.xml(_CONTAINER).iter() if local(one) == "rootfile"), "")
    root = parts.xml(package)
    bodies = "".join(_body(parts.read(name)) for name in _chapters(root, posixpath.dirname(package)) if name in parts)
    return Record("", f"<html><body>{bodies}</body></html>", "html", dict(_about(root)))


def _about(root: Any) -> Iterator[tuple[str, str]]:
    seen = set()
    for one in root.iter():
        name = _KNOWN.get(local(one), "")
        if name and name not in seen and etree.QName(one).namespace == "http://purl.org/dc/elements/1.1/" and one.text and one.text.strip():
            seen.add(name)
            yield name, " ".join(one.text.split())


def _chapters(root: Any, folder: str) -> Iterator[str]:
    """Yield the names of the parts that are pages, in reading order."""
    items = {one.get("id"): one for one in root.iter() if local(one) == "item"}
    for reference in root.iter():
        item = items.get(reference.get("idref")) if local(reference) == "itemref" else None
        if item is not None and item.get("media-type") in _PAGES:
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _body(data: bytes) -> str:
    """Return what stands in the body of a chapter, as HTML."""
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True)) if data.strip() else None
    body = root.find("body") if root is not None else None
    if body is None:
        return ""
    body.tag = "div"
    return str(etree.tostring(body, encoding="unicode", method="html", with_tail=False))
