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

from curate.readers.elements import BLOCK, CONTROL, HIDERS, HIDING, INLINE, KINDS, NESTING, ODD, STATES, SUBMITS, TEXTLESS, State, is_hidden
from curate.readers.gathering import PARAGRAPH, Named, Open, Run
from curate.readers.layout import Line, as_row
from curate.readers.nesting import Nesting

_COLLAPSED = re.compile(r"[ \t\n\r\f]+")  # what HTML takes for white space; a no-break space is not
_RAGGED = re.compile(r"  |[\t\n\r\f]")
_UNSEEN = frozenset((etree.Comment, etree.ProcessingInstruction))  # what these elements have for a tag
_PASSED = TEXTLESS | _UNSEEN  # of these only what stands behind them is text
_INVISIBLE = " \t\n\r\f\v\xa0\u200b\u2060\ufeff\xad"


def render(root: Any, named: Named | None = None) -> list[Line]:
    """Return the lines of a page, in the order of its text; the elements around them are added to `named`."""
    walk = _Walk(root, named or Named())
    enter, leave, add = walk.enter, walk.leave, walk.add
    steps = root.iter()
    for element in steps:  # some 1,300 times a page: what most elements do not need is done elsewhere
        parent = element.getparent()
        while walk.top.element is not parent:
            leave()
        tag = element.tag
        if tag in _PASSED or (tag == "title" and element is walk.title):
            for _ in element.iterdescendants() if len(element) else ():
                next(steps)
            walk.after_link = walk.after_link and tag in _UNSEEN
            if (tail := element.tail) and element is not root:
                add(tail)
        else:
            enter(tag, element)
    while walk.top.depth:
        leave()
    return walk.lines


class _Walk:
    """The state of a walk.  `lines` is its result."""

    __slots__ = ("_hidden", "_named", "_nesting", "_out", "_run", "_shown", "_waiting", "after_link", "lines", "title", "top")

    def __init__(self, root: Any, named: Named) -> None:
        self.lines: list[Line] = []
        self._named = named
        self.title = root.find("head/title")
        self.top = Open.nothing()
        self._shown = self._run = Run([])
        self._hidden = 0  # the depth of the outermost hidden element around here, or 0
        self._waiting: list[Line] = []  # hidden lines that come after the line being gathered
        self._out = self.lines
        self._nesting = Nesting()
        self.after_link = False  # the last thing was the end of a link

    def enter(self, tag: str, element: Any) -> None:
        """Begin an element."""
        top = self.top
        kind = KINDS[tag]
        block = kind != INLINE and (kind == BLOCK or not top.state.inline)
        if block:
            self._end_block()
        node = self.top = Open(element, tag, top, block)
        if not self._hidden and (tag in HIDING or not HIDERS.isdisjoint(node.names)) and is_hidden(tag, element, node.names):
            self._hide(block)
        if block:
            if tag == "p" or tag in STATES:
                node.state = _inner(node.state, tag)
            if tag in NESTING:
                self._nesting.open(tag, element, self._hidden > 0, len(self._out))
        elif tag in ODD:
            self._open_odd(tag, element)
        if text := element.text:
            self.add(text)

    def leave(self) -> None:
        """End the innermost element, and take the text behind it."""
        node = self.top
        tag = node.tag
        if node.block:
            self._end_block()
            if tag in NESTING:
                self._nesting.close(tag)
                if tag == "tr":
                    self._end_row()
        elif tag == "text":
            self._run.parts.append(" ")  # labels in a drawing
        if node.depth == self._hidden:
            self._show()
        self.top = node.parent
        run = self._run
        if node.depth <= run.lowest:
            run.lowest = node.depth - 1
        self.after_link = tag == "a"
        if (tail := node.element.tail) and node.depth > 1:
            self.add(tail)

    def add(self, text: str) -> None:
        """Take text that stands where the walk is."""
        self.after_link = False
        run = self._run
        if run.parts or not text.isspace() or self.top.state.verbatim or not text.isascii():  # else it would be trimmed
            run.add(text, self.top)

    def _open_odd(self, tag: str, element: Any) -> None:
        if tag == "br":
            self._break()
        elif tag == "input":
            self._open_input(element)
        else:
            self.top.linked = True
            if self.after_link:
                self._run.parts.append(" ")  # two links without a space are two words

    def _open_input(self, element: Any) -> None:
        value = element.get("value")
        if not value or (element.get("type") or "").lower() not in SUBMITS:
            return
        if self.top.state.inline:
            self.add(f" {value} ")
        else:
            self._end_block()
            self.top.state = CONTROL
            self.add(value)
            self._end_block()

    def _end_row(self) -> None:
        starts = self._nesting.row
        if len(starts) > 1 and starts[0] < len(self._out):
            first = starts[0]
            cells = [start - first for start in starts]
            self._out[first:] = as_row(self._out[first:], cells, (self.top.named(self._named), self.top.number), self._nesting.group)

    def _hide(self, block: bool) -> None:
        """Turn to the text of a hidden element; an inline one must not cut the line it stands in."""
        self._hidden = self.top.depth
        self._out = self._waiting if self._shown.first else self.lines
        self._run = Run([])
        if not block:
            self.top.state = State(inline=True)

    def _show(self) -> None:
        self._end_block()
        self._hidden = 0
        self._run = self._shown
        self._out = self.lines

    def _break(self) -> None:
        state = self.top.state
        if state.verbatim:
            self._run.parts.append("\n")
        elif not state.breaks:
            self._run.parts.append(" ")
        else:
            self._end_line()
            self._run.breaks += 1

    def _end_block(self) -> None:
        run = self._run
        if run.first is not None or run.parts:
            self._end_line()
        run.breaks = PARAGRAPH

    def _end_line(self) -> None:
        run = self._run
        if run.first is not None:
            self._write(run, run.first)
            run.first = None
            run.breaks = run.size = run.linked = 0
        run.parts.clear()

    def _write(self, run: Run, node: Open) -> None:
        state = self.top.state
        text = "".join(run.parts)
        text = _trimmed(text) if state.verbatim else _collapsed(text)
        if text.strip(_INVISIBLE):
            self._out.append(self._line(text, state, node.upto(run.shared)))
        if not self._hidden and self._waiting:
            self.lines += self._waiting
            self._waiting.clear()

    def _line(self, text: str, state: State, node: Open) -> Line:
        run = self._run
        soft = run.breaks == 1
        mark, marked = self._nesting.mark(state, self._hidden > 0)
        role = "paragraph" if state.role == "item" and not (marked or soft) else state.role
        close = marked or state.close or (soft and run.was_close)
        run.was_close = close
        linked = round(run.linked / run.size, 3) if run.linked else 0.0
        path = node.named(self._named)
        return Line(text, role, path, self._hidden > 0, mark, self._nesting.group, close, soft, linked, node.number)


@lru_cache(maxsize=1024)
def _inner(outer: State, tag: str) -> State:
    """Return what a block makes of the text within it."""
    state = STATES.get(tag)
    if tag == "p":
        return replace(outer, inline=True, close=False)
    if state is None or (outer.verbatim and not state.verbatim):
        return outer
    return state


def _collapsed(text: str) -> str:
    """Return text with each run of white space as one space, none at its ends; `split` is the faster way where it is right."""
    if text.isascii():
        return " ".join(text.split())
    return _COLLAPSED.sub(" ", text).strip(" ") if _RAGGED.search(text) else text.strip(" ")


def _trimmed(code: str) -> str:
    """Return verbatim text without blank lines at its ends and white space at the end of the last one."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", code).rstrip()
