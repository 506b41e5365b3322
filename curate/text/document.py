"""Documents and their passages, as readers hand them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, unsafe_hash=True)
class Passage:
    """A block of a source text, with what its markup said of it.  Never changed; not frozen, because that is slow to make.

    Offsets count code points of the source text.  `role` is one of `ROLES`;
    `path` names the enclosing elements from the outside in, each as
    `tag` or `tag.class#id`, and is empty for plain text.  `linked` is the share
    of its characters that stand in links.  `element` is the number of the last
    one of `path` in the document's outline, -1 for plain text.
    """

    start: int
    end: int
    role: str = "paragraph"
    path: tuple[str, ...] = ()
    hidden: bool = False
    linked: float = 0.0
    element: int = -1


@dataclass(frozen=True, slots=True)
class Outline:
    """The elements around the passages of a page, numbered from 0 in their order; parents come before children.

    `parents` holds the number of the element around each, -1 for the outermost;
    `labels` what each says of itself, as in a passage's path.
    """

    parents: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()


ROLES = ("heading", "paragraph", "item", "row", "caption", "quote", "code", "control", "term")


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its metadata.

    `source` is what all offsets count in.  `passages` is empty where the
    format has no markup; the text is then segmented by its lines.  `markup` is
    the decoded file of a format whose source text is a rendering of it.
    """

    id: str
    source: str
    format: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    markup: str = ""
    outline: Outline = field(default_factory=Outline)
