"""Make white space visible where it matters: at the ends of a changed text."""

from __future__ import annotations

_SIGNS = str.maketrans({" ": "␣", "\t": "⇥", "\r": "␍", "\n": "⏎", "\u00a0": "⍽"})


def show_whitespace(text: str) -> str:
    """Return the text with a sign for each white space at its ends.

    >>> show_whitespace(" two words\\n")
    '␣two words⏎'
    """
    start = len(text) - len(text.lstrip())
    end = max(start, len(text.rstrip()))
    return text[:start].translate(_SIGNS) + text[start:end] + text[end:].translate(_SIGNS)
