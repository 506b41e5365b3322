"""Doubled passages inside one document: the second goes, the first stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from curate.cleaners.context import Context
from curate.duplicates.shingles import MIN_WORDS, words
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.text.segment import find_removal_spans

_OPENING = re.compile(r"\W*+(\w++)\W++(\w++)\W++(\w++)\W++(\w++)")
_FAR_WORDS = 20  # a passage that is doubled far away must be long: refrains are not


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the removal of passages that say, word for word, what an earlier one says.

    Neighbours of at least 8 words count, others of at least 20 words.  Wrong
    for minutes and legal texts that repeat a formula on purpose: set
    `duplicates.passages = "keep"` there.
    """
    if context.config.duplicates.passages != "drop":
        return
    text, spans = draft.text, draft.spans
    twin = _twins([text[start:end] if end - start > MIN_WORDS * 2 - 2 else "" for start, end in spans])
    for index, (start, end) in find_removal_spans(text, spans, twin):
        at = draft.map_to_source(*spans[twin[index]])[0]
        yield Edit(start, end, text[start:end], "", "dup.doubled", f"The same words stand at {at} of this document.", 0.98)


def _twins(passages: Sequence[str]) -> dict[int, int]:
    """Return for each passage that says what an earlier one says the number of that one."""
    openings = [found.groups() if (found := _OPENING.match(text.casefold())) else () for text in passages]
    often = Counter(openings)
    first: dict[str, int] = {}
    twin: dict[int, int] = {}
    before = ""
    for index, opening in enumerate(openings):
        said = words(passages[index]) if opening and often[opening] > 1 else []  # what begins like no other has no twin
        key = " ".join(said)
        if len(said) >= MIN_WORDS and key in first and (before == key or len(said) >= _FAR_WORDS):
            twin[index] = first[key]
        first.setdefault(key, index)
        before = key
    return twin
