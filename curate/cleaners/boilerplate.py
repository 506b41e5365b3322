"""Boilerplate: passages, and the ends of passages, that fall under a rule of a pack."""

from __future__ import annotations

from collections.abc import Iterator

from curate.context import Context
from curate.draft import Draft
from curate.edits import Edit
from curate.matching import Match, matcher_for
from curate.rules import Rule
from curate.segment import removals, segment


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the removal of each passage that falls under a rule; of several rules, the first in the pack.

    Wrong for texts *about* web pages: a line that says only "Share this" goes
    wherever it stands.
    """
    if context.config.boilerplate.setting == "off":
        return
    text = draft.text
    spans = segment(text)
    whole: dict[int, Rule] = {}
    parts: dict[int, Match] = {}
    for match in matcher_for(context.packs).matches(text, spans):
        if match.span is None:
            if match.index not in whole or whole[match.index].status == "trial":
                whole[match.index] = match.rule
        else:
            parts.setdefault(match.index, match)
    applied = {index for index, rule in whole.items() if rule.status == "stable"}
    for index, (start, end) in removals(text, spans, applied):
        rule = whole[index]
        yield Edit(start, end, text[start:end], "", rule.id, rule.reason, rule.confidence)
    for index, rule in whole.items():
        if index not in applied:
            start, end = spans[index]
            yield Edit(start, end, text[start:end], "", rule.id, rule.reason, rule.confidence)
    for index, match in parts.items():
        if index not in whole and match.span:
            start, end = match.span
            yield Edit(start, end, text[start:end], "", match.rule.id, match.rule.reason, match.rule.confidence)
