"""WARC and WET: one record for each response, resource or converted text, known by its URL and WARC-Record-ID.

Where records begin and end is told here, since fastwarc and warcio both end
without a word where a file is cut off: of 1,777 records they gave 889 and no
error.  What is in an HTTP response is told by fastwarc.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from curate.config import Fields
from curate.errors import Unreadable, UsageError
from curate.readers.decode import decode
from curate.readers.record import Raw, Record, clean_key, declared, looks_like_html

_LONGEST = 50_000_000  # bytes of a record
_HEADERS = 1_000_000  # bytes of its headers
_LENGTH = re.compile("[0-9]{1,18}")
_BLANK = re.compile(rb"\n[ \t\r\v\f]*+\n")  # where headers end
_NO_DOCUMENTS = ("warcinfo", "request", "metadata", "continuation")


def split(file: BinaryIO) -> Iterator[Raw]:
    """Yield the records that hold documents, headers and all; what describes the crawl itself is passed over."""
    number = 0
    while line := file.readline(_HEADERS):
        if not line.strip():
            continue
        number += 1
        if not line.startswith(b"WARC/"):
            yield Unreadable(f"record {number}: does not begin with WARC/ but with {line[:20]!r}; what stands before the next one is lost")
            while line and not line.startswith(b"WARC/"):
                line = file.readline(_HEADERS)
            if not line:
                return
        head = _head(line, file, number)
        headers = _headers(head)
        kind, url = headers.get("warc-type", ""), headers.get("warc-target-uri", "")
        length = int(headers["content-length"]) if _LENGTH.fullmatch(headers.get("content-length", "")) else None
        if length is None:
            yield Unreadable(f"record {number} ({url}): does not say how long it is; what stands before the next one is lost")
            continue
        block = file.read(length) if length <= _LONGEST else _skipped(file, length)
        if len(block) < length and length <= _LONGEST:
            raise Unreadable(f"record {number} ({url}): cut off after {len(block):,} of {length:,} bytes; fetch the file anew")
        if kind in _NO_DOCUMENTS:
            continue
        if length > _LONGEST:
            yield Unreadable(f"record {number} ({url}): more than {_LONGEST // 1_000_000} MB")
            continue
        if _is_http(headers):
            _fastwarc()
        yield head + block


def _head(line: bytes, file: BinaryIO, number: int) -> bytes:
    lines, size = [line], len(line)
    while line := file.readline(_HEADERS):
        lines.append(line)
        size += len(line)
        if not line.strip():
            return b"".join(lines)
        if size > _HEADERS:
            raise Unreadable(f"record {number}: headers of more than {_HEADERS // 1_000_000} MB; it is no WARC")
    raise Unreadable(f"record {number}: cut off within its headers; fetch the file anew")


def _headers(head: bytes) -> dict[str, str]:
    """Return the fields of a head, by their names in lower case."""
    lines = head.decode("utf-8", "replace").replace("\r\n ", " ").replace("\r\n\t", " ").splitlines()[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _skipped(file: BinaryIO, length: int) -> bytes:
    while length > 0 and (read := len(file.read(min(length, 1 << 20)))):
        length -= read
    return b""


def parse(raw: bytes, _names: Fields) -> Record:
    """Return the document of a record; raise Unreadable, with the reason, if it holds none."""
    found = _BLANK.search(raw)
    if not found:
        raise Unreadable("a record whose headers do not end; fetch the file anew")
    at = found.end()
    headers, block = _headers(raw[:at]), raw[at:]
    kind, url = headers.get("warc-type", ""), headers.get("warc-target-uri", "").strip("<>")
    if kind == "revisit":
        raise Unreadable(f"{url}: a revisit, which holds no text: the page had not changed since an earlier record")
    content, charset, body = _response(raw, url) if _is_http(headers) else (headers.get("content-type", ""), "", block)
    content = content.partition(";")[0].strip().lower()
    is_html = "html" in content or (content in ("", "application/octet-stream") and looks_like_html(body))
    if not is_html and content not in ("text/plain", "text/markdown", "application/octet-stream", ""):
        raise Unreadable(f"{url}: {content}, not text")
    decoded = decode(body, charset or (declared if is_html else ""))
    about = {"url": url, "date": headers.get("warc-date", ""), "encoding": {"codec": decoded.codec, "evidence": decoded.evidence}}
    language = headers.get("warc-identified-content-language", "")
    if language:
        about["language"] = language
    key = headers.get("warc-record-id", "").strip("<>").removeprefix("urn:uuid:")
    return Record(clean_key(key), decoded.text, "html" if is_html else "text", {name: value for name, value in about.items() if value})


def _is_http(headers: Mapping[str, str]) -> bool:
    return headers.get("warc-type") == "response" and headers.get("warc-target-uri", "").strip("<").lower().startswith("http")


def _response(raw: bytes, url: str) -> tuple[str, str, bytes]:
    """Return the content type, the charset and the body of an HTTP response."""
    records = _fastwarc().ArchiveIterator(io.BytesIO(raw), parse_http=True, auto_decode="all")
    try:
        record = next(iter(records), None)
        body = record.reader.read(_LONGEST + 1) if record is not None else b""
    except (OSError, ValueError, EOFError) as error:
        raise Unreadable(f"{url}: an HTTP response that cannot be read: {error}") from None
    if record is None or record.http_headers is None:
        raise Unreadable(f"{url}: no HTTP response, though it says so")
    status = record.http_headers.status_code
    if status is not None and not 200 <= status < 300:
        raise Unreadable(f"{url}: HTTP status {status}, no page")
    if len(body) > _LONGEST:
        raise Unreadable(f"{url}: unpacks to more than {_LONGEST // 1_000_000} MB")
    return record.http_content_type or "", record.http_charset or "", body


def _fastwarc() -> Any:
    try:
        from fastwarc import warc
    except ImportError:
        raise UsageError("to read WARC, fastwarc is needed; pip install 'curate-corpus[warc]'") from None
    return warc
