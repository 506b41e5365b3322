"""Anchors: finding a span in a source text again by its text and its context, after the source has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from curate.decisions import Decision

Span = tuple[int, int]

CONTEXT_LENGTH = 40  # code points stored on each side
_WINDOW = 2 * CONTEXT_LENGTH  # code points compared in the source, which may have more white space
_MIN_AGREEMENT = 3  # code points on each side that must agree for a restore of a short text
_MIN_UNIQUE_LENGTH = 5  # characters from which a text that occurs once is restored in any context


def extract_context(source: str, start: int, end: int) -> tuple[str, str]:
    """Return the text before and after a span, each up to `CONTEXT_LENGTH` code points."""
    return source[max(0, start - CONTEXT_LENGTH) : start], source[end : end + CONTEXT_LENGTH]


def find_span(source: str, decision: Decision) -> Span | str:
    """Return the span that the decision is about, or one line that says why it cannot be found.

    If its text occurs several times, the place whose context agrees best is taken.  White space may differ.
    A restore may also apply in a changed context; a drop needs the whole context unchanged, because when in
    doubt no text is removed.
    """
    candidates = [(_measure_agreement(source, span, decision), span) for span in _find_candidates(source, decision)]
    if not candidates:
        return "its text does not stand in the document any more"
    best = max(sum(agreement) for agreement, _ in candidates)
    best_candidates = [(agreement, span) for agreement, span in candidates if sum(agreement) == best]
    if len(best_candidates) > 1:
        return f"its text stands in the document {len(best_candidates)} times with the same context"
    agreement, span = best_candidates[0]
    return span if _is_sufficient(agreement, decision) else "its text stands in the document, but in another context"


def _is_sufficient(agreement: tuple[int, int], decision: Decision) -> bool:
    sides = _fold_context(decision)
    if decision.action == "drop":
        return agreement == tuple(map(len, sides))
    is_close = all(agreed >= min(_MIN_AGREEMENT, len(side)) for agreed, side in zip(agreement, sides, strict=True))
    return is_close or len(decision.text.strip()) >= _MIN_UNIQUE_LENGTH


def _find_candidates(source: str, decision: Decision) -> list[Span]:
    """Return the spans with exactly the text of the decision; if there are none, those that differ in white space only."""
    exact = _find_matches(re.escape(decision.text), source, decision)
    return exact or _find_matches(r"\s+".join(map(re.escape, decision.text.split())), source, decision)


def _find_matches(pattern: str, source: str, decision: Decision) -> list[Span]:
    return [span for span in _iter_overlapping(pattern, source) if not _splits_word(source, span, decision)] if pattern else []


def _iter_overlapping(pattern: str, source: str) -> Iterator[Span]:
    """Yield the spans of all matches, overlapping ones too."""
    compiled = re.compile(pattern)
    match = compiled.search(source)
    while match:
        yield match.span()
        match = compiled.search(source, match.start() + 1)


def _splits_word(source: str, span: Span, decision: Decision) -> bool:
    """Does the span begin or end inside a word where the anchored text does not?"""
    start, end = span
    borders = (source[max(0, start - 1) : start + 1], source[end - 1 : end + 1])
    anchored_borders = (decision.before[-1:] + decision.text[:1], decision.text[-1:] + decision.after[:1])
    return any(_is_inside_word(a) and not _is_inside_word(b) for a, b in zip(borders, anchored_borders, strict=True))


def _is_inside_word(border: str) -> bool:
    return len(border) == 2 and border.isalnum()


def _measure_agreement(source: str, span: Span, decision: Decision) -> tuple[int, int]:
    """Return how many code points of the context agree before and after a span; a run of white space counts as one."""
    start, end = span
    before = _fold_whitespace("\0" * (start <= _WINDOW) + source[max(0, start - _WINDOW) : start])
    after = _fold_whitespace(source[end : end + _WINDOW] + "\0" * (end + _WINDOW >= len(source)))
    anchored_before, anchored_after = _fold_context(decision)
    return _common_prefix_length(before[::-1], anchored_before[::-1]), _common_prefix_length(after, anchored_after)


def _fold_context(decision: Decision) -> tuple[str, str]:
    """Return the context of a decision with folded white space; a NUL marks the beginning or the end of the source text.

    The source begins or ends where a side is shorter than `CONTEXT_LENGTH`.
    """
    before, after = decision.before, decision.after
    return (
        _fold_whitespace("\0" * (len(before) < CONTEXT_LENGTH) + before),
        _fold_whitespace(after + "\0" * (len(after) < CONTEXT_LENGTH)),
    )


def _fold_whitespace(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _common_prefix_length(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
