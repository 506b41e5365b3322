"""Text into passages: spans that tile the text, each with the line breaks after it.

A passage is a line.  Where a block is hard-wrapped (its lines are filled to a
width), the block is one passage; where a code fence opens, all to its end is.

    >>> text = "Menu\\n\\nIt rained.\\nIt stopped."
    >>> [text[start:end] for start, end in segment(text)]
    ['Menu\\n\\n', 'It rained.\\n', 'It stopped.']

Wrong for text that has no line breaks at all: that is one passage.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from curate.text.words import is_unspaced

Span = tuple[int, int]

_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
_WRAP_WIDTHS = range(40, 101)
_SURE_WIDTH = 60  # two lines are a wrapped paragraph only if they are this wide


def segment(text: str) -> list[Span]:
    """Return the passages of `text`: disjoint, in order, together the whole text."""
    spans: list[Span] = []
    block: list[Span] = []
    fenced = "```" in text or "~~~" in text
    fence, end = "", 0
    for line in text.split("\n"):
        start, end = end, end + len(line) + 1
        if fence:
            spans[-1] = (spans[-1][0], end)
            fence = "" if line.strip().startswith(fence) and not line.strip(" \t`~") else fence
        elif fenced and (mark := _FENCE.match(line)):
            spans += _passages(text, block)
            block = []
            spans.append((start, end))
            fence = mark.group(1)
        elif line and not line.isspace():
            block.append((start, end))
        else:  # blank: it belongs to the passage before it
            spans += _passages(text, block) if len(block) > 1 else block
            block = []
            if spans:
                spans[-1] = (spans[-1][0], end)
            elif text:
                spans.append((start, end))
    spans += _passages(text, block)
    if spans:  # the last line has no line break after it
        spans[-1] = (spans[-1][0], len(text))
    if len(spans) > 1 and not text[slice(*spans[0])].strip():  # blank lines at the very start
        spans[:2] = [(spans[0][0], spans[1][1])]
    return spans


def content(text: str, span: Span) -> Span:
    """Return the span without the white space at its ends; empty if it is nothing else."""
    part = text[slice(*span)]
    start = span[0] + len(part) - len(part.lstrip())
    return start, max(start, span[0] + len(part.rstrip()))


def removals(text: str, spans: Sequence[Span], doomed: Collection[int]) -> list[tuple[int, Span]]:
    """Return, for each doomed passage, its index and the span to delete.

    Two passages that were apart by a blank line stay so: of the line breaks
    around what goes, the longest run is left.
    """
    found: list[tuple[int, Span]] = []
    gap = 2  # line breaks before this passage; the start of the text needs none
    for index, (start, end) in enumerate(spans):
        breaks = _breaks(text, start, end)
        if index not in doomed:
            gap = breaks
            continue
        for _ in range(max(0, breaks - gap)):
            end = text.rindex("\n", start, end)
        gap = max(gap, breaks)
        if start < end:
            found.append((index, (start, end)))
    return found


def _breaks(text: str, start: int, end: int) -> int:
    """Return how many line breaks a passage ends with; of more than two, two."""
    if text[end - 1] != "\n":
        return 0
    if end - start < 2:
        return 1
    if text[end - 2] == "\n":
        return 2
    if not text[end - 2].isspace():
        return 1
    return min(2, text.count("\n", start + len(text[start:end].rstrip()), end))


def _passages(text: str, block: list[Span]) -> list[Span]:
    """Return the lines of one block as one passage if it is hard-wrapped, else line by line."""
    if len(block) > 1 and _is_wrapped([text[slice(*span)].rstrip() for span in block]):
        return [(block[0][0], block[-1][1])]
    return block


def _first_word(line: str) -> str:
    """Return what a line cannot be broken before: its first word, or, where a script has no spaces, its first two characters."""
    word = line.split(None, 1)[0]
    return word[:2] if is_unspaced(word[0]) else word


def _is_wrapped(lines: list[str]) -> bool:
    """Does each line break only where the next word had no room?

    Wrong for verse whose lines happen to be of one length; the words are never
    joined because of this, only judged together.
    """
    width = max(map(len, lines))
    if width not in _WRAP_WIDTHS or (len(lines) == 2 and width < _SURE_WIDTH):
        return False
    full = all(len(line) + 1 + len(_first_word(after)) > width for line, after in pairwise(lines))
    inner = sum(line[-1] not in ".!?:;…。！？：；" for line in lines[:-1])
    return full and inner * 2 >= len(lines) - 1
