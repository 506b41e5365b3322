"""Documents and their passages, as readers hand them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a source text, with what its markup said of it.

    Offsets count code points of the source text.  `role` is one of `ROLES`;
    `path` names the enclosing elements from the outside in, each as
    `tag` or `tag.class#id`, and is empty for plain text.
    """

    start: int
    end: int
    role: str = "paragraph"
    path: tuple[str, ...] = ()
    hidden: bool = False


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
