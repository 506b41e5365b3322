"""Doubled passages inside one document: the second goes, the first stays."""

from __future__ import annotations

from collections.abc import Iterator

from curate.context import Context
from curate.draft import Draft
from curate.duplicates.shingles import MIN_WORDS, words
from curate.edits import Edit
from curate.segment import removals

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
    first: dict[str, int] = {}
    twin: dict[int, int] = {}
    before = ""
    for index, span in enumerate(spans):
        said = words(text[slice(*span)])
        key = " ".join(said)
        if len(said) >= MIN_WORDS and key in first and (before == key or len(said) >= _FAR_WORDS):
            twin[index] = first[key]
        first.setdefault(key, index)
        before = key
    for index, (start, end) in removals(text, spans, twin):
        at = draft.source_span(*spans[twin[index]])[0]
        yield Edit(start, end, text[start:end], "", "dup.doubled", f"The same words stand at {at} of this document.", 0.98)
