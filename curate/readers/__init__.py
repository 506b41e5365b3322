"""From a seed's bytes to documents.  One module a format, in the table `READERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from curate.decode import decode
from curate.document import Document
from curate.errors import Unreadable
from curate.readers import html, plain

# suffix -> format, and format -> from a document's id and its decoded text
SUFFIXES: Mapping[str, str] = {
    "": "text", ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}  # fmt: skip
READERS: Mapping[str, Callable[[str, str], Document]] = {"text": plain.read, "html": html.read}


def read(name: str, data: bytes, format: str = "") -> Iterator[Document]:
    """Yield the documents of the seed `name` with the bytes `data`.

    The format is told by the name unless `format` says it.  Raises Unreadable,
    with the reason, for what cannot become text.
    """
    suffix = PurePosixPath(name).suffix.lower()
    kind = format or SUFFIXES.get(suffix)
    if kind is None:
        known = " ".join(s for s in SUFFIXES if s)
        raise Unreadable(f"{suffix} is not a format that curate reads ({known}); convert it or remove it")
    decoded = decode(data, _declared(data) if kind == "html" else "")
    document = READERS[kind](name, decoded.text)
    encoding = {"codec": decoded.codec, "evidence": decoded.evidence}
    yield replace(document, metadata={**document.metadata, "encoding": encoding})


def looks_like_html(data: bytes) -> bool:
    """Do the bytes begin like a page?  For input without a name."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html"))


def _declared(data: bytes) -> str:
    from bs4.dammit import EncodingDetector  # slow to import

    return EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False) or ""
