"""The text of a line while it is gathered, and the elements around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from curate.readers.elements import State, label

PARAGRAPH = 2  # line breaks that make a paragraph
_PATH_LENGTH = 64  # elements in the path of a passage, counted from within


@dataclass(slots=True)
class Named:
    """The elements that lines stand in, so far: parents and labels."""

    parents: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


class Open:
    """An element that has begun and not ended."""

    __slots__ = ("block", "depth", "element", "linked", "names", "number", "parent", "path", "state", "tag")

    depth: int
    state: State
    linked: bool  # within a link
    path: tuple[str, ...] | None
    number: int

    def __init__(self, element: Any, tag: str, parent: Open, block: bool) -> None:
        self.element = element
        self.tag = tag
        self.names = element.keys()  # not items(): that takes quadratic time on an element of many attributes
        self.parent = parent
        self.depth = parent.depth + 1
        self.state = parent.state
        self.block = block
        self.linked = parent.linked
        self.path = None

    @classmethod
    def nothing(cls) -> Open:
        """Return what stands for the outside of the page: its own parent."""
        node = cls.__new__(cls)
        node.names, node.tag = [], ""
        node.element, node.parent, node.depth, node.state, node.block = None, node, 0, State(), False
        node.linked, node.path, node.number = False, (), -1
        return node

    def upto(self, depth: int) -> Open:
        """Return the element at this depth that this one is within, or itself."""
        node = self
        while node.depth > depth:
            node = node.parent
        return node

    def named(self, outline: Named) -> tuple[str, ...]:
        """Return the labels of the innermost elements down to this one, and number it; worked out once."""
        if self.path is not None:
            return self.path
        unnamed = [self]
        node = self.parent
        while node.path is None:
            unnamed.append(node)
            node = node.parent
        path, number = node.path, node.number
        parents, labels = outline.parents, outline.labels
        for node in reversed(unnamed):
            if node.depth > 1:
                name = label(node.tag, node.element, node.names)
                path = (*path, name) if len(path) < _PATH_LENGTH else (*path[1:], name)
                parents.append(number)
                labels.append(name)
                number = len(labels) - 1
            node.path, node.number = path, number
        return path


@dataclass(slots=True)
class Run:
    """The text of a line while it is being gathered."""

    parts: list[str]
    breaks: int = PARAGRAPH  # line breaks since the last line of this block
    first: Open | None = None  # where its first visible text stood
    shared: int = 0  # depth of the innermost element around all of it
    lowest: int = 0  # the least depth since its last text
    was_close: bool = False  # the line before it was
    size: int = 0  # characters, white space at the ends of texts apart
    linked: int = 0  # of them in links

    def add(self, text: str, place: Open) -> None:
        """Take a text and keep account of the innermost element around all of them."""
        self.parts.append(text)
        size = len(text.strip())
        if not size:
            return
        self.size += size
        if place.linked:
            self.linked += size
        if self.first is None:
            self.first, self.shared = place, place.depth
        elif self.lowest < self.shared:
            self.shared = self.lowest
        self.lowest = place.depth
