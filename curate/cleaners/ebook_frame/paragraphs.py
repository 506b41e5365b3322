"""Paragraphs of a text, and the blocks of a frame that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"(?:^|(?<=\n))[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A stretch of a text that goes under a rule; `names_book`: title and author stand in it."""

    start: int
    end: int
    rule: str
    names_book: bool = False


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the runs of lines without a blank line between them."""
    for match in _PARAGRAPH.finditer(text, start, end):
        yield match.span()


def skip_blank(text: str, start: int) -> int:
    """Return where the line begins on which the next character stands that is not white space; the end of the text if there is none."""
    rest = len(text) - len(text[start:].lstrip()) if start < len(text) else len(text)
    return max(start, text.rfind("\n", 0, rest) + 1) if rest < len(text) else len(text)


def end_of_section(text: str, start: int, longest: int) -> int | None:
    """Return where the next two blank lines are, after which a new section begins; None if they are further than `longest` characters."""
    gap = _GAP.search(text, start, start + longest)
    return gap.start() if gap else None
