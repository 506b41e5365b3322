"""Counts of what was removed and replaced: the numbers that the audit and its report give, made in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store.cleaned import Cleaned

FACETS = ("category", "rule", "document", "language", "confidence", "size")
# highest value of a band, and its name; of sizes in words
CONFIDENCE = ((0.6, "doubtful: to 0.6"), (0.9, "likely: to 0.9"), (1.0, "sure: over 0.9"))
SIZES = ((0, "no word"), (4, "1 to 4 words"), (24, "5 to 24 words"), (99, "25 to 99 words"), (float("inf"), "100 words and more"))


@dataclass(frozen=True, slots=True)
class Kind:
    """What the facets say of an edit."""

    category: str
    rule: str
    document: str
    language: str
    confidence: str
    size: str


@dataclass(frozen=True, slots=True)
class Amount:
    """How many edits, and of how many words and characters of source text."""

    passages: int = 0
    words: int = 0
    characters: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.passages + other.passages, self.words + other.words, self.characters + other.characters)


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the characters went: `kept + removed + replaced == source` and `kept + written == cleaned`."""

    source: int = 0
    removed: int = 0
    replaced: int = 0
    written: int = 0

    @property
    def kept(self) -> int:
        return self.source - self.removed - self.replaced

    @property
    def cleaned(self) -> int:
        return self.kept + self.written

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.source + other.source, self.removed + other.removed, self.replaced + other.replaced, self.written + other.written
        )

    def as_json(self) -> dict[str, int]:
        names = ("source", "kept", "removed", "replaced", "written", "cleaned")
        return {name: getattr(self, name) for name in names}


def band(bands: tuple[tuple[float, str], ...], value: float) -> str:
    """Return the name of the first band that reaches up to `value`.

    >>> band(SIZES, 5), band(CONFIDENCE, 0.6)
    ('5 to 24 words', 'doubtful: to 0.6')
    """
    for highest, name in bands:
        if value <= highest:
            return name
    return bands[-1][1]


def balance(source: str, edits: Iterable[Edit]) -> Balance:
    """Return where the characters of a document went.  What nothing was written for is removed, else replaced."""
    removed = replaced = written = 0
    for edit in edits:
        if edit.after:
            replaced += len(edit.before)
            written += len(edit.after)
        else:
            removed += len(edit.before)
    return Balance(len(source), removed, replaced, written)


def amounts(document: Cleaned, edits: Iterable[Edit]) -> dict[Kind, Amount]:
    """Return the edits of a document, added up by kind."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for edit in edits:
        words = len(edit.before.split())
        total = sums.setdefault((edit.rule, band(CONFIDENCE, edit.confidence), band(SIZES, words)), [0, 0, 0])
        total[0] += 1
        total[1] += words
        total[2] += len(edit.before)
    return {
        Kind(category_of(rule), rule, document.id, document.language, confidence, size): Amount(*total)
        for (rule, confidence, size), total in sums.items()
    }


def add(found: dict[Kind, Amount], more: Iterable[tuple[Kind, Amount]]) -> dict[Kind, Amount]:
    """Add the amounts to those in `found`, and return it."""
    for key, value in more:
        found[key] = found.get(key, Amount()) + value
    return found


def as_json(document: Iterable[tuple[Cleaned, Iterable[Edit]]]) -> dict[str, Any]:
    """Return the counts of these edits of these documents as plain values."""
    total, found = Balance(), dict[Kind, Amount]()
    for one, edits in document:
        total += balance(one.source, edits)
        add(found, amounts(one, edits).items())
    return {"characters": total.as_json(), "facets": facets(found)}


def facets(found: Mapping[Kind, Amount]) -> dict[str, dict[str, Any]]:
    """Return, for each facet and value, the passages, words and characters: those with most passages first."""
    return {facet: dict(_ranked(found, facet)) for facet in FACETS}


def _ranked(found: Mapping[Kind, Amount], facet: str) -> Iterator[tuple[str, dict[str, int]]]:
    sums: dict[str, Amount] = {}
    for key, value in found.items():
        name = getattr(key, facet)
        sums[name] = sums.get(name, Amount()) + value
    for name, total in sorted(sums.items(), key=lambda item: (-item[1].passages, item[0])):
        yield name, {"passages": total.passages, "words": total.words, "characters": total.characters}
