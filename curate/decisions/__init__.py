"""Decisions: the restores and drops of people, kept in `decisions.toml` and applied in each run.

A restore takes edits back; a drop removes text that the rules left.  Both are anchored by their text and the
text around it in the source, not by offsets, so that they survive changes of seeds and rules.
"""

from __future__ import annotations

from dataclasses import dataclass

DROP_RULE = "decision.drop"  # the rule id of the edits that drops make
ACTIONS = ("restore", "drop")


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of `decisions.toml`.

    `text` is a span of the document's source text; `before` and `after` are up to 40 code points on each side
    of it.  `rule` is the rule of the edit that a restore takes back.  A restore without a rule leaves the span
    exactly as it is in the source.
    """

    action: str  # restore, drop
    document: str
    text: str
    before: str = ""
    after: str = ""
    rule: str = ""
    note: str = ""
