"""Bytes into text, with the evidence for the encoding.

The order: byte order mark; strict UTF-8; the charset that the file declares, if
it decodes without a trace of a wrong guess; UTF-8 with a few damaged bytes;
chardet's guess; else the seed is quarantined.  No character is dropped: even a
byte order mark stays, as U+FEFF, and is removed later by an edit that anyone can
see; each damaged byte becomes U+FFFD, which the audit reports as lost.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from curate.errors import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip archive or office document"), (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"), (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xff\xd8\xff", "a JPEG image"), (b"\x89PNG", "a PNG image"), (b"GIF8", "a GIF image"), (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"), (b"\xd0\xcf\x11\xe0", "an old office document"), (b"PAR1", "a Parquet file"),
)  # fmt: skip
_C1 = re.compile("[\x80-\x9f]")
_SOUND = 20  # characters beyond ASCII for each damaged byte: a text in another encoding has none, or almost none
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\x0b\x0c\x1b")
_SAMPLE = 65_536  # bytes that are enough to tell binary from text


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the codec that gave it, and why that codec."""

    text: str
    codec: str
    evidence: str  # mark, utf-8, declared, damaged or guessed


def decode(data: bytes, declared: str | Callable[[bytes], str] = "") -> Decoded:
    """Return the text of `data`; raise Unreadable with a reason if it has none.

    `declared` is what the file says of itself, in a meta element, say; or what finds that out, asked only where it matters.
    Wrong for text whose parts are in different encodings: it is decoded as one.
    """
    _refuse_binary(data)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data, codec, "its byte order mark"), codec, "mark")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError:
        pass
    return _declared(data, declared if isinstance(declared, str) else declared(data)) or _damaged(data) or _guessed(data)


def _strict(data: bytes, codec: str, promise: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise Unreadable(f"not {codec}, as {promise} says (byte {error.start}); save it as UTF-8") from None


def _declared(data: bytes, declared: str) -> Decoded | None:
    try:
        codec = codecs.lookup(declared).name
        text = data.decode(codec)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    if codec in ("iso8859-1", "ascii"):  # as browsers read them
        codec = "cp1252"
        text = data.decode(codec, "replace")
    return None if _C1.search(text) or "\ufffd" in text else Decoded(text, codec, "declared")


def _damaged(data: bytes) -> Decoded | None:
    """Read UTF-8 with a character cut in half, or a name pasted in from elsewhere, as browsers do."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    sound = len(text) - lost - len(text.encode("ascii", "ignore"))
    return Decoded(text, "utf-8", "damaged") if sound >= _SOUND * lost else None


def _guessed(data: bytes) -> Decoded:
    import chardet  # slow to import, and seldom needed

    # its confidence is no probability: what decodes strictly and without a trace of a wrong guess is taken
    codec = (chardet.detect(data[:1_000_000])["encoding"] or "").lower()
    try:
        text = data.decode(codec) if codec else "\x80"
    except (LookupError, UnicodeDecodeError):
        text = "\x80"
    if not _C1.search(text):
        return Decoded(text, codecs.lookup(codec).name, "guessed")
    raise Unreadable("in no encoding that can be told; save it as UTF-8")


def _refuse_binary(data: bytes) -> None:
    if not data.strip():
        raise Unreadable("empty; nothing to clean")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"{what}, not text; export its text first")
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 10 > len(sample) and not _looks_wide(sample):
        raise Unreadable("binary data, not text; remove it or export its text first")


def _looks_wide(sample: bytes) -> bool:
    """Is it UTF-16 or UTF-32 without a mark?  Then about every second byte is zero, on one side."""
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    return max(odd, even) * 5 > len(sample) and min(odd, even) * 20 < len(sample)
