"""Decisions: what a person found wrong in the cleaning, kept in `decisions.toml` and replayed on each run.

A restore takes edits back, a drop takes more out.  Both are anchored by what
they say and what stands around it in the source text, never by offset, so that
they outlive changes of seeds and rules.
"""

from __future__ import annotations

from dataclasses import dataclass

DROP = "decision.drop"  # the rule of edits that a person asked for


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of `decisions.toml`.

    `text` is a span of the document's source text, `before` and `after` up to
    40 code points around it.  `rule` is that of the edit which a restore takes
    back; a restore without one leaves the span exactly as it stands in the
    source.
    """

    action: str  # restore, drop
    document: str
    text: str
    before: str = ""
    after: str = ""
    rule: str = ""
    note: str = ""


ACTIONS = ("restore", "drop")
