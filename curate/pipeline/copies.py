"""What went as a copy, added up: passages and documents, with the largest as examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from curate.duplicates.overlaps import Overlaps
from curate.pipeline.rounds import Cleaned
from curate.rules.registry import category_of
from curate.text.words import count_words

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A document, the words of it that went as copies, and one of the documents that have them too: itself, where they stood twice."""

    document: str
    words: int
    original: str


@dataclass(frozen=True, slots=True)
class CopiesRemoved:
    """How much went: `passages` of so many `documents`, `words` in all; `whole` documents left nothing."""

    documents: int = 0
    whole: int = 0
    passages: int = 0
    words: int = 0
    examples: tuple[Example, ...] = ()


def count_copies(cleaned: Cleaned, overlaps: Overlaps) -> CopiesRemoved:
    """Return what went of one document."""
    sizes = [count_words(edit.before) for edit in cleaned.draft.edits if not edit.after.strip() and category_of(edit.rule) == "duplicate"]
    if not any(sizes):
        return CopiesRemoved()
    id = cleaned.document.id
    original = overlaps.duplicate_of or next((one.original.document for one in overlaps.copies), id)
    whole = int(not cleaned.draft.text.strip())
    return CopiesRemoved(1, whole, len(sizes), sum(sizes), (Example(id, sum(sizes), original),))


def add_copies(several: Iterable[CopiesRemoved]) -> CopiesRemoved:
    """Return several counts as one; of the examples, the largest."""
    every = list(several)
    examples = sorted((one for counts in every for one in counts.examples), key=lambda one: (-one.words, one.document))
    sums = {name: sum(getattr(counts, name) for counts in every) for name in ("documents", "whole", "passages", "words")}
    return CopiesRemoved(**sums, examples=tuple(examples[:_EXAMPLES]))


def to_json(counts: CopiesRemoved) -> dict[str, Any]:
    """Return counts as plain values."""
    return asdict(counts)


def from_json(table: Mapping[str, Any]) -> CopiesRemoved:
    """Return the counts that `to_json` wrote."""
    return CopiesRemoved(**{**table, "examples": tuple(Example(**one) for one in table["examples"])})
