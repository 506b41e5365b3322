"""The running text of a document: which passages it is, how much of it nothing but the judge's score would take, how much went.

Running text is what has sentences.  On a page, text that the page hides, links
and headings are none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from curate.decisions import DROP_RULE
from curate.judge import Verdict
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.pipeline.furniture_around import find_enclosed
from curate.rules.registry import category_of
from curate.text.document import Document
from curate.text.segment import Span, trim_span
from curate.text.words import count_words, is_running_text

BULK = 40  # words: of less that goes, no guard speaks
_SHORTEST = 29  # characters of fifteen words of a letter: most passages of a page are shorter, and need not be looked at
_OTHER_ROLES = ("heading", "code", "control")
_LINKED = 0.5  # share of links from which on a passage is one
_FENCES = ("```", "~~~")
_MOST_ENCLOSED = 0.8  # of a document's running text, that furniture around it may speak against
_COMMENTS = "comment-policy"  # the category of what stands in them, too


@dataclass(frozen=True, slots=True)
class RunningPassage:
    """The place of a passage among those that the judge is shown, its words, and its span in the source text."""

    number: int
    words: int
    span: Span


@dataclass(frozen=True, slots=True)
class Loss:
    """How many words of running text there were, how many went, and by which rules."""

    of: int
    words: int
    rules: Counter[str]


def find_running_text(document: Document, draft: Draft) -> list[RunningPassage]:
    """Return the passages of running text; `draft` is what the judge is shown."""
    spans = enumerate(draft.spans) if not document.passages else _page_spans(document)
    texts = [(number, span, draft.text[slice(*span)]) for number, span in spans if span[1] - span[0] >= _SHORTEST]
    running = [(number, count_words(text), trim_span(draft.text, span)) for number, span, text in texts if _has_sentences(text)]
    return [RunningPassage(number, words, draft.map_to_source(*span)) for number, words, span in running]


def by_score_alone(running: Sequence[RunningPassage], verdicts: Sequence[Verdict]) -> list[RunningPassage]:
    """Return what nothing but the judge's score would take.

    Furniture around a passage speaks against it, too, but not against nearly all
    of a document.
    """
    alone = [one for one in running if verdicts[one.number].alone]
    enclosed = find_enclosed([one.number for one in alone], verdicts)
    rest = [one for one in alone if one.number not in enclosed]
    words = [sum(one.words for one in passages) for passages in (alone, rest, running)]
    return rest if words[0] - words[1] <= _MOST_ENCLOSED * words[2] else alone


def measure_loss(running: Iterable[RunningPassage], verdicts: Sequence[Verdict], draft: Draft) -> Loss:
    """Return how much running text is gone from a draft, copies and what a person dropped apart.

    What the page's markup names as furniture, a menu, a footer, a cookie notice, is
    not counted at all.  Comments are: people write them in sentences.
    """
    of, rules = 0, Counter[str]()
    for one in running:
        if verdicts and _is_marked_furniture(verdicts[one.number]):
            continue
        start, end = draft.map_to_text(*one.span)
        edit = None if draft.text[start:end].strip() else _remover(draft.edits, one.span)
        if edit and _is_copy_or_drop(edit):
            continue
        of += one.words
        if edit:
            rules[edit.rule] += one.words
    return Loss(of, rules.total(), rules)


def _page_spans(document: Document) -> Iterator[tuple[int, Span]]:
    for number, one in enumerate(document.passages):
        if not one.hidden and one.link_share < _LINKED and one.role not in _OTHER_ROLES:
            yield number, (one.start, one.end)


def _has_sentences(text: str) -> bool:
    return is_running_text(text) and not text.startswith(_FENCES)


def _is_marked_furniture(verdict: Verdict) -> bool:
    return not verdict.keep and verdict.evidence == "markup" and verdict.category != _COMMENTS


def _remover(edits: Sequence[Edit], span: Span) -> Edit | None:
    """Return the edit that took most of a span."""
    start, end = span
    first = bisect_left(edits, start + 1, key=lambda edit: edit.end)
    met = []
    for edit in edits[first:]:
        if edit.start >= end:
            break
        met.append(edit)
    return max(met, key=lambda edit: min(edit.end, end) - max(edit.start, start), default=None)


def _is_copy_or_drop(edit: Edit) -> bool:
    return edit.rule == DROP_RULE or category_of(edit.rule) == "duplicate"
