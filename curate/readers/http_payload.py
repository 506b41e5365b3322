"""HTTP responses whose headers say of their payload what is not true: crawlers store it decoded, and leave the headers as they came."""

from __future__ import annotations

import re
import zlib

_HEADER = re.compile(rb"(?im)^(Content-Encoding|Transfer-Encoding)(:[ \t]*)([a-z-]+)")
_CHUNK = re.compile(rb"[0-9a-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r?\n", re.I)
_GZIP = b"\x1f\x8b"
_ALIASES = {b"content-encoding": b"X-Content-Coding", b"transfer-encoding": b"X-Transfer-Coding"}  # of the same lengths


def correct_encodings(raw: bytes) -> tuple[bytes, bool]:
    """Return a WARC record with its untrue encodings renamed, so that they are not heeded, and whether its body is deflate.

    An encoding is untrue if the payload does not begin as it would: gzip without its mark, chunks without a length.
    Deflate comes with and without the frame of zlib; it is left to `inflate`.
    """
    blank = re.compile(rb"\r?\n\r?\n")
    warc_end = blank.search(raw)
    http_end = blank.search(raw, warc_end.end()) if warc_end else None
    if not warc_end or not http_end:
        return raw, False
    head, payload = raw[warc_end.end() : http_end.start()], raw[http_end.end() :]
    named = {match[3].lower() for match in _HEADER.finditer(head)}
    is_chunked = b"chunked" in named and _CHUNK.match(payload) is not None
    first = payload[_CHUNK.match(payload).end() :] if is_chunked else payload  # type: ignore[union-attr]
    is_deflated = b"deflate" in named and _inflates(first)
    untrue = {b"deflate"}
    if b"chunked" in named and not is_chunked:
        untrue.add(b"chunked")
    if not first.startswith(_GZIP):
        untrue |= {b"gzip", b"x-gzip"}
    head = _HEADER.sub(lambda match: (_ALIASES[match[1].lower()] if match[3].lower() in untrue else match[1]) + match[2] + match[3], head)
    return raw[: warc_end.end()] + head + raw[http_end.start() :], is_deflated


def inflate(body: bytes, most: int) -> bytes:
    """Return what is deflated, with or without the frame of zlib, up to so many bytes; raise ValueError if it is damaged."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            unpacker = zlib.decompressobj(bits)
            unpacked = unpacker.decompress(body, most)
            return unpacked if unpacker.unconsumed_tail else unpacked + unpacker.flush()
        except zlib.error:
            continue
    raise ValueError("no deflate")


def _inflates(body: bytes) -> bool:
    """Does a body begin as deflate does, and not as text?"""
    if body.lstrip()[:1] == b"<":
        return False
    try:
        return bool(inflate(body[:4096], 4096))
    except ValueError:
        return False
