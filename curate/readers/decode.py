"""Decode bytes to text, and say what the encoding was inferred from.

In this order: a byte order mark; the escapes of ISO-2022; UTF-16 without a mark,
by the scripts that its characters belong to; strict UTF-8; the charset that the
file declares, if it decodes without signs of a wrong charset, a few damaged
bytes apart; UTF-8 with a few damaged bytes, or with lines of Windows-1252;
chardet's guess.  If all fail, the seed is quarantined.  No character is dropped:
a byte order mark stays as U+FEFF, which an edit removes later; each damaged byte
becomes U+FFFD, which the audit reports.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from curate.errors import Unreadable
from curate.readers.wide_encodings import decode_by_escapes, decode_unmarked_utf16

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC_BYTES = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a zip archive or office document"), (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"), (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xff\xd8\xff", "a JPEG image"), (b"\x89PNG", "a PNG image"), (b"GIF8", "a GIF image"), (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"), (b"\xd0\xcf\x11\xe0", "an old office document"), (b"PAR1", "a Parquet file"),
)  # fmt: skip
_SUPERSETS = {  # codecs by those that they contain, as browsers decode these
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "euc_kr": "cp949", "shift_jis": "cp932", "iso8859-9": "cp1254",
    "tis-620": "cp874",
}  # fmt: skip
_WIDE_CODECS = ("gb18030", "cp950", "cp949", "cp932", "euc_jp")  # of several bytes a character: one damaged byte damages one
_C1_CONTROLS = re.compile("[\x80-\x9f]")
_MIN_INTACT_PER_DAMAGED = 20  # intact characters beyond ASCII for each damaged byte; text in another encoding has almost none
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# Windows-1252 as it is written: letters of western languages, typographic signs; not what damaged UTF-8 looks like
_LIKELY_WESTERN = re.compile("[\x00-\x7fäöüßÄÖÜàâçéèêëîïôùûœæñáíóúìòõãåøÅØÉÈÀÇÑÁÓÚý“”„‚‘’–—…€§°«»·•¿¡\xa0]*")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_FEW = 10  # bytes beyond ASCII
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\x0b\x0c\x1b")
_SAMPLE_BYTES = 65_536  # enough to distinguish binary data from text


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, the codec that decoded it, and the evidence for that codec."""

    text: str
    codec: str
    evidence: str  # mark, escapes, utf-16, utf-8, declared, damaged, mixed or guessed


def decode(data: bytes, declared: str | Callable[[bytes], str] = "") -> DecodedText:
    """Return the text of `data`; raise Unreadable, with the reason, if it is binary or in no known encoding.

    `declared` is the charset that the file declares, for example in a meta
    element, or a function that finds it, which is called only if needed.  Wrong
    for text in several encodings: all of it is decoded by one.
    """
    if found := decode_by_escapes(data):
        return DecodedText(*found)
    _refuse_binary(data)
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return DecodedText(_decode_strictly(data, codec, "its byte order mark"), codec, "mark")
    if b"\0" in data[:_SAMPLE_BYTES] and (found := decode_unmarked_utf16(data)):
        return DecodedText(*found)
    try:
        return DecodedText(data.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError:
        pass
    if found := decode_unmarked_utf16(data):
        return DecodedText(*found)
    charset = declared if isinstance(declared, str) else declared(data)
    return _decode_as_declared(data, charset) or _decode_mixed(data) or _decode_damaged_utf8(data) or _decode_by_guess(data)


def _decode_strictly(data: bytes, codec: str, source: str) -> str:
    """Return the text; raise Unreadable, naming the source of the codec, if it does not decode."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise Unreadable(f"not {codec}, as {source} says (byte {error.start}); save it as UTF-8") from None


def _decode_as_declared(data: bytes, declared: str) -> DecodedText | None:
    """Return the text in the declared charset, or None if that is unknown or visibly wrong."""
    try:
        codec = codecs.lookup(declared).name
        codec = _SUPERSETS.get(codec, codec)
        text = data.decode(codec, "replace" if codec in _WIDE_CODECS else "strict")
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    if damaged := text.count("\ufffd"):
        intact = len(text) - damaged - len(text.encode("ascii", "ignore"))
        return DecodedText(text, codec, "damaged") if intact >= _MIN_INTACT_PER_DAMAGED * damaged else None
    if codec in ("iso8859-1", "ascii"):  # browsers read both as Windows-1252
        codec = "cp1252"
        text = data.decode(codec, "replace")
    return None if _C1_CONTROLS.search(text) or "\ufffd" in text else DecodedText(text, codec, "declared")


def _decode_damaged_utf8(data: bytes) -> DecodedText | None:
    """Return the text of UTF-8 with few damaged bytes, like a character cut in half; None if too many are damaged."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    intact = len(text) - damaged - len(text.encode("ascii", "ignore"))
    return DecodedText(text, "utf-8", "damaged") if intact >= _MIN_INTACT_PER_DAMAGED * damaged else None


def _decode_mixed(data: bytes) -> DecodedText | None:
    """Return the text of UTF-8 with lines of Windows-1252, each line as what it is; None if it is anything else."""
    text, lines = "", {"utf-8": 0, "cp1252": 0}
    for line in data.splitlines(keepends=True):
        try:
            text += line.decode("utf-8")
            lines["utf-8"] += not line.isascii()
        except UnicodeDecodeError:
            if _UTF8_LETTER.search(line):
                return None
            decoded = line.decode("cp1252", "replace")
            if not _LIKELY_WESTERN.fullmatch(decoded):
                return None
            text += decoded
            lines["cp1252"] += 1
    return DecodedText(text, "utf-8", "mixed") if lines["utf-8"] >= lines["cp1252"] else None


def _decode_by_guess(data: bytes) -> DecodedText:
    """Return the text in the encoding that chardet guesses; raise Unreadable if that is visibly wrong."""
    import chardet  # slow to import, and seldom needed

    # its confidence is no probability; instead the guess must decode strictly and without C1 controls
    start = next((match.start() for match in _BEYOND_ASCII.finditer(data)), 0)
    sample = data[max(0, start - 1000) : start + 1_000_000]
    if len(_BEYOND_ASCII.findall(sample)) <= _FEW and _LIKELY_WESTERN.fullmatch(data.decode("cp1252", "replace")):
        return DecodedText(data.decode("cp1252"), "cp1252", "guessed")  # too little for a guess by frequencies
    codec = (chardet.detect(sample)["encoding"] or "").lower()
    try:
        text = data.decode(codec) if codec else "\x80"
    except (LookupError, UnicodeDecodeError):
        text = "\x80"
    if not _C1_CONTROLS.search(text):
        return DecodedText(text, codecs.lookup(codec).name, "guessed")
    raise Unreadable("in no encoding that can be told; save it as UTF-8")


def _refuse_binary(data: bytes) -> None:
    """Raise Unreadable if the data is empty or not text."""
    if not data.strip():
        raise Unreadable("empty; nothing to clean")
    for magic, kind in _MAGIC_BYTES:
        if data.startswith(magic):
            raise Unreadable(f"{kind}, not text; export its text first")
    if any(data.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS):
        return
    sample = data[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 10 > len(sample) and not _looks_like_wide_unicode(sample) and not decode_unmarked_utf16(data):
        raise Unreadable("binary data, not text; remove it or export its text first")


def _looks_like_wide_unicode(sample: bytes) -> bool:
    """Is it UTF-16 or UTF-32 without a byte order mark?  Then many bytes at even, or at odd, offsets are zero."""
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    return max(odd, even) * 5 > len(sample) and min(odd, even) * 20 < len(sample)
