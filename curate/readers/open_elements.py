"""The elements that are open at a point of the walk over a page, and the outline of all elements around its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from curate.readers.elements import LineStyle, element_label

_MAX_PATH_LENGTH = 64  # elements in the path of a passage; of a longer one the outermost are left out


@dataclass(slots=True)
class OutlineBuilder:
    """The outline of a page while it is built: for each element its parent's index and its label."""

    parents: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


class OpenElement:
    """An element whose start the walk has passed, but not its end."""

    __slots__ = ("attributes", "begin", "depth", "element", "in_link", "index", "is_block", "parent", "path", "style", "tag")

    depth: int
    style: LineStyle
    in_link: bool
    path: tuple[str, ...] | None  # None until a line needs it
    index: int  # in the outline; set with the path
    begin: int  # of a superscript: how many texts of the line stand before it

    def __init__(self, element: Any, tag: str, parent: OpenElement, is_block: bool) -> None:
        self.element = element
        self.tag = tag
        self.attributes = element.keys()  # not items(): that takes quadratic time on an element with many attributes
        self.parent = parent
        self.depth = parent.depth + 1
        self.style = parent.style
        self.is_block = is_block
        self.in_link = parent.in_link
        self.path = None

    @classmethod
    def outside_page(cls) -> OpenElement:
        """Return the parent of the root element, which is its own parent, at depth 0."""
        node = cls.__new__(cls)
        node.attributes, node.tag = [], ""
        node.element, node.parent, node.depth, node.style, node.is_block = None, node, 0, LineStyle(), False
        node.in_link, node.path, node.index = False, (), -1
        return node

    def ancestor_at(self, depth: int) -> OpenElement:
        """Return the ancestor at this depth, or the element itself if it is not deeper."""
        node = self
        while node.depth > depth:
            node = node.parent
        return node

    def add_to_outline(self, outline: OutlineBuilder) -> tuple[str, ...]:
        """Return the element's path, outermost label first; at the first call, also add it and its ancestors to the outline."""
        if self.path is not None:
            return self.path
        new = [self]
        node = self.parent
        while node.path is None:
            new.append(node)
            node = node.parent
        path, index = node.path, node.index
        parents, labels = outline.parents, outline.labels
        for node in reversed(new):
            if node.depth > 1:
                label = element_label(node.tag, node.element, node.attributes)
                path = (*path, label) if len(path) < _MAX_PATH_LENGTH else (*path[1:], label)
                parents.append(index)
                labels.append(label)
                index = len(labels) - 1
            node.path, node.index = path, index
        return path
