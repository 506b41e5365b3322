"""Documents and passages: what a reader returns for a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, unsafe_hash=True)
class Passage:
    """A block of a source text with what its markup says about it.  Treat it as immutable; frozen dataclasses are slow to create.

    Offsets count code points of the source text.  `role` is one of `ROLES`.
    `path` names the enclosing elements, outermost first, each as `tag` or
    `tag.class#id`; it is empty for plain text.  `link_share` is the share of its
    characters in links, 0 to 1.  `element` is the index of the innermost
    enclosing element in the document's outline, -1 for plain text.
    """

    start: int
    end: int
    role: str = "paragraph"
    path: tuple[str, ...] = ()
    hidden: bool = False
    link_share: float = 0.0
    element: int = -1


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree of elements around the passages of a page, indexed from 0; parents come before their children.

    `parents` holds the index of each element's parent, -1 for the outermost;
    `labels` its name as in a passage's path (`tag.class#id`).
    """

    parents: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()


ROLES = ("heading", "paragraph", "item", "row", "caption", "quote", "code", "control", "term")


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its metadata.

    All offsets count code points of `source`.  `passages` is empty if the format
    has no markup; `segment` then finds them by lines.  `markup` is the decoded
    file if `source` is a rendering of it, as for HTML, else empty.
    """

    id: str
    source: str
    format: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    markup: str = ""
    outline: Outline = field(default_factory=Outline)
