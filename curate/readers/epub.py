"""Read e-books (.epub): convert the chapters, in reading order, to one page of HTML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from curate.errors import Unreadable
from curate.readers.record import Record
from curate.readers.safe_xml import local_name
from curate.readers.zip_package import ZipPackage

_CONTAINER = "META-INF/container.xml"
_METADATA_FIELDS = {"title": "title", "creator": "author", "date": "date", "language": "language", "rights": "licence"}
_PAGE_TYPES = ("application/xhtml+xml", "text/html")


def convert_epub(data: bytes) -> Record:
    """Return the book as a record of HTML; raise Unreadable if it is no e-book, or copy-protected."""
    book = ZipPackage(data, "e-book")
    if "META-INF/encryption.xml" in book and "META-INF/rights.xml" in book:
        raise Unreadable("the e-book is protected against copying")
    container = book.parse_member(_CONTAINER)
    package = next((element.get("full-path", "") for element in container.iter() if local_name(element) == "rootfile"), "")
    root = book.parse_member(package)
    chapters = (name for name in _iter_chapters(root, posixpath.dirname(package)) if name in book)
    bodies = "".join(_render_body(book.read_member(name)) for name in chapters)
    return Record("", f"<html><body>{bodies}</body></html>", "html", dict(_iter_metadata(root)))


def _iter_metadata(root: Any) -> Iterator[tuple[str, str]]:
    """Yield (name, value) for the first Dublin Core element of each metadata field."""
    seen = set()
    for element in root.iter():
        name = _METADATA_FIELDS.get(local_name(element), "")
        if not name or name in seen or etree.QName(element).namespace != "http://purl.org/dc/elements/1.1/":
            continue
        if element.text and element.text.strip():
            seen.add(name)
            yield name, " ".join(element.text.split())


def _iter_chapters(root: Any, folder: str) -> Iterator[str]:
    """Yield the names of the members that are pages, in reading order."""
    items = {element.get("id"): element for element in root.iter() if local_name(element) == "item"}
    for reference in root.iter():
        item = items.get(reference.get("idref")) if local_name(reference) == "itemref" else None
        if item is not None and item.get("media-type") in _PAGE_TYPES:
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _render_body(data: bytes) -> str:
    """Return the body of a chapter as HTML."""
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True)) if data.strip() else None
    body = root.find("body") if root is not None else None
    if body is None:
        return ""
    body.tag = "div"
    return str(etree.tostring(body, encoding="unicode", method="html", with_tail=False))
