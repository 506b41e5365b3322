"""How likely a person is to regret an edit, and why: the order in which to look at edits."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from curate.audit.filters import is_doubtful
from curate.ledger.edits import Edit

_LONG, _VERY_LONG = 15, 40  # words
_CACHED = 200  # characters; shorter texts often recur on many pages
_QUOTATION = re.compile(r"[“„«»”‹]\S|\"\w|‚\w")
_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?…][”“\"»«]?\s*$")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][\w'’-]*[.,:;!?]?")
_WEIGHTS = {
    "low confidence": 0.0,  # already in the score
    "very long": 0.35,
    "long": 0.2,
    "quotation": 0.15,
    "heading": 0.15,
    "running text": 0.1,
    "number": 0.05,
    "name": 0.1,
}


def score_risk(edit: Edit) -> tuple[float, tuple[str, ...]]:
    """Return the risk of an edit, from 0 to 1 and rounded, and the grounds for it in words.

    The score is a guess from the form of the removed text, good for sorting.  Do
    not use it to measure how much was lost.  An edit that rewrites or tidies has
    no grounds but its low confidence.
    """
    words = len(edit.before.split())
    grounds: tuple[str, ...] = ("low confidence",) if is_doubtful(edit) else ()
    if len(edit.after.split()) * 2 < words:
        grounds += (_cached_grounds if len(edit.before) < _CACHED else _find_grounds)(edit.before, words)
    score = 1 - edit.confidence + sum(_WEIGHTS[ground] for ground in grounds)
    return round(min(1.0, score), 3), grounds


def _find_grounds(text: str, words: int) -> tuple[str, ...]:
    applies = {
        "very long": words >= _VERY_LONG,
        "long": _LONG <= words < _VERY_LONG,
        "quotation": words > 2 and bool(_QUOTATION.search(text)),
        "heading": bool(_HEADING.search(text)),
        "running text": words >= 8 and bool(_SENTENCE_END.search(text)),
        "number": bool(_DIGIT.search(text)),
        "name": words > 2 and any(map(_has_name, text.split("\n"))),
    }
    return tuple(ground for ground, is_given in applies.items() if is_given)


_cached_grounds = lru_cache(4_096)(_find_grounds)


def _has_name(line: str) -> bool:
    """Do two capitalised words follow each other after the first word of the line?"""
    return any(
        first[0].isupper() and first[-1].isalnum() and second[0].isupper() and not (first.isupper() or second.isupper())
        for first, second in pairwise(_WORD.findall(line)[1:])
    )
