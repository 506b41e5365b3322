"""Add edits up by rule, category, document, language, confidence and size: the numbers of the audit and its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curate.audit.balance import Balance, count_characters
from curate.audit.load import DocumentEdits
from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store.cleaned_document import Cleaned

FACETS = ("category", "rule", "document", "language", "confidence", "size")
# each band: its highest value, and its name; sizes are in words
CONFIDENCE_BANDS = ((0.6, "doubtful: to 0.6"), (0.9, "likely: to 0.9"), (1.0, "sure: over 0.9"))
SIZE_BANDS = ((0, "no word"), (4, "1 to 4 words"), (24, "5 to 24 words"), (99, "25 to 99 words"), (float("inf"), "100 words and more"))


@dataclass(frozen=True, slots=True)
class EditKind:
    """What the facets say of an edit."""

    category: str
    rule: str
    document: str
    language: str
    confidence: str
    size: str


@dataclass(frozen=True, slots=True)
class Amount:
    """How many edits, and how many words and characters of source text they change."""

    passages: int = 0
    words: int = 0
    characters: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.passages + other.passages, self.words + other.words, self.characters + other.characters)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule was applied, and how many characters it took out and put in."""

    rule: str
    category: str
    edits: int
    characters_out: int
    characters_in: int


def band_name(bands: tuple[tuple[float, str], ...], value: float) -> str:
    """Return the name of the first band that reaches up to `value`.

    >>> band_name(SIZE_BANDS, 5), band_name(CONFIDENCE_BANDS, 0.6)
    ('5 to 24 words', 'doubtful: to 0.6')
    """
    for highest, name in bands:
        if value <= highest:
            return name
    return bands[-1][1]


def count_by_rule(edits: Iterable[Edit]) -> list[RuleCount]:
    """Return the counts by rule; the rule that took out most comes first."""
    sums: dict[str, list[int]] = {}
    for edit in edits:
        count = sums.setdefault(edit.rule, [0, 0, 0])
        count[0] += 1
        count[1] += len(edit.before)
        count[2] += len(edit.after)
    rows = [RuleCount(rule, category_of(rule), *count) for rule, count in sums.items()]
    return sorted(rows, key=lambda row: (-row.characters_out, row.rule))


def sum_by_kind(document: Cleaned, edits: Iterable[Edit]) -> dict[EditKind, Amount]:
    """Return the edits of a document, added up by kind."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for edit in edits:
        words = len(edit.before.split())
        total = sums.setdefault((edit.rule, band_name(CONFIDENCE_BANDS, edit.confidence), band_name(SIZE_BANDS, words)), [0, 0, 0])
        total[0] += 1
        total[1] += words
        total[2] += len(edit.before)
    return {
        EditKind(category_of(rule), rule, document.id, document.language, confidence, size): Amount(*total)
        for (rule, confidence, size), total in sums.items()
    }


def add_amounts(totals: dict[EditKind, Amount], amounts: Iterable[tuple[EditKind, Amount]]) -> dict[EditKind, Amount]:
    """Add amounts to the totals in place, and return these."""
    for kind, amount in amounts:
        totals[kind] = totals.get(kind, Amount()) + amount
    return totals


def totals_as_json(documents: DocumentEdits) -> dict[str, Any]:
    """Return the totals of these edits of these documents as plain values."""
    balance, totals = Balance(), dict[EditKind, Amount]()
    for document, edits in documents:
        balance += count_characters(document.source, edits)
        add_amounts(totals, sum_by_kind(document, edits).items())
    return {"characters": balance.as_json(), "facets": sum_by_facet(totals)}


def sum_by_facet(totals: Mapping[EditKind, Amount]) -> dict[str, dict[str, Any]]:
    """Return, for each facet and value, the passages, words and characters; the value with most passages comes first."""
    return {facet: dict(_ranked_amounts(totals, facet)) for facet in FACETS}


def _ranked_amounts(totals: Mapping[EditKind, Amount], facet: str) -> Iterator[tuple[str, dict[str, int]]]:
    sums: dict[str, Amount] = {}
    for kind, amount in totals.items():
        name = getattr(kind, facet)
        sums[name] = sums.get(name, Amount()) + amount
    for name, total in sorted(sums.items(), key=lambda item: (-item[1].passages, item[0])):
        yield name, {"passages": total.passages, "words": total.words, "characters": total.characters}
