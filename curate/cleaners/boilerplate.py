"""Boilerplate: passages, and the ends of passages, that fall under a rule of a pack."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from curate.context import Context
from curate.draft import Draft
from curate.edits import Edit
from curate.matching import Match, matcher_for
from curate.rules import Rule
from curate.segment import Span, removals, segment

# a single word of these is also a word of the language
_INTERFACE = ("navigation", "sharing", "login", "related-links", "newsletter", "legal")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the removal of each passage that falls under a rule; of several rules, the first in the pack.

    Wrong for texts *about* web pages: a line that says only "Share this" goes
    wherever it stands.
    """
    if context.config.boilerplate.setting == "off":
        return
    text = draft.text
    spans = segment(text)
    whole: dict[int, Match] = {}
    parts: dict[int, Match] = {}
    for match in matcher_for(context.packs).matches(text, spans):
        if match.span is None:
            if match.index not in whole or _goes_before(match, whole[match.index]):
                whole[match.index] = match
        else:
            parts.setdefault(match.index, match)
    whole = {index: match for index, match in whole.items() if not _stands_alone(match, text, spans, whole)}
    applied = {index for index, match in whole.items() if match.rule.status == "stable"}
    for index, (start, end) in removals(text, spans, applied):
        yield _removal(text, start, end, whole[index].rule)
    for index, match in whole.items():
        if index not in applied:
            yield _removal(text, *spans[index], match.rule)
    for index, match in parts.items():
        if index not in whole and match.span:
            yield _removal(text, *match.span, match.rule)


def _stands_alone(match: Match, text: str, spans: Sequence[Span], whole: Collection[int]) -> bool:
    """Is it one word of an interface, without other furniture beside it?  Then it may be a headword, a heading, a line of verse."""
    if match.rule.category not in _INTERFACE or len(text[slice(*spans[match.index])].split()) > 1:
        return False
    return match.index - 1 not in whole and match.index + 1 not in whole


def _goes_before(new: Match, old: Match) -> bool:
    """A rule that is applied goes before one on trial, and what a passage says before the section it stands in."""
    return (new.rule.status != "stable", new.carried) < (old.rule.status != "stable", old.carried)


def _removal(text: str, start: int, end: int, rule: Rule) -> Edit:
    return Edit(start, end, text[start:end], "", rule.id, rule.reason, rule.confidence)
