"""New decisions, about an edit or a place that a person points at."""

from __future__ import annotations

from curate.decisions import Decision
from curate.decisions.anchors import extract_context, find_span
from curate.errors import UsageError
from curate.ledger.edits import Edit
from curate.text.segment import find_removal_spans, segment


def create_restore(document: str, source: str, edit: Edit, note: str = "") -> Decision:
    """Return the decision that takes back an edit; raise UsageError if its span could not be found again."""
    return _create_decision("restore", document, source, (edit.start, edit.end), edit.rule, note)


def create_drop(document: str, source: str, span: tuple[int, int], note: str = "") -> Decision:
    """Return the decision that removes a span of the source; raise UsageError if the span could not be found again."""
    return _create_decision("drop", document, source, span, "", note)


def find_passage_at(source: str, offset: int) -> tuple[int, int]:
    """Return the span to remove in order to remove the passage at `offset`.

    Without the blank line that has to stay between the passages around it.
    """
    spans = segment(source)
    index = next(i for i, (_, end) in enumerate(spans) if offset < end)
    removal_spans = find_removal_spans(source, spans, {index})
    return removal_spans[0][1] if removal_spans else spans[index]


def _create_decision(action: str, document: str, source: str, span: tuple[int, int], rule: str, note: str) -> Decision:
    start, end = span
    decision = Decision(action, document, source[start:end], *extract_context(source, start, end), rule, note)
    place = find_span(source, decision)
    if isinstance(place, str):
        raise UsageError(f"{document}:{start}: {place}; decide about a longer span")
    return decision
