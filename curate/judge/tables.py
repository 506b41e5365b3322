"""Build the character tables. Used when training; at run time they are read from the weights."""

from __future__ import annotations

import unicodedata

import numpy as np

from curate.judge.text import COMMA, DIGIT, SIGN, SPACE, STOP, TABLE, UNSPACED, UNSPACED_RANGES, UPPER, WORD, Tables

SENTENCE_ENDS = ".!?…。！？｡।॥؟۔։።"
COMMAS = ",;:،、，；：؛"


def classify_character(code: int) -> int:
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


def build_tables() -> Tables:
    """Tables for all code points below TABLE, by this Python's Unicode version."""
    classes = np.array([0 if 0xD800 <= code < 0xE000 else classify_character(code) for code in range(TABLE)], np.uint8)
    classes[TABLE - 1] = WORD | UNSPACED
    lower = np.arange(TABLE, dtype=np.uint32)
    for code in range(TABLE):
        folded = chr(code).lower()
        if len(folded) == 1 and ord(folded) < TABLE:
            lower[code] = ord(folded)
    return Tables(classes, lower.astype(np.uint64) + np.uint64(1))
