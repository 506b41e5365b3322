"""Read seeds as documents; one module for each format.

The formats are in three tables.  `READERS`: one document of text or HTML.
`CONVERTERS`: one document that is converted to HTML first.  `CONTAINERS`: many
records, each in a format of the other two.  A seed of any format may be
compressed (`compression.py`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from curate.config import Fields
from curate.errors import Unreadable
from curate.readers import archive, csv_tables, docx, epub, html, jsonl, mhtml, parquet, plain, tei, warc
from curate.readers.compression import open_compressed, split_suffix
from curate.readers.decode import decode
from curate.readers.html_detection import looks_like_html as looks_like_html
from curate.readers.record import TOLD_AS_HTML, Container, RawRecord, Record, find_declared_charset
from curate.text.document import Document

# format by suffix
SUFFIXES: Mapping[str, str] = {
    "": "text", ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "mhtml", ".mht": "mhtml",
    ".docx": "docx", ".epub": "epub", ".xml": "tei", ".tei": "tei",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
    ".warc": "warc", ".wet": "warc", ".zip": "zip", ".tar": "tar",
}  # fmt: skip
# reader by format: (document id, decoded text) -> document
READERS: Mapping[str, Callable[[str, str], Document]] = {"text": plain.read_text, "html": html.read_html}
# converter by format: bytes of a file -> record in a format of READERS
CONVERTERS: Mapping[str, Callable[[bytes], Record]] = {
    "mhtml": mhtml.convert_mhtml, "docx": docx.convert_docx, "epub": epub.convert_epub, "tei": tei.convert_tei,
}  # fmt: skip
# formats that people write in: they have passages as web pages have, but no navigation or advertisements
EDITED_FORMATS = ("docx", "epub", "tei")


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive format as a container."""

    split_records: Callable[[BinaryIO], Iterator[RawRecord]]
    parse_record: Callable[[bytes, Fields], Record] = archive.parse_record


# container by format
CONTAINERS: Mapping[str, Container] = {
    "jsonl": jsonl, "csv": csv_tables, "parquet": parquet, "warc": warc,
    "zip": _Archive(archive.split_zip), "tar": _Archive(archive.split_tar),
}  # fmt: skip
_MAX_BYTES = 500_000_000  # of a compressed document, unpacked


def format_of(name: str) -> str:
    """Return the format of a seed by its name, compressed or not; for an unknown format, its suffix."""
    suffix = PurePosixPath(split_suffix(name)[0]).suffix.lower()
    return SUFFIXES.get(suffix, suffix)


def is_container(name: str) -> bool:
    """Does a seed with this name hold many documents?"""
    return format_of(name) in CONTAINERS


def split_seed(name: str, file: BinaryIO) -> Iterator[RawRecord]:
    """Yield the records of the seed `name`, whose format is in `CONTAINERS`, in a stream.

    A record that cannot be read is yielded as an Unreadable with the reason; it
    is the last if the rest of the file is lost.  Raises UsageError, which says
    what to install, if the format needs a missing package.
    """
    try:
        yield from CONTAINERS[format_of(name)].split_records(open_compressed(file, split_suffix(name)[1]))
    except Unreadable as error:
        yield error


def unpack_document(name: str, data: bytes) -> bytes:
    """Return the decompressed bytes of a seed that is one document; raise Unreadable if it is damaged or too large."""
    suffix = split_suffix(name)[1]
    if not suffix:
        return data
    content = open_compressed(io.BytesIO(data), suffix).read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise Unreadable(f"unpacks to more than {_MAX_BYTES // 1_000_000} MB; split it")
    return content


def read_document(name: str, data: bytes, format: str = "") -> Document:
    """Return the document in the bytes of the seed `name`, whose format is that of its name unless `format` is given.

    Raises Unreadable, with the reason, if it cannot become text or holds many
    documents.
    """
    told = format or format_of(name)
    if told in CONTAINERS:
        raise Unreadable("it holds many documents; `curate add` it to a project")
    return build_document(name, Record("", unpack_document(name, data), told), is_certain=bool(format))


def build_document(id: str, record: Record, is_certain: bool = False) -> Document:
    """Return a record as a document; raise Unreadable, with the reason, if it cannot become text.

    The record's metadata have priority over those in its markup.  Text that is a page is read as one,
    unless its format is certain.
    """
    format = record.format
    if format in CONVERTERS:
        converted = CONVERTERS[format](record.data if isinstance(record.data, bytes) else record.data.encode("utf-8"))
        record = replace(converted, metadata={**converted.metadata, **record.metadata})
    if record.format not in READERS:
        known = " ".join(s for s in SUFFIXES if s)
        raise Unreadable(f"{record.format} is not a format that curate reads ({known}); convert it or remove it")
    text, encoding = _decode_record(record)
    if record.format == "text" and not is_certain and looks_like_html(text):
        record = replace(record, format="html", metadata={**record.metadata, **TOLD_AS_HTML})
        format = "html"
    document = READERS[record.format](id, text)
    return replace(document, format=format, metadata={**document.metadata, **record.metadata, **encoding})


def _decode_record(record: Record) -> tuple[str, dict[str, Any]]:
    """Return the text of a record, and the metadata about its encoding if it was bytes."""
    data = record.data
    if isinstance(data, str):
        decode(data.encode("utf-8"))  # raises if it is no text
        return data, {}
    decoded = decode(data, find_declared_charset if record.format == "html" else "")
    return decoded.text, {"encoding": {"codec": decoded.codec, "evidence": decoded.evidence}}
