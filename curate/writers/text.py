"""Plain text in UTF-8, the same characters as in the cleaned text."""

from __future__ import annotations

from pathlib import PurePosixPath

_TEXT = (".txt", ".text", ".md")


def path(seed: str) -> str:
    """Return where a cleaned seed lies: a.txt -> a.txt, a.html -> a.html.txt."""
    return seed if PurePosixPath(seed).suffix.lower() in _TEXT else f"{seed}.txt"


def write(text: str) -> bytes:
    """Return the text as bytes."""
    return text.encode("utf-8")
