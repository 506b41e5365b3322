"""A document of a report in numbers: its size, its risk, its edits by kind."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from typing import Any

from curate.audit import highlights
from curate.audit.balance import Balance, count_characters
from curate.audit.risk import score_risk
from curate.audit.totals import Amount, EditKind, sum_by_kind
from curate.rules.registry import category_of
from curate.store.cleaned_document import Cleaned

_EDIT_SIZE = 120  # characters that an edit takes in the page beside its text
_RISKIEST = 3  # edits whose risks add up to that of the document

Amounts = dict[EditKind, Amount]  # `document` is empty in the kinds


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document in numbers; `size` is how many characters its text and edits take in the page."""

    id: str
    language: str
    characters: Balance
    risk: float
    size: int
    amounts: Amounts
    notes: Mapping[str, Any]  # the metadata that become highlights

    @staticmethod
    def from_document(document: Cleaned) -> DocumentSummary:
        """Return the summary of a document."""
        balance = count_characters(document.source, document.edits)
        return DocumentSummary(
            document.id,
            document.language,
            balance,
            round(sum(heapq.nlargest(_RISKIEST, (score_risk(edit)[0] for edit in document.edits))), 3),
            balance.source + balance.written + _EDIT_SIZE * len(document.edits),
            {replace(kind, document=""): amount for kind, amount in sum_by_kind(document, document.edits).items()},
            {key: document.metadata[key] for key in highlights.METADATA_KEYS if document.metadata.get(key)},
        )

    def as_json(self) -> list[Any]:
        """Return the summary as plain values; runs keep them in the cache."""
        return [self.id, self.language, astuple(self.characters), self.risk, self.size, amounts_as_rows(self.amounts), dict(self.notes)]

    @staticmethod
    def from_json(values: Sequence[Any]) -> DocumentSummary:
        """Return the summary that `as_json` wrote."""
        id, language, characters, risk, size, amounts, notes = values
        return DocumentSummary(id, language, Balance(*characters), risk, size, amounts_from_rows(amounts), notes)


def amounts_as_rows(amounts: Amounts) -> list[list[Any]]:
    """Return a row for each kind: rule, language, confidence, size, then the amount."""
    return [[kind.rule, kind.language, kind.confidence, kind.size, *astuple(amount)] for kind, amount in amounts.items()]


def amounts_from_rows(rows: Iterable[Sequence[Any]]) -> Amounts:
    """Return the amounts that `amounts_as_rows` wrote."""
    return {_make_kind(*row[:4]): Amount(*row[4:]) for row in rows}


@lru_cache(10_000)  # there are few kinds, and many documents
def _make_kind(rule: str, language: str, confidence: str, size: str) -> EditKind:
    return EditKind(category_of(rule), rule, "", language, confidence, size)
