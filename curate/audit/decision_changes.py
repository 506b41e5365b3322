"""Find the decisions of people that hold in only one of two revisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curate.audit.word_diff import rest_of_word
from curate.decisions.anchors import extract_context
from curate.ledger.edits import revert
from curate.store.documents import StoredDocument


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """A decision that holds in only one of two revisions; `start` and `end` are offsets of the source text."""

    start: int
    end: int
    description: str


def changed_decisions(past: StoredDocument, now: StoredDocument) -> tuple[DecisionChange, ...]:
    """Return the decisions that hold in only one of two versions of a document; both must have the same source text."""
    old, new = ({_decision_key(one): one for one in stored.metadata.get("decisions", ())} for stored in (past, now))
    source = revert(now.text, now.edits)
    found = []
    for key in sorted(old.keys() ^ new.keys()):
        one = old.get(key) or new[key]
        prefix = "taken back: " if key in old else ""
        text = _quote_words(source, one["start"], one["end"])
        found.append(DecisionChange(one["start"], one["end"], f"{prefix}{one['action']} {text!r}"))
    return tuple(found)


def _decision_key(decision: Mapping[str, Any]) -> tuple[str, int, int, str]:
    return decision["action"], decision["start"], decision["end"], decision.get("rule", "")


def _quote_words(source: str, start: int, end: int) -> str:
    """Return the text of a span, extended to a whole word and cut after 60 characters."""
    left, right = rest_of_word(source[start:end], *extract_context(source, start, end))
    return " ".join((left + source[start:end] + right).split())[:60]
