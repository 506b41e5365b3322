"""The text of one line while the walk over a page collects it."""

from __future__ import annotations

from dataclasses import dataclass

from curate.readers.open_elements import OpenElement

PARAGRAPH_BREAKS = 2  # line breaks that separate paragraphs


@dataclass(slots=True)
class LineBuffer:
    """The text nodes of a line so far, and the innermost element around all of them."""

    texts: list[str]
    breaks: int = PARAGRAPH_BREAKS  # line breaks since the last line of this block
    first: OpenElement | None = None  # the element of the first text that is not only white space
    common_depth: int = 0  # depth of the innermost element around all texts
    min_depth: int = 0  # smallest depth of the walk since the last text
    was_tight: bool = False  # the line before was tight
    size: int = 0  # characters, without white space at the ends of each text
    link_size: int = 0  # of them in links

    def add(self, text: str, node: OpenElement) -> None:
        """Append a text that stands in `node`."""
        self.texts.append(text)
        size = len(text.strip())
        if not size:
            return
        self.size += size
        if node.in_link:
            self.link_size += size
        if self.first is None:
            self.first, self.common_depth = node, node.depth
        elif self.min_depth < self.common_depth:
            self.common_depth = self.min_depth
        self.min_depth = node.depth
