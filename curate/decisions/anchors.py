"""Anchors: a span of a source text, found again by what it says and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from curate.decisions import Decision

Span = tuple[int, int]

CONTEXT = 40  # code points kept on each side
_WIDE = 2 * CONTEXT  # looked at in the source, whose white space may be wider
_NEAR = 3  # code points of them, on each side, that must agree before a letter or two are restored
_ITSELF = 5  # characters from which a text needs no context to be restored where it stands there once


def context(source: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span."""
    return source[max(0, start - CONTEXT) : start], source[end : end + CONTEXT]


def find(source: str, decision: Decision) -> Span | str:
    """Return the span that the decision means, or in words why it cannot be told.

    Of several places that say its text, the one whose context agrees best.
    White space may differ, context too: a restore holds on what is left of
    the text around it.  A drop wants all of its context as it was: in doubt
    nothing goes.
    """
    agreements = [(_agreement(source, span, decision), span) for span in _places(source, decision)]
    if not agreements:
        return "its text does not stand in the document any more"
    best = max(sum(agreement) for agreement, _ in agreements)
    found = [(agreement, span) for agreement, span in agreements if sum(agreement) == best]
    if len(found) > 1:
        return f"its text stands in the document {len(found)} times with the same context"
    agreement, span = found[0]
    return span if _holds(decision, agreement) else "its text stands in the document, but in another context"


def _holds(decision: Decision, agreement: tuple[int, int]) -> bool:
    sides = _sides(decision)
    if decision.action == "drop":
        return agreement == tuple(map(len, sides))
    near = all(agreed >= min(_NEAR, len(side)) for agreed, side in zip(agreement, sides, strict=True))
    return near or len(decision.text.strip()) >= _ITSELF


def _places(source: str, decision: Decision) -> list[Span]:
    """Return where the text stands, word for word; if nowhere, then with other white space."""
    exact = _matches(re.escape(decision.text), source, decision)
    return exact or _matches(r"\s+".join(map(re.escape, decision.text.split())), source, decision)


def _matches(pattern: str, source: str, decision: Decision) -> list[Span]:
    return [span for span in _overlapping(pattern, source) if not _is_torn(source, span, decision)] if pattern else []


def _overlapping(pattern: str, source: str) -> Iterator[Span]:
    compiled = re.compile(pattern)
    found = compiled.search(source)
    while found:
        yield found.span()
        found = compiled.search(source, found.start() + 1)


def _is_torn(source: str, span: Span, decision: Decision) -> bool:
    """Does the span begin or end within a word where the text that was meant does not?"""
    start, end = span
    found = (source[max(0, start - 1) : start + 1], source[end - 1 : end + 1])
    meant = (decision.before[-1:] + decision.text[:1], decision.text[-1:] + decision.after[:1])
    return any(_within_word(a) and not _within_word(b) for a, b in zip(found, meant, strict=True))


def _within_word(pair: str) -> bool:
    return len(pair) == 2 and pair.isalnum()


def _agreement(source: str, span: Span, decision: Decision) -> tuple[int, int]:
    """Return how many code points of the context agree on either side; a run of white space counts as one."""
    start, end = span
    before = _folded("\0" * (start <= _WIDE) + source[max(0, start - _WIDE) : start])
    after = _folded(source[end : end + _WIDE] + "\0" * (end + _WIDE >= len(source)))
    meant = _sides(decision)
    return _common(before[::-1], meant[0][::-1]), _common(after, meant[1])


def _sides(decision: Decision) -> tuple[str, str]:
    """Return the context of a decision; a side that might be longer says that the text begins or ends there."""
    before, after = decision.before, decision.after
    return _folded("\0" * (len(before) < CONTEXT) + before), _folded(after + "\0" * (len(after) < CONTEXT))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _common(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
