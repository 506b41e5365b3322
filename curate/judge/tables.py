"""Build the character tables. Used when training; at run time they are read from the weights."""

from __future__ import annotations

import unicodedata

import numpy as np

from curate.judge.text import COMMA, DIGIT, SIGN, SPACE, STOP, TABLE, UNSPACED, UPPER, WORD, Tables

SENTENCE_ENDS = ".!?…。！？｡।॥؟۔։።"
COMMAS = ",;:،、，；：؛"
# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer; kana, Bopomofo, CJK ideographs.
UNSPACED_RANGES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x3100, 0x312F),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (TABLE - 1, TABLE - 1),
)


def char_class(code: int) -> int:
    """The class bits of one code point."""
    char, category = chr(code), unicodedata.category(chr(code))
    if char in SENTENCE_ENDS:
        return STOP
    if char in COMMAS:
        return COMMA
    if char.isspace():
        return SPACE
    if category[0] == "L" or category in ("Nd", "Nl", "No", "Mn", "Mc") or char == "_":
        unspaced = any(low <= code <= high for low, high in UNSPACED_RANGES)
        return WORD | UPPER * (category == "Lu") | DIGIT * (category == "Nd") | UNSPACED * unspaced
    return SIGN if category[0] in "PS" else 0


def build() -> Tables:
    """Tables for all code points below TABLE, by this Python's Unicode version."""
    classes = np.array([0 if 0xD800 <= code < 0xE000 else char_class(code) for code in range(TABLE)], np.uint8)
    classes[TABLE - 1] = WORD | UNSPACED
    lower = np.arange(TABLE, dtype=np.uint32)
    for code in range(TABLE):
        folded = chr(code).lower()
        if len(folded) == 1 and ord(folded) < TABLE:
            lower[code] = ord(folded)
    return Tables(classes, lower.astype(np.uint64) + np.uint64(1))
