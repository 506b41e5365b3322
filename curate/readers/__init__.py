"""From seeds to documents.  One module a format.

A seed is one document, of a format in `READERS` or one in `OPENERS` that leads
there, or holds many, of a format in `CONTAINERS`, and then each of its records
is of a format in the other two.  Any of them may be packed (`packing.py`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from curate.config import Fields
from curate.errors import Unreadable
from curate.readers import archive, delimited, docx, epub, html, jsonl, mhtml, packing, parquet, plain, tei, warc
from curate.readers.decode import decode
from curate.readers.record import Container, Raw, Record, declared
from curate.readers.record import looks_like_html as looks_like_html
from curate.text.document import Document

# suffix -> format
SUFFIXES: Mapping[str, str] = {
    "": "text", ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "mhtml", ".mht": "mhtml",
    ".docx": "docx", ".epub": "epub", ".xml": "tei", ".tei": "tei",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
    ".warc": "warc", ".wet": "warc", ".zip": "zip", ".tar": "tar",
}  # fmt: skip
# format -> from a document's id and its decoded text
READERS: Mapping[str, Callable[[str, str], Document]] = {"text": plain.read, "html": html.read}
# format -> from a file that is one document to a record of a format in READERS
OPENERS: Mapping[str, Callable[[bytes], Record]] = {"mhtml": mhtml.opened, "docx": docx.opened, "epub": epub.opened, "tei": tei.opened}
# what people write and edit: it has passages as pages have, and no furniture of pages
EDITED = ("docx", "epub", "tei")


@dataclass(frozen=True, slots=True)
class _Archive:
    """A kind of archive as a container."""

    split: Callable[[BinaryIO], Iterator[Raw]]
    parse: Callable[[bytes, Fields], Record] = archive.parse


# format -> from a file to records
CONTAINERS: Mapping[str, Container] = {
    "jsonl": jsonl, "csv": delimited, "parquet": parquet, "warc": warc,
    "zip": _Archive(archive.split_zip), "tar": _Archive(archive.split_tar),
}  # fmt: skip
_MOST_BYTES = 500_000_000  # of a packed document, unpacked


def format_of(name: str) -> str:
    """Return the format that a seed's name tells, packed or not; of one that is not known, its suffix."""
    suffix = PurePosixPath(packing.inner(name)[0]).suffix.lower()
    return SUFFIXES.get(suffix, suffix)


def is_container(name: str) -> bool:
    """Does a seed of this name hold many documents?"""
    return format_of(name) in CONTAINERS


def split(name: str, file: BinaryIO) -> Iterator[Raw]:
    """Yield the records of the seed `name`, of a format in `CONTAINERS`, in a stream.

    What cannot be read is yielded as the Unreadable that says why; where the
    rest of the file is lost, that is the last.  Raises UsageError, which says
    what to install, where a format needs a package that is missing.
    """
    try:
        yield from CONTAINERS[format_of(name)].split(packing.unpacked(file, packing.inner(name)[1]))
    except Unreadable as error:
        yield error


def whole(name: str, data: bytes) -> bytes:
    """Return the bytes of a seed that is one document, unpacked; raise Unreadable if they cannot be."""
    suffix = packing.inner(name)[1]
    if not suffix:
        return data
    content = packing.unpacked(io.BytesIO(data), suffix).read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise Unreadable(f"unpacks to more than {_MOST_BYTES // 1_000_000} MB; split it")
    return content


def read(name: str, data: bytes, format: str = "") -> Document:
    """Return the one document of the seed `name` with the bytes `data`.

    The format is told by the name unless `format` says it.  Raises Unreadable,
    with the reason, for what cannot become text.
    """
    format = format or format_of(name)
    if format in CONTAINERS:
        raise Unreadable("it holds many documents; `curate add` it to a project")
    return document(name, Record("", whole(name, data), format))


def document(id: str, record: Record) -> Document:
    """Return a record as a document; raise Unreadable, with the reason, if it cannot become text.

    What the record says of itself goes before what its markup says.
    """
    format = record.format
    if format in OPENERS:
        inside = OPENERS[format](record.data if isinstance(record.data, bytes) else record.data.encode("utf-8"))
        record = replace(inside, metadata={**inside.metadata, **record.metadata})
    if record.format not in READERS:
        known = " ".join(s for s in SUFFIXES if s)
        raise Unreadable(f"{record.format} is not a format that curate reads ({known}); convert it or remove it")
    text, about = _decoded(record)
    found = READERS[record.format](id, text)
    return replace(found, format=format, metadata={**found.metadata, **record.metadata, **about})


def _decoded(record: Record) -> tuple[str, dict[str, Any]]:
    data = record.data
    if isinstance(data, str):
        decode(data.encode("utf-8"))  # refuses what is no text
        return data, {}
    decoded = decode(data, declared if record.format == "html" else "")
    return decoded.text, {"encoding": {"codec": decoded.codec, "evidence": decoded.evidence}}
