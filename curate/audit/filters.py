"""Choose edits: by rule, by category, by doubt."""

from __future__ import annotations

from collections.abc import Iterable

from curate.ledger.edits import Edit
from curate.rules.registry import category_of

DOUBTFUL = 0.6  # highest confidence of a doubtful edit


def is_doubtful(edit: Edit) -> bool:
    """Should a person look at this edit?  Only the judge's own opinion supports it."""
    return edit.confidence <= DOUBTFUL


def select_edits(edits: Iterable[Edit], rule: str, category: str) -> tuple[Edit, ...]:
    """Return the edits of this rule and category; an empty name means any."""
    return tuple(e for e in edits if rule in ("", e.rule) and category in ("", category_of(e.rule)))
