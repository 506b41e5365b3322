"""Split text into passages: spans that tile the text, each with the line breaks after it.

A passage is a line.  A hard-wrapped block (its lines are filled to a width) is
one passage, and so is a fenced code block.

    >>> text = "Menu\\n\\nIt rained.\\nIt stopped."
    >>> [text[start:end] for start, end in segment(text)]
    ['Menu\\n\\n', 'It rained.\\n', 'It stopped.']

Wrong for text without any line break: it becomes one passage.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from curate.text.words import is_unspaced

Span = tuple[int, int]

_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
WRAP_WIDTHS = range(40, 101)
_MIN_TWO_LINE_WIDTH = 60  # two lines are a wrapped paragraph only if they are this wide


def segment(text: str) -> list[Span]:
    """Return the spans of the passages of `text`, in order; they are disjoint and cover the whole text."""
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
            spans += _split_block(text, block)
            block = []
            spans.append((start, end))
            fence = mark.group(1)
        elif line and not line.isspace():
            block.append((start, end))
        else:  # a blank line belongs to the passage before it
            spans += _split_block(text, block) if len(block) > 1 else block
            block = []
            if spans:
                spans[-1] = (spans[-1][0], end)
            elif text:
                spans.append((start, end))
    spans += _split_block(text, block)
    if spans:  # the loop counted a line break after the last line
        spans[-1] = (spans[-1][0], len(text))
    if len(spans) > 1 and not text[slice(*spans[0])].strip():  # blank lines at the very start
        spans[:2] = [(spans[0][0], spans[1][1])]
    return spans


def trim_span(text: str, span: Span) -> Span:
    """Return the span without the white space at its ends; an empty span if there is nothing else."""
    part = text[slice(*span)]
    start = span[0] + len(part) - len(part.lstrip())
    return start, max(start, span[0] + len(part.rstrip()))


def find_removal_spans(text: str, spans: Sequence[Span], indices: Collection[int]) -> list[tuple[int, Span]]:
    """Return (index, span to delete) for each passage that is to be removed.

    A blank line between two remaining passages is kept: of the line breaks
    before and after the removed text, the longer run is left.
    """
    removals: list[tuple[int, Span]] = []
    gap = 2  # line breaks before this passage; the start of the text needs none
    for index, (start, end) in enumerate(spans):
        breaks = _count_line_breaks(text, start, end)
        if index not in indices:
            gap = breaks
            continue
        for _ in range(max(0, breaks - gap)):
            end = text.rindex("\n", start, end)
        gap = max(gap, breaks)
        if start < end:
            removals.append((index, (start, end)))
    return removals


def _count_line_breaks(text: str, start: int, end: int) -> int:
    """Return with how many line breaks a passage ends, at most two."""
    if text[end - 1] != "\n":
        return 0
    if end - start < 2:
        return 1
    if text[end - 2] == "\n":
        return 2
    if not text[end - 2].isspace():
        return 1
    return min(2, text.count("\n", start + len(text[start:end].rstrip()), end))


def _split_block(text: str, block: list[Span]) -> list[Span]:
    """Return the passages of a block of lines: one if it is hard-wrapped, else one for each line."""
    if len(block) > 1 and _is_wrapped([text[slice(*span)].rstrip() for span in block]):
        return [(block[0][0], block[-1][1])]
    return block


def first_word(line: str) -> str:
    """Return the first word of a line; in a script without spaces, its first two characters, which no line break separates."""
    word = line.split(None, 1)[0]
    return word[:2] if is_unspaced(word[0]) else word


def _is_wrapped(lines: list[str]) -> bool:
    """Does each line end where the next word would not have fit?

    Wrong for verse whose lines happen to have one length; this joins no words,
    the lines are only judged together.
    """
    width = max(map(len, lines))
    if width not in WRAP_WIDTHS or (len(lines) == 2 and width < _MIN_TWO_LINE_WIDTH):
        return False
    full = all(len(line) + 1 + len(first_word(after)) > width for line, after in pairwise(lines))
    inner = sum(line[-1] not in ".!?:;…。！？：；" for line in lines[:-1])
    return full and inner * 2 >= len(lines) - 1
