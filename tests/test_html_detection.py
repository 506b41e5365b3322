"""HTML is told by what it is, wherever it comes from; text about HTML stays text."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

import curate
from curate.config import Fields
from curate.readers import looks_like_html, read_document
from curate.readers.warc import parse_record

PAGE = "<!DOCTYPE html><html><body><p>The ferry leaves at six.</p></body></html>"


@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        "<!-- saved from the web -->\n" + PAGE,
        "\ufeff\n<?xml version='1.0'?>\n<html><p>a</html>",
        "<p>Guten Morgen!</p>",
        "<div class='post'>\n<p>Bonjour.</p>\n</div>\n",
        "<body><p>早上好。</p></body>",
    ],
)
def test_pages_and_pieces_of_pages_are_html(text: str) -> None:
    assert looks_like_html(text) and looks_like_html(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "<p> begins a paragraph, </p> ends it.",
        "Write <b>bold</b> for what matters.",
        "<Eva> Are you there?\n<Tom> Yes.\n",
        "<p>A first line with a tag.</p>\nThen much that has none.\nAnd more of it.\n<br>",
        "a < b > c",
        "",
    ],
)
def test_text_that_mentions_tags_is_text(text: str) -> None:
    assert not looks_like_html(text)


def test_a_page_in_a_text_file_is_read_as_one_and_says_so() -> None:
    document = read_document("a.txt", PAGE.encode())
    assert document.source == "The ferry leaves at six.\n"
    assert "HTML" in document.metadata["format_evidence"]
    assert "format_evidence" not in read_document("a.html", PAGE.encode()).metadata


@pytest.mark.parametrize("field", ["text", "content", "body"])
def test_markup_in_a_field_of_text_is_read_as_markup(field: str, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    record = {"id": "1", field: "<p>Guten Morgen &amp; <a href=/x>willkommen</a></p><p>Es regnet.</p>"}
    (tmp_path / "seeds" / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    curate.run(tmp_path)
    (document,) = curate.open_corpus(tmp_path / "cleaned")
    assert document.text == "Guten Morgen & willkommen\n\nEs regnet.\n"


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


CODINGS: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "chunks that are none any more": (b"Transfer-Encoding: chunked", bytes),
    "gzip that is unpacked": (b"Content-Encoding: gzip", bytes),
    "deflate that is unpacked": (b"Content-Encoding: deflate", bytes),
    "deflate with its frame": (b"Content-Encoding: deflate", zlib.compress),
    "deflate without its frame": (b"Content-Encoding: deflate", _deflate),
    "chunks": (b"Transfer-Encoding: chunked", lambda body: b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)),
}


@pytest.mark.parametrize(("header", "encode"), CODINGS.values(), ids=CODINGS)
def test_a_response_is_read_whatever_its_headers_say(header: bytes, encode: Callable[[bytes], bytes]) -> None:
    pytest.importorskip("fastwarc")
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + header + b"\r\n\r\n" + encode(PAGE.encode())
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nContent-Type: application/http; msgtype=response\r\n"
    )
    assert parse_record(head + b"Content-Length: %d\r\n\r\n" % len(block) + block, Fields()).data == PAGE
