"""White space: what nobody sees and every tool stumbles over.

Indentation, no-break spaces and everything in code fences stay.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from curate.cleaners.context import Context
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.text.words import is_running_text

# possessive, and only from the start of a run: linear on any text
_TRAILING = re.compile(r"(?<![ \t])[ \t]++(?=\n|\Z)")
_BLANK_LINES = re.compile(r"(?<=\n\n)\n++")
_DOUBLED = re.compile(r"(?<=[^\s\d|\u2500-\u257f]) ( {1,2})(?=[^\s|\u2500-\u257f])")  # longer runs are columns, bars the edges of cells
_ALIGNED = 3  # as many runs of spaces in a line are columns
_UNTIDY = (" \n", "\t\n", "  ", "\n\n\n")  # nothing is to be tidied inside a text without any of these
_UNTIDY_PLACE = re.compile("|".join(_UNTIDY))
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose to remove spaces at line ends, second blank lines, doubled spaces, and blank ends of the text."""
    text = draft.text
    if not text.strip(" \t\n"):  # nothing is left to tidy for
        return
    start = len(text) - len(text.lstrip(" \t\n"))
    stop = len(text.rstrip(" \t\n"))
    end = stop + 1 if text[stop : stop + 1] == "\n" else stop
    blank = [(0, start, "whitespace.document-ends", "Blank space at the start of the text.")] if start else []
    blank += [(end, len(text), "whitespace.document-ends", "Blank space at the end of the text.")] if end < len(text) else []
    blank += _find_inner_space(draft, start, end) if any(sign in text for sign in _UNTIDY) else []
    for first, last, rule, reason in sorted(blank):
        for a, b in _split_at_seams(first, last, draft.deletion_offsets):
            yield Edit(a, b, text[a:b], "", rule, reason)


def _find_inner_space(draft: Draft, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    text = draft.text
    untidy = [match.start() for match in _UNTIDY_PLACE.finditer(text)]
    for first, last in draft.spans:
        first, last = max(first, start), min(last, end)
        if bisect_left(untidy, first) == bisect_left(untidy, last) or _FENCE.match(text, first):
            continue
        for match in _TRAILING.finditer(text, first, last):
            yield *match.span(), "whitespace.trailing", "Spaces at the end of a line."
        if is_running_text(text[first:last]):
            runs = list(_DOUBLED.finditer(text, first, last))
            for run in runs if len(runs) < _ALIGNED else ():
                yield *run.span(1), "whitespace.doubled-space", "More than one space between two words."
        for match in _BLANK_LINES.finditer(text, first, last):
            yield *match.span(), "whitespace.blank-lines", "More than one blank line."


def _split_at_seams(start: int, end: int, seams: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span between the places where something was removed, so that removals stay visible."""
    inner = seams[bisect_right(seams, start) : bisect_left(seams, end)]
    yield from zip([start, *inner], [*inner, end], strict=True)
