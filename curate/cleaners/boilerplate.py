"""Boilerplate: passages, and the ends of passages, that fall under a rule of a pack or a verdict of the judge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from curate.cleaners.context import Context
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.rules.matching import Match, matcher_for
from curate.rules.registry import Rule
from curate.text.segment import Span, find_removal_spans
from curate.text.words import count_words, is_sentence

_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,3}[.)])\s+\S")
_LEAST_ITEMS = 2  # that stay
# a single word of these is also a word of the language
_INTERFACE_CATEGORIES = ("navigation", "sharing", "login", "related-links", "newsletter", "legal")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the removal of each passage that falls under a rule, of several the first in the pack, or under a verdict.

    Wrong for texts *about* web pages: a line that says only "Share this" goes
    wherever it stands.
    """
    if context.config.boilerplate.setting == "off":
        return
    text, spans = draft.text, draft.spans
    whole_matches, part_matches = _match_rules(draft, context)
    applied = {index for index, match in whole_matches.items() if match.rule.status == "stable"}
    verdicts = {i: verdict for i, verdict in enumerate(context.verdicts) if not verdict.keep and i not in applied and i not in part_matches}
    for index, (start, end) in find_removal_spans(text, spans, applied | verdicts.keys()):
        if index in applied:
            yield _remove(text, start, end, whole_matches[index].rule)
        else:
            verdict = verdicts[index]
            yield Edit(start, end, text[start:end], "", f"model.{verdict.category}", verdict.reason, verdict.confidence)
    for index, match in whole_matches.items():
        if index not in applied and index not in verdicts:
            yield _remove(text, *spans[index], match.rule)
    for index, match in part_matches.items():
        if index not in whole_matches and index not in verdicts and match.span:
            yield _remove(text, *match.span, match.rule)


def _match_rules(draft: Draft, context: Context) -> tuple[dict[int, Match], dict[int, Match]]:
    """Return what whole passages fall under, and what their ends do."""
    text, spans = draft.text, draft.spans
    whole_matches: dict[int, Match] = {}
    part_matches: dict[int, Match] = {}
    for match in matcher_for(context.packs).find_matches(text, spans):
        if match.rule.needs == "page" and not context.is_on_page(draft, *spans[match.index]):
            continue
        if match.span is not None:
            part_matches.setdefault(match.index, match)
        elif match.index not in whole_matches or _has_precedence(match, whole_matches[match.index]):
            whole_matches[match.index] = match
    lines = [text[slice(*span)] for span in spans]
    going = whole_matches.keys() | {number for number, verdict in enumerate(context.verdicts) if not verdict.keep}
    whole_matches = {
        index: match
        for index, match in whole_matches.items()
        if not _is_lone_word(match, text, spans, whole_matches)
        and not (
            match.rule.category in _INTERFACE_CATEGORIES and (_heads_prose(index, lines, going) or _is_item_of_list(index, lines, going))
        )
    }
    return whole_matches, part_matches


def _names_a_thing(rule: Rule, index: int, lines: Sequence[str], going: Collection[int]) -> bool:
    """Is it a heading of a paragraph, or an item of a list, that only reads like a link of the page?"""
    return rule.category in _INTERFACE_CATEGORIES and (_heads_prose(index, lines, going) or _is_item_of_list(index, lines, going))


def _heads_prose(index: int, lines: Sequence[str], going: Collection[int]) -> bool:
    """Is it a heading with a sentence right below it that stays?"""
    below = index + 1
    return lines[index].startswith("#") and below < len(lines) and below not in going and is_sentence(lines[below])


def _is_item_of_list(index: int, lines: Sequence[str], going: Collection[int]) -> bool:
    """Is it an item of a list that stays but for a few of its items?  Then it names a thing, and is none of the page's own."""
    if not _ITEM.match(lines[index]):
        return False
    first = last = index
    while first > 0 and _ITEM.match(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _ITEM.match(lines[last + 1]):
        last += 1
    staying = sum(number not in going for number in range(first, last + 1))
    return staying >= _LEAST_ITEMS and staying * 2 > last + 1 - first


def _is_lone_word(match: Match, text: str, spans: Sequence[Span], whole_matches: Collection[int]) -> bool:
    """Is it one word of an interface, without other furniture beside it?  Then it may be a headword, a heading, a line of verse."""
    if match.rule.category not in _INTERFACE_CATEGORIES or count_words(text[slice(*spans[match.index])]) > 1:
        return False
    return match.index - 1 not in whole_matches and match.index + 1 not in whole_matches


def _has_precedence(new: Match, old: Match) -> bool:
    """A rule that is applied goes before one on trial, and what a passage says before the section it stands in."""
    return (new.rule.status != "stable", new.in_section) < (old.rule.status != "stable", old.in_section)


def _remove(text: str, start: int, end: int, rule: Rule) -> Edit:
    return Edit(start, end, text[start:end], "", rule.id, rule.reason, rule.confidence)
