"""Overlaps: what a document shares with the rest of the corpus."""

from __future__ import annotations

from dataclasses import dataclass

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
class Repeat:
    """A line that stands on so many `pages` of its site; `examples` are two of them."""

    location: Location
    pages: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What one document shares with others; `duplicate_of` is the one that it copies as a whole, if it does.

    No passage is in two of the lists.
    """

    copies: tuple[Copy, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    duplicate_of: str = ""
