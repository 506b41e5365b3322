"""How likely a removal is to be regretted, and why: the order in which a person should look at them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from curate.ledger.edits import Edit

_LONG, _VERY_LONG = 15, 40  # words
_SHORT = 200  # characters
_QUOTED = re.compile(r"[“„«»”‹]\S|\"\w|‚\w")
_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
_SENTENCE = re.compile(r"[.!?…][”“\"»«]?\s*$")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][\w'’-]*[.,:;!?]?")
_WEIGHTS = {
    "low confidence": 0.0,  # the rule's own doubt says it already
    "very long": 0.35,
    "long": 0.2,
    "quotation": 0.15,
    "heading": 0.15,
    "running text": 0.1,
    "number": 0.05,
    "name": 0.1,
}


def risk(edit: Edit) -> tuple[float, tuple[str, ...]]:
    """Return the risk of an edit, from 0 to 1 and rounded, and the grounds for it in words.

    A guess from the form of what went, for an order of reading; wrong as a
    measure of how much was lost.  What rewrites or tidies has its doubt alone.
    """
    words = len(edit.before.split())
    grounds: tuple[str, ...] = ("low confidence",) if edit.confidence <= 0.6 else ()
    if len(edit.after.split()) * 2 < words:
        grounds += (_known_grounds if len(edit.before) < _SHORT else _grounds)(edit.before, words)
    score = 1 - edit.confidence + sum(_WEIGHTS[ground] for ground in grounds)
    return round(min(1.0, score), 3), grounds


def _grounds(text: str, words: int) -> tuple[str, ...]:
    found = {
        "very long": words >= _VERY_LONG,
        "long": _LONG <= words < _VERY_LONG,
        "quotation": words > 2 and bool(_QUOTED.search(text)),
        "heading": bool(_HEADING.search(text)),
        "running text": words >= 8 and bool(_SENTENCE.search(text)),
        "number": bool(_DIGIT.search(text)),
        "name": words > 2 and any(map(_has_name, text.split("\n"))),
    }
    return tuple(ground for ground, holds in found.items() if holds)


_known_grounds = lru_cache(4_096)(_grounds)  # of what is short, and often alike on many pages


def _has_name(line: str) -> bool:
    """Do two words with a capital follow each other, behind the first word of the line?"""
    return any(
        first[0].isupper() and first[-1].isalnum() and second[0].isupper() and not (first.isupper() or second.isupper())
        for first, second in pairwise(_WORD.findall(line)[1:])
    )
