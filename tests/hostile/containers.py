"""Files of many documents that lie about where these are, or how long."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable

from hostile.made import CLEANED, EITHER, QUARANTINED, SENTENCE, Table, filled

_LINE = json.dumps({"text": SENTENCE}).encode() + b"\n"


def _giant(n: int) -> Iterable[bytes]:
    """A long line between two others; for a million, of a gigabyte."""
    yield _LINE + b'{"text": "'
    yield from filled(b"rain ", n * n // 1_000)
    yield b'"}\n' + _LINE


def parquet_of(rows: int, text: str = SENTENCE, column: str = "text", compression: str = "zstd") -> bytes:
    import pyarrow
    from pyarrow import parquet

    held = io.BytesIO()
    table = pyarrow.table({"id": [str(i) for i in range(rows)], column: [text if rows > 999 else f"{text} {i}" for i in range(rows)]})
    parquet.write_table(table, held, compression=compression)
    return held.getvalue()


def _flipped(data: bytes, at: float, count: int = 40) -> bytes:
    start = int(len(data) * at)
    return data[:start] + bytes(byte ^ 0xFF for byte in data[start : start + count]) + data[start + count :]


def _record(body: bytes, length: object = None, kind: str = "conversion", more: str = "", content: str = "text/plain") -> bytes:
    length = len(body) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://example.org/\r\nContent-Type: {content}\r\n{more}"
    return f"{head}Content-Length: {length}\r\n\r\n".encode() + body + b"\r\n\r\n"


def _response(headers: str, body: bytes) -> bytes:
    return _record(
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body, None, "response", content="application/http"
    )


_TEXT = SENTENCE.encode()
_ODD: tuple[object, ...] = (1, None, [], {}, "", " ", "\0", True, SENTENCE)
_GOOD = _record(_TEXT)
_PAGE = f"<html><body><p>{SENTENCE}</p></body></html>".encode()

INPUTS: Table = {
    # JSON Lines
    "giant-line.jsonl": (CLEANED, _giant),
    "no-line-end.jsonl": (QUARANTINED, lambda n: filled(b"x", n * n // 5_000)),
    "deep.jsonl": (CLEANED, lambda n: _LINE + b"[" * n + b"\n" + b'{"text":' * (n // 8) + b"\n" + _LINE),
    "vast-number.jsonl": (CLEANED, lambda n: _LINE + b'{"text": "a", "id": ' + b"9" * n + b"}\n"),
    "not-a-number.jsonl": (CLEANED, lambda n: b'{"text": "It rained all night.", "date": NaN, "score": -Infinity, "id": 1e999}\n'),
    "halves.jsonl": (EITHER, lambda n: b'{"text": "a half \\ud800 of one"}\n{"text": "' + _TEXT + b'", "id": "\\udfff"}\n'),
    "same-keys.jsonl": (CLEANED, lambda n: b'{"text": "no", "text": "' + _TEXT + b'"}\n'),
    "many-keys.jsonl": (CLEANED, lambda n: json.dumps({"text": SENTENCE} | {f"k{i}": i for i in range(n // 20)}).encode()),
    "odd-ids.jsonl": (
        CLEANED,
        lambda n: b"".join(
            json.dumps({"text": f"{SENTENCE} {i}", "id": id}).encode() + b"\n"
            for i, id in enumerate(("../../up", "a\nb", "\u202ea", "x" * n, "", None, {"a": 1}, ["b"], -1, "#", "a#b:7", "\0", True))
        ),
    ),
    "odd-fields.jsonl": (
        CLEANED,
        lambda n: b"".join(
            json.dumps({"text": f"{SENTENCE} {i}", "url": said, "date": said, "title": said, "author": said, "language": said}).encode()
            + b"\n"
            for i, said in enumerate(("http://[", "http://a:b:c/", 7, [1, [2]], {"a": 1}, "\u202e", "x" * n, "//", "\0", -1e300))
        ),
    ),
    "same-ids.jsonl": (
        CLEANED,
        lambda n: b"".join(json.dumps({"text": f"Line {i} of them.", "id": "1"}).encode() + b"\n" for i in range(n // 100)),
    ),
    "odd-texts.jsonl": (
        CLEANED,
        lambda n: b"".join(json.dumps({"text": t}).encode() + b"\n" for t in _ODD),
    ),
    "no-json.jsonl": (QUARANTINED, lambda n: b"{\n[1]\n3\n'text'\nnull\n" * (n // 50)),
    "not-utf-8.jsonl": (EITHER, lambda n: '{"text": "äöü"}\n'.encode("latin-1") + _LINE),
    "blank-lines.jsonl": (CLEANED, lambda n: b"\n" * n + _LINE),
    "only-blank.jsonl": (QUARANTINED, lambda n: b" \n" * (n // 2)),
    "utf-16.jsonl": (EITHER, lambda n: _LINE.decode().encode("utf-16")),
    "returns.jsonl": (EITHER, lambda n: _LINE.replace(b"\n", b"\r") * 9),
    "gzip-inside.jsonl": (QUARANTINED, lambda n: gzip.compress(_LINE * 9)),
    "noise.ndjson": (QUARANTINED, lambda n: bytes(range(256)) * (n // 256)),
    # tables
    "giant-field.csv": (
        EITHER,
        lambda n: (b"text,id\n", b'"', *filled(b"rain ", n * n // 9_000), b'",1\n', _TEXT.replace(b",", b"") + b",2\n"),
    ),
    "open-quote.csv": (EITHER, lambda n: b'id,text\n1,"' + _TEXT * (n // 100)),
    "quotes.csv": (EITHER, lambda n: b"id,text\n1," + b'"' * n + b"\n"),
    "ragged.csv": (EITHER, lambda n: b"id,text\n" + b"1,a,b,c\n2\n" * (n // 20)),
    "many-columns.csv": (EITHER, lambda n: b",".join(b"c%d" % i for i in range(n // 8)) + b"\n" + b"," * (n // 8) + b"\n"),
    "same-columns.csv": (EITHER, lambda n: b"text,text,text\na,b,c\n"),
    "zeros.csv": (EITHER, lambda n: b"id,text\n1,a\0b\n"),
    "no-rows.csv": (QUARANTINED, lambda n: b"id,text\n"),
    "no-text.csv": (QUARANTINED, lambda n: b"id,price\n1,2\n"),
    "noise.csv": (QUARANTINED, lambda n: bytes(range(128, 256)) * (n // 128)),
    # Parquet
    "broken-page.parquet": (EITHER, lambda n: _flipped(parquet_of(900), 0.3)),
    "broken-page-plain.parquet": (EITHER, lambda n: _flipped(parquet_of(900, compression="none"), 0.3)),
    "broken-footer.parquet": (QUARANTINED, lambda n: _flipped(parquet_of(900), 0.99, 8)),
    "broken-head.parquet": (EITHER, lambda n: _flipped(parquet_of(900), 0.001, 60)),
    "cut-off.parquet": (QUARANTINED, lambda n: parquet_of(900)[:-200]),
    "marks-only.parquet": (QUARANTINED, lambda n: b"PAR1" + b"\xff\xff\xff\x7f" + b"PAR1"),
    "no.parquet": (QUARANTINED, lambda n: _TEXT),
    "repeats.parquet": (EITHER, lambda n: parquet_of(max(1_000, n // 50), SENTENCE)),
    "giant-row.parquet": (EITHER, lambda n: parquet_of(1, "rain " * (n * n // 45_000))),
    "no-text.parquet": (QUARANTINED, lambda n: parquet_of(9, column="price")),
    # WARC
    "long-by-lie.warc": (EITHER, lambda n: _GOOD + _record(_TEXT, 10**7) + _GOOD),
    "vast-by-lie.warc": (EITHER, lambda n: _GOOD + _record(_TEXT, 10**18) + _GOOD),
    "short-by-lie.warc": (EITHER, lambda n: _GOOD + _record(_TEXT, 9) + _GOOD),
    "negative.warc": (EITHER, lambda n: _GOOD + _record(_TEXT, -1) + _GOOD),
    "no-number.warc": (EITHER, lambda n: _GOOD + _record(_TEXT, "²") + _record(_TEXT, "9" * 5_000) + _GOOD),
    "no-length.warc": (EITHER, lambda n: _GOOD + _record(_TEXT).replace(b"Content-Length", b"Content-Longth") + _GOOD),
    "long-header.warc": (EITHER, lambda n: _GOOD + _record(_TEXT, more=f"X-Long: {'x' * n * 2}\r\n") + _GOOD),
    "many-headers.warc": (EITHER, lambda n: _GOOD + _record(_TEXT, more="X-One: 1\r\n" * (n // 10)) + _GOOD),
    "folded-headers.warc": (EITHER, lambda n: _GOOD + _record(_TEXT, more="X-One: 1\r\n" + " \r\n" * 5 + " a\r\n" * (n // 10)) + _GOOD),
    "empty-record.warc": (EITHER, lambda n: _record(b"") * (n // 200) + _GOOD),
    "no.warc": (QUARANTINED, lambda n: _TEXT * (n // 100)),
    "headers-only.warc": (QUARANTINED, lambda n: b"WARC/1.0\r\n"),
    "marks.warc": (QUARANTINED, lambda n: b"WARC/1.0\r\n\r\n" * (n // 100)),
    "http-bomb.warc": (EITHER, lambda n: _response("Content-Encoding: gzip\r\n", gzip.compress(b" " * (n * 100))) + _GOOD),
    "http-chunks.warc": (EITHER, lambda n: _response("Transfer-Encoding: chunked\r\n", b"ffffffff\r\n" + _PAGE) + _response("", _PAGE)),
    "http-no-encoding.warc": (EITHER, lambda n: _response("Content-Encoding: gzip, br, klingon\r\n", _PAGE) + _GOOD),
    "no-http.warc": (EITHER, lambda n: _record(_PAGE, None, "response", content="application/http") + _GOOD),
    "odd-url.warc": (EITHER, lambda n: _record(_TEXT).replace(b"http://example.org/", b"file:///etc/passwd") + _GOOD),
    "cut-off.warc.gz": (EITHER, lambda n: gzip.compress(_GOOD) + gzip.compress(_GOOD)[:-20]),
    "broken-member.warc.gz": (EITHER, lambda n: gzip.compress(_GOOD) + _flipped(gzip.compress(_GOOD), 0.5, 4) + gzip.compress(_GOOD)),
}
