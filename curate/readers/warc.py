"""Read WARC and WET: each response, resource and conversion is a record; its key is its WARC-Record-ID.

This module finds the records itself, because fastwarc and warcio both stop
silently where a file is truncated: they gave 889 of 1,777 records and no error.
fastwarc parses the HTTP responses.
"""

from __future__ import annotations

import io
import mimetypes
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from curate.config import Fields
from curate.errors import Unreadable, UsageError
from curate.readers.decode import decode
from curate.readers.html_detection import looks_like_html
from curate.readers.http_payload import correct_encodings, inflate
from curate.readers.record import RawRecord, Record, clean_key, find_declared_charset

_MAX_RECORD_BYTES = 50_000_000  # of a record
_MAX_HEAD_BYTES = 1_000_000  # of the headers of a record
_LENGTH = re.compile("[0-9]{1,18}")
_HEAD_END = re.compile(rb"\n[ \t\r\v\f]*+\n")  # a blank line
_SKIPPED_TYPES = ("warcinfo", "request", "metadata", "continuation")


def split_records(file: BinaryIO) -> Iterator[RawRecord]:
    """Yield the records that hold documents, with their headers; records about the crawl itself are skipped."""
    number = 0
    while line := file.readline(_MAX_HEAD_BYTES):
        if not line.strip():
            continue
        number += 1
        if not line.startswith(b"WARC/"):
            yield Unreadable(f"record {number}: does not begin with WARC/; what stands before the next one is lost")
            while line and not line.startswith(b"WARC/"):
                line = file.readline(_MAX_HEAD_BYTES)
            if not line:
                return
        head = _read_head(line, file, number)
        headers = _parse_headers(head)
        kind, url = headers.get("warc-type", ""), headers.get("warc-target-uri", "")
        length = int(headers["content-length"]) if _LENGTH.fullmatch(headers.get("content-length", "")) else None
        if length is None:
            yield Unreadable(f"record {number} ({url}): does not say how long it is; what stands before the next one is lost")
            continue
        block = file.read(length) if length <= _MAX_RECORD_BYTES else _skip_bytes(file, length)
        if len(block) < length and length <= _MAX_RECORD_BYTES:
            raise Unreadable(f"record {number} ({url}): cut off after {len(block):,} of {length:,} bytes; fetch the file anew")
        if kind in _SKIPPED_TYPES:
            continue
        if length > _MAX_RECORD_BYTES:
            yield Unreadable(f"record {number} ({url}): more than {_MAX_RECORD_BYTES // 1_000_000} MB")
            continue
        if _is_http(headers):
            _import_fastwarc()
        yield head + block


def _read_head(line: bytes, file: BinaryIO, number: int) -> bytes:
    """Return the headers of a record, of which `line` has been read; raise Unreadable if they do not end."""
    lines, size = [line], len(line)
    while line := file.readline(_MAX_HEAD_BYTES):
        lines.append(line)
        size += len(line)
        if not line.strip():
            return b"".join(lines)
        if size > _MAX_HEAD_BYTES:
            raise Unreadable(f"record {number}: headers of more than {_MAX_HEAD_BYTES // 1_000_000} MB; it is no WARC")
    raise Unreadable(f"record {number}: cut off within its headers; fetch the file anew")


def _parse_headers(head: bytes) -> dict[str, str]:
    """Return the header fields by their names in lower case."""
    lines = head.decode("utf-8", "replace").replace("\r\n ", " ").replace("\r\n\t", " ").splitlines()[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _skip_bytes(file: BinaryIO, length: int) -> bytes:
    """Read past a block without keeping it in memory; return nothing."""
    while length > 0 and (read := len(file.read(min(length, 1 << 20)))):
        length -= read
    return b""


def parse_record(raw: bytes, _names: Fields) -> Record:
    """Return the document of a record; raise Unreadable, with the reason, if it holds none."""
    head_end = _HEAD_END.search(raw)
    if not head_end:
        raise Unreadable("a record whose headers do not end; fetch the file anew")
    headers, block = _parse_headers(raw[: head_end.end()]), raw[head_end.end() :]
    kind, url = headers.get("warc-type", ""), headers.get("warc-target-uri", "").strip("<>")
    if kind == "revisit":
        raise Unreadable(f"{url}: a revisit, which holds no text: the page had not changed since an earlier record")
    content_type, charset, body = _parse_response(raw, url) if _is_http(headers) else (headers.get("content-type", ""), "", block)
    content_type = content_type.partition(";")[0].strip().lower()
    is_html = "html" in content_type or (content_type in ("", "application/octet-stream") and looks_like_html(body))
    if not is_html and content_type not in ("text/plain", "text/markdown", "application/octet-stream", ""):
        raise Unreadable(f"{url}: {_describe_type(content_type)}, not text")
    decoded = decode(body, charset or (find_declared_charset if is_html else ""))
    metadata = {"url": url, "date": headers.get("warc-date", ""), "encoding": {"codec": decoded.codec, "evidence": decoded.evidence}}
    language = headers.get("warc-identified-content-language", "")
    if language:
        metadata["language"] = language
    key = headers.get("warc-record-id", "").strip("<>").removeprefix("urn:uuid:")
    return Record(clean_key(key), decoded.text, "html" if is_html else "text", {name: value for name, value in metadata.items() if value})


def _describe_type(content_type: str) -> str:
    """Return a content type that is a common one; others are not repeated, because a header may say anything."""
    return content_type if content_type in mimetypes.types_map.values() else "another type"


def _is_http(headers: Mapping[str, str]) -> bool:
    return headers.get("warc-type") == "response" and headers.get("warc-target-uri", "").strip("<").lower().startswith("http")


def _parse_response(raw: bytes, url: str) -> tuple[str, str, bytes]:
    """Return the content type, the charset and the body of an HTTP response."""
    raw, is_deflated = correct_encodings(raw)
    records = _import_fastwarc().ArchiveIterator(io.BytesIO(raw), parse_http=True, auto_decode="all")
    try:
        record = next(iter(records), None)
        body = record.reader.read(_MAX_RECORD_BYTES + 1) if record is not None else b""
        body = inflate(body, _MAX_RECORD_BYTES + 1) if is_deflated else body
    except (OSError, ValueError, EOFError):
        raise Unreadable(f"{url}: an HTTP response that cannot be read") from None
    if record is None or record.http_headers is None:
        raise Unreadable(f"{url}: no HTTP response, though it says so")
    status = record.http_headers.status_code
    if status is not None and not 200 <= status < 300:
        raise Unreadable(f"{url}: HTTP status {status}, no page")
    if len(body) > _MAX_RECORD_BYTES:
        raise Unreadable(f"{url}: unpacks to more than {_MAX_RECORD_BYTES // 1_000_000} MB")
    return record.http_content_type or "", record.http_charset or "", body


def _import_fastwarc() -> Any:
    try:
        from fastwarc import warc
    except ImportError:
        raise UsageError("to read WARC, fastwarc is needed; pip install 'curate-corpus[warc]'") from None
    return warc
