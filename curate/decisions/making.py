"""New decisions, from an edit or a place that a person points at."""

from __future__ import annotations

from curate.decisions import Decision
from curate.decisions.anchors import context, find
from curate.errors import UsageError
from curate.ledger.edits import Edit
from curate.text.segment import find_removal_spans, segment


def restore(document: str, source: str, edit: Edit, note: str = "") -> Decision:
    """Return the decision that takes back `edit`; raise UsageError if its place could not be told again."""
    return _anchored("restore", document, source, (edit.start, edit.end), edit.rule, note)


def drop(document: str, source: str, span: tuple[int, int], note: str = "") -> Decision:
    """Return the decision that takes out a span of the source; raise UsageError if it could not be told again."""
    return _anchored("drop", document, source, span, "", note)


def passage_at(source: str, offset: int) -> tuple[int, int]:
    """Return the span that goes when the passage at `offset` goes: the passage, less the blank line that others need."""
    spans = segment(source)
    index = next(i for i, (_, end) in enumerate(spans) if offset < end)
    found = find_removal_spans(source, spans, {index})
    return found[0][1] if found else spans[index]


def _anchored(action: str, document: str, source: str, span: tuple[int, int], rule: str, note: str) -> Decision:
    start, end = span
    decision = Decision(action, document, source[start:end], *context(source, start, end), rule, note)
    found = find(source, decision)
    if isinstance(found, str):
        raise UsageError(f"{document}:{start}: {found}; decide about a longer span")
    return decision
