"""Changes of natural text that were read and judged: the right ones are still made, the wrong ones are not.

One line of `natural_changes.jsonl` is one change with a little of the text around it; `source` is the text of the public
data that `scripts/bench.py normalise` names.  `verdict`: "right", "wrong", or "left": right, but of a kind that is wrong too
often, and so left to suggestions.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from curate.cleaners import encoding, entities, spelling, typography, whitespace, wrapping
from curate.cleaners.context import Context
from curate.config import Config
from curate.ledger.draft import Draft
from curate.rules.registry import packs_for
from curate.text.document import Document

CLEANERS = {"spelling": (spelling,), "typography": (typography,), "whitespace": (whitespace,), "encoding": (encoding, entities)}
TABLE = Path(__file__).parent / "natural_changes.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in TABLE.read_text("utf-8").split("\n") if line] if TABLE.exists() else []
REST = " and so it went on, for all of that day and for most of the next, as people say who were there at the time."


def proposals(row: dict[str, Any]) -> set[tuple[int, str, str]]:
    """What is proposed under the rule, for the context with a sentence after it that makes it running text."""
    text = row["before"] + row["change"][0] + row["after"]
    text += REST if row["rule"] in ("typography.space-before-comma", "whitespace.doubled-space") else ""
    context = Context(Document("t", text, "text"), row["language"], Config(), packs_for(row["language"]))
    if row["rule"] in ("typography.hard-wrap", "typography.line-end-hyphen"):  # the paragraph is too long for a table
        edits = list(wrapping.join_lines(text, (0, len(text)), row["language"]))
        return {(edit.start, edit.before, edit.after) for edit in edits if edit.rule == row["rule"]}
    edits = [edit for cleaner in CLEANERS[row["rule"].partition(".")[0]] for edit in cleaner.propose(Draft(text), context)]
    return {(edit.start, edit.before, edit.after) for edit in edits if edit.rule == row["rule"]}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}-{row['source']}")
def test_what_is_right_is_changed_and_what_is_wrong_is_not(row: dict[str, Any]) -> None:
    made = (len(row["before"]), *row["change"]) in proposals(row)
    assert made == (row["verdict"] == "right")


def test_contexts_are_short_and_no_rule_is_without() -> None:
    assert all(len(row["before"] + row["change"][0] + row["after"]) <= 110 for row in ROWS)
    assert Counter(row["verdict"] for row in ROWS)["wrong"] >= 10
