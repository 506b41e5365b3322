"""Encodings that look like plain ASCII or like no text: ISO-2022, and UTF-16 without a byte order mark."""

from __future__ import annotations

import unicodedata
from collections import Counter

_ESCAPE = b"\x1b"
_JAPANESE, _KOREAN = ("iso2022_jp", "iso2022_jp_2"), ("iso2022_kr",)
_KOREAN_SET = _ESCAPE + b"$)C"
_SAMPLE = 20_000  # characters that are looked at
_WRITTEN = frozenset("LMNPSZ")  # first letters of the categories of characters that texts are made of
_SEPARATORS = frozenset("\n \u3000\u3002\u3001")  # one of them is in every text
_INVISIBLE = frozenset("\n\r\t\u200c\u200d")
_LEAST = 20  # characters: fewer may be anything
_ALPHABETIC, _IDEOGRAPHIC = 0.9, 0.6  # shares of the characters that are of one row of 256, or ideographs and syllables
_NEUTRAL_ROWS = frozenset((0x00, 0x20, 0x30))  # Latin, general and ideographic punctuation
_IDEOGRAPHS = ((0x3040, 0x9FFF), (0xAC00, 0xD7A3))

Found = tuple[str, str, str]  # text, codec, evidence


def decode_by_escapes(data: bytes) -> Found | None:
    """Return the text of ISO-2022-JP and its like, told by the escapes that switch their sets of characters; else None."""
    if _ESCAPE + b"$" not in data or not data.isascii():
        return None
    for codec in _KOREAN if _KOREAN_SET in data else _JAPANESE:
        try:
            return data.decode(codec), codec, "escapes"
        except UnicodeDecodeError:
            continue
    return None


def decode_unmarked_utf16(data: bytes) -> Found | None:
    """Return the text of UTF-16 without a mark, of any script but Latin ones; None if it is not that.

    Read as what it is, nearly all of it is of one script; read with its bytes the other way round, of many.
    """
    if len(data) % 2 or len(data) < 2 * _LEAST:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if _is_of_one_script(text[:_SAMPLE]):
            return text, codec, "utf-16"
    return None


def _is_of_one_script(text: str) -> bool:
    if not _SEPARATORS & set(text) or any(
        unicodedata.category(one)[0] not in _WRITTEN and one not in "\n\r\t\u200c\u200d" for one in set(text)
    ):
        return False
    rows = Counter(ord(one) >> 8 for one in text if ord(one) >> 8 not in _NEUTRAL_ROWS)
    if not rows:
        return False
    ideographs = sum(any(low <= ord(one) <= high for low, high in _IDEOGRAPHS) for one in text)
    top = rows.most_common(1)[0][1]
    is_alphabetic = top >= _ALPHABETIC * rows.total() and top * 2 > len(text)
    return is_alphabetic or ideographs >= _IDEOGRAPHIC * len(text)
