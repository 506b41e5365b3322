"""Normalise a passage for the comparison with phrases and patterns: one line, without its list mark."""

from __future__ import annotations

import re

MAX_TRAILING = 40  # characters at the end that folding strips
_LIST_MARK = r"(?:[-–—*•·▪►▶»›>|#+→←↑↓✓✕×]+|\(?\d{1,2}[.)])"
_LEADING = re.compile(rf"^(?:{_LIST_MARK}\s+|[»›>|→←↑↓▶►#•・■◆●▼▲]+\s*)*")
_TRAILING = re.compile(rf"[\s.:!?…»›>|→←↑↓▶►•✕×+。：！？؟।-]{{1,{MAX_TRAILING}}}$")

# variants of one letter: apostrophes; the Turkish i and its capitals; Greek accents, which capitals lack; the Russian yo; the
# hamza and the vowel signs of Arabic
_IGNORED = "\u0307\u0640" + "".join(map(chr, range(0x64B, 0x653)))
_VARIANTS = str.maketrans(dict(zip("’ʼıάέήίόύώёأإآى", "''iαεηιουωеاااي", strict=True)) | dict.fromkeys(_IGNORED))


def fold_passage(passage: str) -> str:
    """Return the form in which passages and phrases are compared: one line, no case, no list mark, no final punctuation.

    >>> fold_passage("  2. Zur Hauptnavigation springen »")
    'zur hauptnavigation springen'
    """
    return fold_line(strip_list_mark(passage))


def fold_line(line: str) -> str:
    """Return a line without case, final punctuation and letter variants; wrong for a line that still has its list mark."""
    return _TRAILING.sub("", line).casefold().translate(_VARIANTS)


def strip_list_mark(passage: str) -> str:
    """Return the passage as one line without the list mark or heading mark before it."""
    return strip_line_mark(join_lines(passage))


def join_lines(passage: str) -> str:
    """Return the passage as one line with single spaces."""
    return " ".join(passage.split())


def strip_line_mark(line: str) -> str:
    """Return a line without its list mark or heading mark; a line of nothing but marks stays as it is."""
    return line[m.end() :] if (m := _LEADING.match(line)) and m.end() < len(line) else line
