"""Matches: all that was found to be duplicated, by the ranks of passages and documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curate.duplicates.hashing import I64
from curate.duplicates.near_duplicates import NearMiss
from curate.duplicates.passages import NONE
from curate.duplicates.quotations import SharedRun
from curate.duplicates.repeats import Repeats
from curate.store.column_file import Column


@dataclass(frozen=True, slots=True)
class Matches:
    """`originals` are by passage and `duplicate_of` by document, NONE where there is none; `quotations` are sorted."""

    originals: Column
    duplicate_of: I64
    repeats: Repeats
    quotations: Sequence[SharedRun]
    near_misses: Sequence[NearMiss]

    def count(self) -> dict[str, int]:
        """Return how many passages and documents are copies, how many quotations there are, and how many lines are furniture."""
        return {
            "passages": int((self.originals != NONE).sum()),
            "documents": int((self.duplicate_of != NONE).sum()),
            "quotations": len(self.quotations),
            "furniture": int((self.repeats.entry > 0).sum()),
        }
