"""Lines of a page into its source text and passages: the fixed form, see docs/rendering.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curate.text.document import Passage


@dataclass(slots=True)
class Line:
    """One block of a page: what becomes one passage.  Never changed; not frozen, because that is slow to make."""

    text: str
    role: str
    path: tuple[str, ...]
    hidden: bool = False
    mark: str = ""  # what stands before the text: "- ", "## ", "> "
    group: int = 0  # the list or table it belongs to
    close: bool = False  # next to a close line of its group there is no blank line
    soft: bool = False  # a single <br> came before it
    linked: float = 0.0  # share of its characters in links
    element: int = -1  # the last of its path in the outline


def lay_out(lines: Sequence[Line]) -> tuple[str, tuple[Passage, ...]]:
    """Return the text of the lines and one passage for each; the passages tile the text."""
    parts: list[str] = []
    passages: list[Passage] = []
    start = 0
    for index, line in enumerate(lines):
        part = _written(line) + ("\n\n" if index + 1 < len(lines) and _apart(line, lines[index + 1]) else "\n")
        parts.append(part)
        passages.append(Passage(start, start + len(part), line.role, line.path, line.hidden, line.linked, line.element))
        start += len(part)
    return "".join(parts), tuple(passages)


_MARKABLE = ("paragraph", "control", "caption", "item", "quote")
_ROW_LENGTH = 200  # characters up to which a <br> within a cell is a space


def as_row(lines: Sequence[Line], starts: Sequence[int], place: tuple[tuple[str, ...], int], group: int) -> list[Line]:
    """Return the lines of a table row with its cells joined, if each cell is one line.

    `starts` are the indices at which the cells begin.  A row with a single
    filled cell, or with a cell of several blocks, is layout: it stays as it is.
    Hidden text of a row that is not hidden itself comes after it.
    """
    all_hidden = all(line.hidden for line in lines)
    cells = [lines[a:b] for a, b in pairwise((*starts, len(lines)))]
    shown = [[line for line in cell if line.hidden == all_hidden] for cell in cells]
    shown = [part for part, cell in zip(shown, cells, strict=True) if part or not cell]  # a hidden cell is no empty one
    filled = [cell for cell in shown if cell]
    if len(filled) < 2 or not all(_is_one(cell) for cell in filled):
        return list(lines)
    texts = [" ".join(line.text for line in cell) for cell in shown]
    if any(len(cell) > 1 for cell in filled) and sum(map(len, texts)) > _ROW_LENGTH:
        return list(lines)
    text = texts[0] + "".join(f" | {text}" if text else " |" for text in texts[1:])
    size = sum(map(len, texts)) or 1
    linked = round(sum(len(line.text) * line.linked for cell in filled for line in cell) / size, 3)
    path, element = place
    row = replace(
        filled[0][0], text=text.lstrip(" "), role="row", path=path, group=group, close=True, soft=False, linked=min(linked, 1.0),
        element=element,
    )  # fmt: skip
    return [*lines[: starts[0]], row, *(line for line in lines[starts[0] :] if line.hidden != all_hidden)]


def _is_one(cell: Sequence[Line]) -> bool:
    return all(line.role in _MARKABLE and line.soft == (index > 0) for index, line in enumerate(cell))


def _apart(line: Line, after: Line) -> bool:
    return not (after.soft or (line.close and after.close and line.group == after.group))


_TICKS = re.compile("`{3,}")


def _written(line: Line) -> str:
    if line.role != "code":
        return line.mark + line.text
    fence = "`" * max((len(run) + 1 for run in _TICKS.findall(line.text)), default=3)
    return f"{fence}\n{line.text}\n{fence}"
