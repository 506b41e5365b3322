"""Lay out the lines of a page as its source text and passages, in the fixed form of docs/rendering.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curate.text.document import Passage


@dataclass(slots=True)
class Line:
    """One block of a page, which becomes one passage.  Treat it as immutable; frozen dataclasses are slow to create."""

    text: str
    role: str
    path: tuple[str, ...]
    hidden: bool = False
    mark: str = ""  # what stands before the text: "- ", "## ", "> "
    group: int = 0  # the list or table it belongs to
    tight: bool = False  # no blank line between it and a tight line of its group
    after_break: bool = False  # a single <br> stands before it
    link_share: float = 0.0  # share of its characters in links
    element: int = -1  # index of the innermost enclosing element in the outline


def lay_out(lines: Sequence[Line]) -> tuple[str, tuple[Passage, ...]]:
    """Return the text of the lines and one passage for each; the passages tile the text."""
    texts: list[str] = []
    passages: list[Passage] = []
    start = 0
    for index, line in enumerate(lines):
        has_blank_line = index + 1 < len(lines) and _needs_blank_line(line, lines[index + 1])
        text = _format_line(line) + ("\n\n" if has_blank_line else "\n")
        texts.append(text)
        passages.append(Passage(start, start + len(text), line.role, line.path, line.hidden, line.link_share, line.element))
        start += len(text)
    return "".join(texts), tuple(passages)


_CELL_ROLES = ("paragraph", "control", "caption", "item", "quote")  # of lines that fit into a cell
_MAX_ROW_LENGTH = 200  # characters of a row in which a <br> within a cell becomes a space


def join_row(lines: Sequence[Line], starts: Sequence[int], place: tuple[tuple[str, ...], int], group: int) -> list[Line]:
    """Return the lines of a table row as one line, if each cell is a single block; else unchanged.

    `starts` are the indices in `lines` at which the cells begin, `place` is the
    path and the outline index of the row.  A row with one filled cell, or with a
    cell of several blocks, is layout, not data.  Hidden lines of a visible row
    come after it.
    """
    all_hidden = all(line.hidden for line in lines)
    cells = [lines[a:b] for a, b in pairwise((*starts, len(lines)))]
    visible = [[line for line in cell if line.hidden == all_hidden] for cell in cells]
    visible = [part for part, cell in zip(visible, cells, strict=True) if part or not cell]  # a hidden cell leaves no empty one
    filled = [cell for cell in visible if cell]
    if len(filled) < 2 or not all(_is_single_block(cell) for cell in filled):
        return list(lines)
    texts = [" ".join(line.text for line in cell) for cell in visible]
    if any(len(cell) > 1 for cell in filled) and sum(map(len, texts)) > _MAX_ROW_LENGTH:
        return list(lines)
    row = _row_of_cells(filled, texts, place, group)
    return [*lines[: starts[0]], row, *(line for line in lines[starts[0] :] if line.hidden != all_hidden)]


def _row_of_cells(filled: Sequence[Sequence[Line]], texts: Sequence[str], place: tuple[tuple[str, ...], int], group: int) -> Line:
    text = texts[0] + "".join(f" | {text}" if text else " |" for text in texts[1:])
    size = sum(map(len, texts)) or 1
    link_share = round(sum(len(line.text) * line.link_share for cell in filled for line in cell) / size, 3)
    path, element = place
    return replace(
        filled[0][0], text=text.lstrip(" "), role="row", path=path, group=group, tight=True, after_break=False,
        link_share=min(link_share, 1.0), element=element,
    )  # fmt: skip


def _is_single_block(cell: Sequence[Line]) -> bool:
    """Is the cell one block, whose lines are separated by a <br> at most?"""
    return all(line.role in _CELL_ROLES and line.after_break == (index > 0) for index, line in enumerate(cell))


def _needs_blank_line(line: Line, following: Line) -> bool:
    return not (following.after_break or (line.tight and following.tight and line.group == following.group))


_BACKTICKS = re.compile("`{3,}")


def _format_line(line: Line) -> str:
    """Return the text of a line with its mark; of code, with a fence that is longer than any in it."""
    if line.role != "code":
        return line.mark + line.text
    fence = "`" * max((len(run) + 1 for run in _BACKTICKS.findall(line.text)), default=3)
    return f"{fence}\n{line.text}\n{fence}"
