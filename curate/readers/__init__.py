"""From seeds to documents.  One module a format.

A seed is one document, of a format in `READERS`, or holds many, of a format in
`CONTAINERS`, and then each of its records is of a format in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from curate.decode import decode
from curate.document import Document
from curate.errors import Unreadable
from curate.readers import html, jsonl, plain
from curate.readers.record import Container, Record
from curate.readers.record import looks_like_html as looks_like_html

# suffix -> format
SUFFIXES: Mapping[str, str] = {
    "": "text", ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
# format -> from a document's id and its decoded text
READERS: Mapping[str, Callable[[str, str], Document]] = {"text": plain.read, "html": html.read}
# format -> from a file to records
CONTAINERS: Mapping[str, Container] = {"jsonl": jsonl}


def format_of(name: str) -> str:
    """Return the format that a seed's name tells; of one that is not known, its suffix."""
    suffix = PurePosixPath(name).suffix.lower()
    return SUFFIXES.get(suffix, suffix)


def is_container(name: str) -> bool:
    """Does a seed of this name hold many documents?"""
    return format_of(name) in CONTAINERS


def read(name: str, data: bytes, format: str = "") -> Document:
    """Return the one document of the seed `name` with the bytes `data`.

    The format is told by the name unless `format` says it.  Raises Unreadable,
    with the reason, for what cannot become text.
    """
    format = format or format_of(name)
    if format in CONTAINERS:
        raise Unreadable("it holds many documents; `curate add` it to a project")
    return document(name, Record("", data, format))


def document(id: str, record: Record) -> Document:
    """Return a record as a document; raise Unreadable, with the reason, if it cannot become text.

    What the record says of itself goes before what its markup says.
    """
    if record.format not in READERS:
        known = " ".join(s for s in SUFFIXES if s)
        raise Unreadable(f"{record.format} is not a format that curate reads ({known}); convert it or remove it")
    text, about = _decoded(record)
    found = READERS[record.format](id, text)
    return replace(found, metadata={**found.metadata, **record.metadata, **about})


def _decoded(record: Record) -> tuple[str, dict[str, Any]]:
    data = record.data
    if isinstance(data, str):
        decode(data.encode("utf-8"))  # refuses what is no text
        return data, {}
    decoded = decode(data, _declared(data) if record.format == "html" else "")
    return decoded.text, {"encoding": {"codec": decoded.codec, "evidence": decoded.evidence}}


def _declared(data: bytes) -> str:
    from bs4.dammit import EncodingDetector  # slow to import

    return EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False) or ""
