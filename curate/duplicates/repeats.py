"""Repeats: passages that are lines of their site's furniture, as `curate.sites` finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from curate.digest import digest_json
from curate.duplicates.hashing import I64
from curate.duplicates.overlaps import RepeatEvidence
from curate.duplicates.passages import Passages, create_column
from curate.store.column_file import Column


@dataclass(frozen=True, slots=True)
class Repeats:
    """For each passage, by rank: the number of its evidence, from 1, 0 where it is no furniture; and is it sure to be furniture?"""

    entry: Column
    is_sure: Column
    evidence: Sequence[RepeatEvidence | None] = ()

    @staticmethod
    def create(passages: Passages) -> Repeats:
        """Return columns, in files, that say of no passage that it is furniture."""
        count = len(passages)
        return Repeats(create_column(passages.folder, "entry", "u4", count), create_column(passages.folder, "sure", "?", count))

    def with_evidence(self, evidence: Sequence[RepeatEvidence | None]) -> Repeats:
        """Return the same with the evidence that `entry` counts, from 1."""
        return replace(self, evidence=evidence)

    def find_evidence(self, passage: int) -> RepeatEvidence:
        """Return why a passage is furniture."""
        found = self.evidence[int(self.entry[passage]) - 1]
        assert found
        return found

    def digest(self, ranks: I64) -> str:
        """Return a digest of what is said of some passages."""
        entries, which = np.unique(self.entry[ranks], return_inverse=True)
        evidence = [self.evidence[entry - 1] if entry else None for entry in entries.tolist()]
        return digest_json([[one.as_json() if one else None for one in evidence], which.tolist(), self.is_sure[ranks].tolist()])
