"""Where the characters of a document went: kept, removed, or replaced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curate.ledger.edits import Edit


@dataclass(frozen=True, slots=True)
class Balance:
    """Counts of characters: `kept + removed + replaced == source` and `kept + written == cleaned`."""

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


def count_characters(source: str, edits: Iterable[Edit]) -> Balance:
    """Return the balance of a document; an edit that writes nothing removes, any other replaces."""
    removed = replaced = written = 0
    for edit in edits:
        if edit.after:
            replaced += len(edit.before)
            written += len(edit.after)
        else:
            removed += len(edit.before)
    return Balance(len(source), removed, replaced, written)
