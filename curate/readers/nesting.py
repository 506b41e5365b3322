"""Lists, quotations and tables that a walk is within: what stands before a line, and what it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curate.readers.elements import CELLS, CLOSE, LISTS, State, number

_DEPTH = 10  # list and quote marks before one line; of deeper ones the outer are left out


@dataclass(slots=True)
class _Mark:
    """A list item or a quotation that lines may stand in."""

    text: str
    is_item: bool
    hidden: bool
    placed: bool = False  # the item's mark has been written
    plain: bool = False  # the item begins with a heading or the like and goes without

    @property
    def begins(self) -> bool:
        """Is the next line the item's first?"""
        return not self.placed and not self.plain


def _innermost_item(marks: Sequence[_Mark]) -> _Mark | None:
    for mark in reversed(marks):
        if mark.is_item:
            return mark
    return None


class Nesting:
    """The open lists, quotations and tables.  `row` holds where the cells of the last ended row began."""

    __slots__ = ("_groups", "_lists", "_marks", "_next", "_rows", "row")

    def __init__(self) -> None:
        self._marks: list[_Mark] = []
        self._lists: list[tuple[bool, list[int]]] = []  # ordered?, the next number
        self._groups: list[int] = [0]  # below 0: a table
        self._next = 1
        self._rows: list[list[int]] = []
        self.row: list[int] = []

    @property
    def group(self) -> int:
        """The outermost list, or the table, around here."""
        return self._groups[-1]

    def open(self, tag: str, element: Any, hidden: bool, lines: int) -> None:
        """Begin a block, when there are so many lines."""
        if tag in LISTS:
            self._lists.append((tag == "ol", [number(element.get("start"), 1)]))
        if tag in CLOSE:
            self._groups.append(self.group if self.group > 0 else self._new_group())
        elif tag == "table":
            self._groups.append(-self._new_group())  # a list within it is a group of its own
            self._rows.append([])
        elif tag == "tr":
            self._rows.append([])
        elif tag in CELLS and self._rows:
            self._rows[-1].append(lines)
        elif tag == "li":
            self._marks.append(_Mark(self._item_mark(element), True, hidden))
        elif tag == "blockquote":
            self._marks.append(_Mark("> ", False, hidden))

    def close(self, tag: str) -> None:
        """End a block."""
        if tag in LISTS:
            self._lists.pop()
        if tag in CLOSE:
            self._groups.pop()
        elif tag == "table":
            self._groups.pop()
            self._rows.pop()
        elif tag == "tr":
            self.row = self._rows.pop()
        elif tag in ("li", "blockquote"):
            self._marks.pop()

    def mark(self, state: State, hidden: bool) -> tuple[str, bool]:
        """Return what stands before a line here, and whether it is the first of an item.

        A hidden line within a visible item has no part in the item's mark.
        """
        if not self._marks:
            return state.mark, False
        marks = self._marks[-_DEPTH:]
        if hidden:
            marks = [mark for mark in marks if mark.hidden]
        item = _innermost_item(marks)
        first = item is not None and item.begins
        if state.role in ("heading", "code"):
            if item is not None and first:
                item.plain = True
            quotes = "".join(mark.text for mark in marks if not mark.is_item)
            return (quotes if state.role == "heading" else "") + state.mark, False
        text = "".join([mark.text if not mark.is_item or (first and mark is item) else "  " * mark.placed for mark in marks])
        if item is not None and first:
            item.placed = True
        return text, first

    def _new_group(self) -> int:
        self._next += 1
        return self._next

    def _item_mark(self, element: Any) -> str:
        ordered, following = self._lists[-1] if self._lists else (False, [1])
        if not ordered:
            return "- "
        value = number(element.get("value"), following[0])
        following[0] = value + 1
        return f"{value}. "
