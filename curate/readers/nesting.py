"""The lists, quotations and tables around a point of the walk: they decide the mark and the group of a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curate.readers.elements import CELL_TAGS, LIST_TAGS, TIGHT_TAGS, LineStyle, parse_number

_MAX_MARKS = 10  # list and quote marks before one line; of more the outermost are left out


@dataclass(slots=True)
class _Mark:
    """The mark of an open list item or quotation."""

    text: str
    is_item: bool
    hidden: bool
    is_written: bool = False  # the item's mark stands before a line already
    is_omitted: bool = False  # the item begins with a heading or code and gets no mark

    @property
    def is_due(self) -> bool:
        """Does the next line get the item's mark?"""
        return not self.is_written and not self.is_omitted


def _innermost_item(marks: Sequence[_Mark]) -> _Mark | None:
    for mark in reversed(marks):
        if mark.is_item:
            return mark
    return None


class Nesting:
    """The open lists, quotations and tables.  `last_row` holds the line indices at which the cells of the last row began."""

    __slots__ = ("_group_count", "_groups", "_lists", "_marks", "_rows", "last_row")

    def __init__(self) -> None:
        self._marks: list[_Mark] = []
        self._lists: list[tuple[bool, list[int]]] = []  # (is it ordered, [the next number])
        self._groups: list[int] = [0]  # negative: a table
        self._group_count = 1
        self._rows: list[list[int]] = []
        self.last_row: list[int] = []

    @property
    def group(self) -> int:
        """The number of the outermost list, or of the table, around here."""
        return self._groups[-1]

    def open_block(self, tag: str, element: Any, hidden: bool, line_count: int) -> None:
        """Begin a block, before which the page has `line_count` lines."""
        if tag in LIST_TAGS:
            self._lists.append((tag == "ol", [parse_number(element.get("start"), 1)]))
        if tag in TIGHT_TAGS:
            self._groups.append(self.group if self.group > 0 else self._new_group())
        elif tag == "table":
            self._groups.append(-self._new_group())  # a list within it is a group of its own
            self._rows.append([])
        elif tag == "tr":
            self._rows.append([])
        elif tag in CELL_TAGS and self._rows:
            self._rows[-1].append(line_count)
        elif tag == "li":
            self._marks.append(_Mark(self._item_mark(element), True, hidden))
        elif tag == "blockquote":
            self._marks.append(_Mark("> ", False, hidden))

    def close_block(self, tag: str) -> None:
        """End a block."""
        if tag in LIST_TAGS:
            self._lists.pop()
        if tag in TIGHT_TAGS:
            self._groups.pop()
        elif tag == "table":
            self._groups.pop()
            self._rows.pop()
        elif tag == "tr":
            self.last_row = self._rows.pop()
        elif tag in ("li", "blockquote"):
            self._marks.pop()

    def take_mark(self, style: LineStyle, hidden: bool) -> tuple[str, bool]:
        """Return the mark of the next line, and whether it begins a list item; the item's mark is then used up.

        A hidden line within a visible item does not use up the item's mark.
        """
        if not self._marks:
            return style.mark, False
        marks = self._marks[-_MAX_MARKS:]
        if hidden:
            marks = [mark for mark in marks if mark.hidden]
        item = _innermost_item(marks)
        begins_item = item is not None and item.is_due
        if style.role in ("heading", "code"):
            if item is not None and begins_item:
                item.is_omitted = True
            quotes = "".join(mark.text for mark in marks if not mark.is_item)
            return (quotes if style.role == "heading" else "") + style.mark, False
        text = "".join([mark.text if not mark.is_item or (begins_item and mark is item) else "  " * mark.is_written for mark in marks])
        if item is not None and begins_item:
            item.is_written = True
        return text, begins_item

    def _new_group(self) -> int:
        self._group_count += 1
        return self._group_count

    def _item_mark(self, element: Any) -> str:
        is_ordered, next_number = self._lists[-1] if self._lists else (False, [1])
        if not is_ordered:
            return "- "
        value = parse_number(element.get("value"), next_number[0])
        next_number[0] = value + 1
        return f"{value}. "
