"""Doubled passages inside one document: the second goes, the first stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from curate.cleaners.context import Context
from curate.duplicates.shingles import MIN_WORDS, tokenise
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.text.segment import find_removal_spans
from curate.text.words import is_running_text

_OPENING = re.compile(r"\W*+(\w++)\W++(\w++)\W++(\w++)\W++(\w++)")
_FAR_WORDS = 20  # a passage that is doubled far away must be long: refrains are not
_STANZA_LINES = 4  # lines without a blank line between them, none of which is running text


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the removal of passages that say, word for word, what an earlier one says.

    Neighbours of at least 8 words count, others of at least 20 words, and only
    where the text shows that it came from a web page: elsewhere a formula, an
    oath or a refrain stands there twice on purpose.  Wrong for pages of minutes
    and laws: set `duplicates.passages = "keep"` there.
    """
    if context.config.duplicates.passages != "drop":
        return
    text, spans = draft.text, draft.spans
    passages = [text[start:end] if end - start > MIN_WORDS * 2 - 2 else "" for start, end in spans]
    originals = {copy: first for copy, first in _find_repeats(passages).items() if context.is_on_page(draft, *spans[copy])}
    if not originals:
        return
    stanzas = _lines_of_stanzas([text[start:end] for start, end in spans])
    originals = {copy: first for copy, first in originals.items() if copy not in stanzas}
    for copy, (start, end) in find_removal_spans(text, spans, originals):
        at = draft.map_to_source(*spans[originals[copy]])[0]
        yield Edit(start, end, text[start:end], "", "dup.doubled", f"The same words stand at {at} of this document.", 0.98)


def _find_repeats(passages: Sequence[str]) -> dict[int, int]:
    """Return the number of each passage that says what an earlier one says, with the number of that one."""
    openings = [found.groups() if (found := _OPENING.match(text.casefold())) else () for text in passages]
    frequency = Counter(openings)
    first: dict[str, int] = {}
    repeats: dict[int, int] = {}
    previous = ""
    for number, opening in enumerate(openings):
        folded = tokenise(passages[number]) if opening and frequency[opening] > 1 else []  # what begins like no other is no copy
        key = " ".join(folded)
        if len(folded) >= MIN_WORDS and key in first and (previous == key or len(folded) >= _FAR_WORDS):
            repeats[number] = first[key]
        first.setdefault(key, number)
        previous = key
    return repeats


def _lines_of_stanzas(passages: Sequence[str]) -> set[int]:
    """Return the numbers of the passages that stand as lines of verse or of a list do: close together, none of them running text."""
    stanzas: set[int] = set()
    block: list[int] = []
    for number, passage in enumerate(passages):
        block.append(number)
        if passage[len(passage.rstrip()) :].count("\n") == 1 and number + 1 < len(passages):  # no blank line after it
            continue
        if len(block) >= _STANZA_LINES and not any(is_running_text(passages[one]) for one in block):
            stanzas.update(block)
        block = []
    return stanzas
