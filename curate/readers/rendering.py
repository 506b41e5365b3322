"""One walk over a parsed page: its elements into lines.

The walk keeps no recursion, so a page may nest as deep as its parser lets it.
Every text node outside script and style ends in some line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from lxml import etree

from curate.readers.elements import CONTROL, SKIPPED, STATES, SUBMITS, State, is_block, is_hidden
from curate.readers.gathering import PARAGRAPH, Open, Run
from curate.readers.layout import Line, as_row
from curate.readers.nesting import Nesting

_COLLAPSED = re.compile(r"[ \t\n\r\f]+")  # what HTML takes for white space; a no-break space is not
_INVISIBLE = " \t\n\r\f\v\xa0\u200b\u2060\ufeff\xad"


def render(root: Any) -> list[Line]:
    """Return the lines of a page, in the order of its text."""
    walk = _Walk(root.find("head/title"))
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in steps:
        if event == "start":
            if not walk.enter(element):
                steps.skip_subtree()
            continue
        if event == "end":
            walk.leave(element)
        if element.tail and element is not root:
            walk.add(element.tail)
    return walk.lines


class _Walk:
    """The state of a walk.  `lines` is its result."""

    __slots__ = ("_after_link", "_hidden", "_nesting", "_out", "_run", "_shown", "_title", "_top", "_waiting", "lines")

    def __init__(self, title: Any) -> None:
        self.lines: list[Line] = []
        self._title = title
        self._top = Open(None, None, 0, State())
        self._shown = self._run = Run([])
        self._hidden = 0  # the depth of the outermost hidden element around here, or 0
        self._waiting: list[Line] = []  # hidden lines that come after the line being gathered
        self._out = self.lines
        self._nesting = Nesting()
        self._after_link = False

    def enter(self, element: Any) -> bool:
        """Begin an element; return False if nothing within it is text."""
        tag = element.tag
        top = self._top
        self._top = Open(element, top, top.depth + 1, top.state)
        if tag in SKIPPED or element is self._title:
            return False
        block = self._top.block = is_block(tag, top.state)
        if block:
            self._end_block()
        if not self._hidden and is_hidden(tag, element):
            self._hide(block)
        if block:
            self._top.state = _inner(self._top.state, tag)
            self._nesting.open(tag, element, self._hidden > 0, len(self._out))
        elif tag == "br":
            self._break()
        elif tag == "a" and self._after_link:
            self._run.parts.append(" ")  # two links without a space are two words
        elif tag == "input":
            self._open_input(element)
        if element.text:
            self.add(element.text)
        return True

    def leave(self, element: Any) -> None:
        """End an element."""
        tag = element.tag
        node = self._top
        assert node.parent is not None
        if node.block:
            self._end_block()
            self._nesting.close(tag)
            if tag == "tr":
                self._end_row()
        elif tag == "text":
            self._run.parts.append(" ")  # labels in a drawing
        if node.depth == self._hidden:
            self._show()
        self._top = node.parent
        if self._top.depth < self._run.lowest:
            self._run.lowest = self._top.depth
        self._after_link = tag == "a"

    def add(self, text: str) -> None:
        """Take text that stands where the walk is."""
        self._run.add(text, self._top)
        self._after_link = False

    def _open_input(self, element: Any) -> None:
        value = element.get("value")
        if not value or (element.get("type") or "").lower() not in SUBMITS:
            return
        if self._top.state.inline:
            self.add(f" {value} ")
        else:
            self._end_block()
            self._top.state = CONTROL
            self.add(value)
            self._end_block()

    def _end_row(self) -> None:
        starts = self._nesting.row
        if len(starts) > 1 and starts[0] < len(self._out):
            first = starts[0]
            cells = [start - first for start in starts]
            self._out[first:] = as_row(self._out[first:], cells, self._top.named(), self._nesting.group)

    def _hide(self, block: bool) -> None:
        """Turn to the text of a hidden element; an inline one must not cut the line it stands in."""
        self._hidden = self._top.depth
        self._out = self._waiting if self._shown.first else self.lines
        self._run = Run([])
        if not block:
            self._top.state = State(inline=True)

    def _show(self) -> None:
        self._end_block()
        self._hidden = 0
        self._run = self._shown
        self._out = self.lines

    def _break(self) -> None:
        state = self._top.state
        if state.verbatim:
            self._run.parts.append("\n")
        elif not state.breaks:
            self._run.parts.append(" ")
        else:
            self._end_line()
            self._run.breaks += 1

    def _end_block(self) -> None:
        self._end_line()
        self._run.breaks = PARAGRAPH

    def _end_line(self) -> None:
        run = self._run
        if run.first is not None:
            self._write(run, run.first)
            run.first = None
            run.breaks = 0
        run.parts.clear()

    def _write(self, run: Run, node: Open) -> None:
        state = self._top.state
        text = "".join(run.parts)
        text = _trimmed(text) if state.verbatim else _COLLAPSED.sub(" ", text).strip(" ")
        if text.strip(_INVISIBLE):
            self._out.append(self._line(text, state, node.upto(run.shared).named()))
        if not self._hidden and self._waiting:
            self.lines += self._waiting
            self._waiting.clear()

    def _line(self, text: str, state: State, path: tuple[str, ...]) -> Line:
        soft = self._run.breaks == 1
        mark, marked = self._nesting.mark(state, self._hidden > 0)
        role = "paragraph" if state.role == "item" and not (marked or soft) else state.role
        close = marked or state.close or (soft and self._run.was_close)
        self._run.was_close = close
        return Line(text, role, path, self._hidden > 0, mark, self._nesting.group, close, soft)


@lru_cache(maxsize=1024)
def _inner(outer: State, tag: str) -> State:
    """Return what a block makes of the text within it."""
    state = STATES.get(tag)
    if tag == "p":
        return replace(outer, inline=True, close=False)
    if state is None or (outer.verbatim and not state.verbatim):
        return outer
    return state


def _trimmed(code: str) -> str:
    """Return verbatim text without blank lines at its ends and white space at the end of the last one."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", code).rstrip()
