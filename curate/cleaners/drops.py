"""Drops: what a person wants to have removed."""

from __future__ import annotations

from collections.abc import Iterator

from curate.cleaners.context import Context
from curate.decisions import DROP_RULE
from curate.decisions.rulings import select_drops
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.rules.registry import all_rules


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose what is left of each span that a drop names, its note for a reason."""
    spans = {draft.map_to_text(one.start, one.end): one.decision for one in select_drops(context.rulings)}
    done = 0  # two drops may share a part
    for (start, end), decision in sorted(spans.items(), key=lambda item: item[0]):
        start = max(start, done)
        if start < end:
            done = end
            yield Edit(start, end, draft.text[start:end], "", DROP_RULE, decision.note or all_rules()[DROP_RULE].reason)
