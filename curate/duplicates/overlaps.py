"""Overlaps: what a document shares with the rest of the corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from curate.duplicates.locations import Location


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage that is a near-duplicate of `original`.

    `similarity` is the Jaccard similarity of their word 5-grams, `containment` the share of the copy's that the original has too;
    `here` and `there` are the words that only the copy or only the original has, the first dozen.
    """

    location: Location
    original: Location
    similarity: float = 1.0
    containment: float = 1.0
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """So many words of a passage that also stand at `source`, word for word but for single words."""

    location: Location
    source: Location
    words: int


@dataclass(frozen=True, slots=True)
class RepeatEvidence:
    """Why a line is furniture: it stands on so many `pages` `of` those of a site, the most senior of which are the `examples`.

    `first` and `last` are the dates (ISO 8601) of the first and the last of them; empty where none has a date.
    """

    site: str
    pages: int
    of: int
    examples: tuple[str, ...] = ()
    first: str = ""
    last: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the evidence as it stands in metadata."""
        table = {"site": self.site, "pages": self.pages, "of": self.of, "documents": list(self.examples)}
        return table | {name: value for name, value in (("first", self.first), ("last", self.last)) if value}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A line of a site's furniture; where it `is_sure` to be that, it may go."""

    location: Location
    evidence: RepeatEvidence
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What one document shares with others; `duplicate_of` is the one that it copies as a whole, if it does.

    No passage is in two of the lists.
    """

    copies: tuple[Copy, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    duplicate_of: str = ""
