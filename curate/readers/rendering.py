"""Render a parsed page as lines, in one walk over its elements.

The walk is not recursive, so a page may nest as deep as its parser allows.
Every text node outside script and style ends up in some line.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from lxml import etree

from curate.readers.elements import (
    BLOCK,
    BUTTON_INPUT_TYPES,
    CODE_LINE_TAGS,
    CONTROL_STYLE,
    HIDING_ATTRIBUTES,
    INLINE,
    LABEL_TAGS,
    LINE_KINDS,
    LINE_STYLES,
    MAYBE_HIDDEN_TAGS,
    NESTING_TAGS,
    SPECIAL_INLINE_TAGS,
    TEXTLESS_TAGS,
    LineStyle,
    is_for_screen_readers,
    is_hidden,
)
from curate.readers.formulas import FORMULA_TAGS, read_formula
from curate.readers.inline_text import is_seam, needs_brackets, raise_digits
from curate.readers.layout import Line, join_row
from curate.readers.line_buffer import PARAGRAPH_BREAKS, LineBuffer
from curate.readers.nesting import Nesting
from curate.readers.open_elements import OpenElement, OutlineBuilder

_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")  # the white space of HTML, which a no-break space is not
_IRREGULAR_SPACE = re.compile(r"  |[\t\n\r\f]")
_COMMENTS = frozenset((etree.Comment, etree.ProcessingInstruction))  # the "tags" of comments and processing instructions
_SKIPPED_TAGS = TEXTLESS_TAGS | _COMMENTS  # only the text behind these elements is rendered
_INVISIBLE = " \t\n\r\f\v\xa0\u200b\u2060\ufeff\xad"


def render_lines(root: Any, outline: OutlineBuilder | None = None) -> list[Line]:
    """Return the lines of a page in the order of its text, and add the elements around them to `outline`."""
    walk = _Walk(root, outline or OutlineBuilder())
    enter, leave, add_text = walk.enter, walk.leave, walk.add_text
    steps = root.iter()
    for element in steps:  # some 1,300 elements a page: the loop does only what most of them need
        parent = element.getparent()
        while walk.top.element is not parent:
            leave()
        tag = element.tag
        formula = read_formula(tag, element) if tag in FORMULA_TAGS else ""
        if tag in _SKIPPED_TAGS or formula or (tag == "title" and element is walk.title):
            if formula:
                add_text(formula)
            for _ in element.iterdescendants() if len(element) else ():
                next(steps)
            walk.is_after_link = walk.is_after_link and tag in _COMMENTS
            if (tail := element.tail) and element is not root:
                add_text(tail)
        else:
            enter(tag, element)
    while walk.top.depth:
        leave()
    return walk.lines


class _Walk:
    """The state of a walk over a page.  `lines` is its result."""

    __slots__ = (
        "_buffer", "_hidden_depth", "_hidden_lines", "_nesting", "_outline", "_output", "_visible_buffer", "is_after_link", "lines",
        "title", "top",
    )  # fmt: skip

    def __init__(self, root: Any, outline: OutlineBuilder) -> None:
        self.lines: list[Line] = []
        self._outline = outline
        self.title = root.find("head/title")
        self.top = OpenElement.outside_page()
        self._visible_buffer = self._buffer = LineBuffer([])
        self._hidden_depth = 0  # the depth of the outermost hidden element around here, or 0
        self._hidden_lines: list[Line] = []  # hidden lines inside the current visible line; they are output after it
        self._output = self.lines
        self._nesting = Nesting()
        self.is_after_link = False  # a link has just ended

    def enter(self, tag: str, element: Any) -> None:
        """Begin an element."""
        top = self.top
        kind = LINE_KINDS[tag]
        is_block = kind != INLINE and (kind == BLOCK or not top.style.inline)
        if is_block and ((top.style.verbatim and tag in CODE_LINE_TAGS) or (tag == "label" and _is_checkable_item(element, top))):
            is_block = False
        if is_block:
            self._end_block()
        node = self.top = OpenElement(element, tag, top, is_block)
        may_hide = tag in MAYBE_HIDDEN_TAGS or not HIDING_ATTRIBUTES.isdisjoint(node.attributes)
        hides = (may_hide and is_hidden(tag, element, node.attributes)) or (tag in LABEL_TAGS and is_for_screen_readers(element))
        if hides and not self._hidden_depth:
            self._begin_hidden(is_block)
        if is_block:
            if tag == "p" or tag in LINE_STYLES:
                node.style = _inner_style(node.style, tag)
            if tag in NESTING_TAGS:
                self._nesting.open_block(tag, element, self._hidden_depth > 0, len(self._output))
        elif tag in SPECIAL_INLINE_TAGS:
            self._enter_special(tag, element)
        elif tag in CODE_LINE_TAGS:
            self._begin_code_line()
        if (text := element.text) and not (tag == "noscript" and text.lstrip().startswith("<")):  # else markup, escaped
            self.add_text(text)

    def leave(self) -> None:
        """End the innermost element, and add the text behind it."""
        node = self.top
        tag = node.tag
        if node.is_block:
            self._end_block()
            if tag in NESTING_TAGS:
                self._nesting.close_block(tag)
                if tag == "tr":
                    self._end_row()
        elif tag == "text":
            self._buffer.texts.append(" ")  # separates the labels of a drawing
        elif tag in CODE_LINE_TAGS:
            self._end_code_line()
        elif tag == "sup":
            self._raise_superscript(node)
        elif tag == "rt" and needs_brackets(node.element):
            self._buffer.texts.append(")")
        if node.depth == self._hidden_depth:
            self._end_hidden()
        self.top = node.parent
        buffer = self._buffer
        if node.depth <= buffer.min_depth:
            buffer.min_depth = node.depth - 1
        self.is_after_link = tag == "a"
        if (tail := node.element.tail) and node.depth > 1:
            self.add_text(tail)

    def add_text(self, text: str) -> None:
        """Add a text node at the current place."""
        self.is_after_link = False
        buffer = self._buffer
        if buffer.texts or not text.isspace() or self.top.style.verbatim or not text.isascii():  # else it would be trimmed
            buffer.add(text, self.top)

    def _enter_special(self, tag: str, element: Any) -> None:
        if tag == "br":
            self._break_line()
        elif tag == "input":
            self._add_button(element)
        elif tag == "sup":
            self.top.begin = len(self._buffer.texts)
        elif tag == "rt":
            if needs_brackets(element):
                self._buffer.texts.append("(")
        elif tag != "a":
            texts = self._buffer.texts
            if texts and not self.top.style.verbatim and is_seam(element, texts[-1].rstrip("\xad")):
                texts.append(" ")
        else:
            self.top.in_link = True
            if self.is_after_link:
                self._buffer.texts.append(" ")  # two links without a space between them are two words

    def _add_button(self, element: Any) -> None:
        """Add the caption of an <input> that is a button."""
        value = element.get("value")
        if not value or (element.get("type") or "").lower() not in BUTTON_INPUT_TYPES:
            return
        if self.top.style.inline:
            self.add_text(f" {value} ")
        else:
            self._end_block()
            self.top.style = CONTROL_STYLE
            self.add_text(value)
            self._end_block()

    def _raise_superscript(self, node: OpenElement) -> None:
        """Make a number that stands as a superscript one that shows it."""
        texts = self._buffer.texts
        if node.begin < len(texts):
            texts[node.begin :] = [raise_digits("".join(texts[node.begin :]), node.element.tail or "")]

    def _begin_code_line(self) -> None:
        """Begin an element that is a line of code; white space between two of them is no line."""
        texts = self._buffer.texts
        if texts and len(texts) > 1 and texts[-1].isspace() and texts[-2] == "\n":
            texts.pop()
        if texts and not texts[-1].endswith("\n"):
            texts.append("\n")

    def _end_code_line(self) -> None:
        if (texts := self._buffer.texts) and texts[-1] != "\n":
            texts.append("\n")

    def _end_row(self) -> None:
        """Join the lines of the row that has ended, if its cells are single lines."""
        starts = self._nesting.last_row
        if len(starts) > 1 and starts[0] < len(self._output):
            first = starts[0]
            cell_starts = [start - first for start in starts]
            place = (self.top.add_to_outline(self._outline), self.top.index)
            self._output[first:] = join_row(self._output[first:], cell_starts, place, self._nesting.group)

    def _begin_hidden(self, is_block: bool) -> None:
        """Begin a hidden element; an inline one must not split the visible line around it."""
        self._hidden_depth = self.top.depth
        self._output = self._hidden_lines if self._visible_buffer.first else self.lines
        self._buffer = LineBuffer([])
        if not is_block:
            self.top.style = LineStyle(inline=True)

    def _end_hidden(self) -> None:
        self._end_block()
        self._hidden_depth = 0
        self._buffer = self._visible_buffer
        self._output = self.lines

    def _break_line(self) -> None:
        """Do what a <br> does here."""
        style = self.top.style
        if style.verbatim:
            self._buffer.texts.append("\n")
        elif not style.breaks:
            self._buffer.texts.append(" ")
        else:
            self._end_line()
            self._buffer.breaks += 1

    def _end_block(self) -> None:
        buffer = self._buffer
        if buffer.first is not None or buffer.texts:
            self._end_line()
        buffer.breaks = PARAGRAPH_BREAKS

    def _end_line(self) -> None:
        """Output the line in the buffer, if it has text, and empty the buffer."""
        buffer = self._buffer
        if buffer.first is not None:
            self._output_line(buffer, buffer.first)
            buffer.first = None
            buffer.breaks = buffer.size = buffer.link_size = 0
        buffer.texts.clear()

    def _output_line(self, buffer: LineBuffer, node: OpenElement) -> None:
        style = self.top.style
        text = "".join(buffer.texts)
        text = _trim_code(text) if style.verbatim else _collapse_space(text)
        if text.strip(_INVISIBLE):
            self._output.append(self._build_line(text, style, node.ancestor_at(buffer.common_depth)))
        if not self._hidden_depth and self._hidden_lines:
            self.lines += self._hidden_lines
            self._hidden_lines.clear()

    def _build_line(self, text: str, style: LineStyle, node: OpenElement) -> Line:
        buffer = self._buffer
        is_hidden_line = self._hidden_depth > 0
        after_break = buffer.breaks == 1
        mark, begins_item = self._nesting.take_mark(style, is_hidden_line)
        role = "paragraph" if style.role == "item" and not (begins_item or after_break) else style.role
        tight = begins_item or style.tight or (after_break and buffer.was_tight)
        buffer.was_tight = tight
        link_share = round(buffer.link_size / buffer.size, 3) if buffer.link_size else 0.0
        path = node.add_to_outline(self._outline)
        return Line(text, role, path, is_hidden_line, mark, self._nesting.group, tight, after_break, link_share, node.index)


def _is_checkable_item(label: Any, top: OpenElement) -> bool:
    """Is this label all that an item of a list says, beside a box to tick?"""
    return top.tag == "li" and label.find(".//input") is not None and len("".join(label.itertext()).split()) > 1


@lru_cache(maxsize=1024)
def _inner_style(outer: LineStyle, tag: str) -> LineStyle:
    """Return the style of lines in a block that stands in text of the outer style."""
    style = LINE_STYLES.get(tag)
    if tag == "p":
        return replace(outer, inline=True, tight=False)
    if style is None or (outer.verbatim and not style.verbatim):
        return outer
    return style


def _collapse_space(text: str) -> str:
    """Return the text with each run of HTML white space as one space, and none at its ends."""
    if text.isascii():
        return " ".join(text.split())  # faster, and the same for ASCII
    return _HTML_SPACE.sub(" ", text).strip(" ") if _IRREGULAR_SPACE.search(text) else text.strip(" ")


def _trim_code(code: str) -> str:
    """Return verbatim text without blank lines at its start and white space at its end."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", code).rstrip()
