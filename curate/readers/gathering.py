"""The text of a line while it is gathered, and the elements around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from curate.readers.elements import State, label

PARAGRAPH = 2  # line breaks that make a paragraph
_PATH_LENGTH = 64  # elements in the path of a passage, counted from within


@dataclass(slots=True)
class Open:
    """An element that has begun and not ended."""

    element: Any
    parent: Open | None
    depth: int
    state: State
    block: bool = False
    path: tuple[str, ...] | None = None

    def upto(self, depth: int) -> Open:
        """Return the element at this depth that this one is within, or itself."""
        node = self
        while node.depth > depth and node.parent is not None:
            node = node.parent
        return node

    def named(self) -> tuple[str, ...]:
        """Return the labels of the innermost elements down to this one; worked out once."""
        unnamed = []
        node: Open | None = self
        while node is not None and node.path is None:
            unnamed.append(node)
            node = node.parent
        path = node.path if node is not None and node.path is not None else ()
        for node in reversed(unnamed):
            path = node.path = (*path, label(node.element))[-_PATH_LENGTH:] if node.depth > 1 else ()
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

    def add(self, text: str, place: Open) -> None:
        """Take a text and keep account of the innermost element around all of them."""
        self.parts.append(text)
        if text.isspace():
            return
        if self.first is None:
            self.first, self.shared = place, place.depth
        elif self.lowest < self.shared:
            self.shared = self.lowest
        self.lowest = place.depth
