"""Count what is decided on the lines of sites, and keep it for the revisions to come."""

from __future__ import annotations

import numpy as np

from curate.duplicates.hashing import I64
from curate.duplicates.locations import Locator
from curate.duplicates.overlaps import RepeatEvidence
from curate.sites.evidence import EvidenceTable
from curate.sites.lines import Lines
from curate.sites.memory import KnownLine, KnownSite
from curate.sites.verdicts import Verdicts


class SiteCounts:
    """By row of evidence: on how many documents a line stands, and how many passages are it."""

    def __init__(self, table: EvidenceTable) -> None:
        self._table = table
        count = len(table)
        self._documents, self._passages = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self._raw_keys = np.zeros(count, np.uint64)
        self._is_sure, self._is_marked, self._is_pair = (np.zeros(count, np.bool_) for _ in range(3))

    def add_lines(self, lines: Lines, verdicts: Verdicts) -> None:
        """Count the lines of a file."""
        evidence = verdicts.evidence
        present = np.flatnonzero(evidence >= 0)
        _, first = np.unique(lines.document[present] * len(self._table) + evidence[present], return_index=True)
        np.add.at(self._documents, evidence[present[first]], 1)
        self._is_sure[evidence[verdicts.is_sure]] = True
        self._raw_keys[evidence[present]] = lines.keys[present]
        pairs = np.flatnonzero(verdicts.pair_evidence >= 0)
        self._is_pair[verdicts.pair_evidence[pairs]] = True
        self._raw_keys[verdicts.pair_evidence[pairs]] = lines.pair_keys[pairs]

    def add_passages(self, evidence: I64) -> None:
        """Count passages that are furniture or marked, by the row of their evidence."""
        np.add.at(self._passages, evidence, 1)
        self._is_marked[evidence] |= ~self._is_sure[evidence]

    def list_evidence(self, locator: Locator) -> list[RepeatEvidence | None]:
        """Return the evidence of each row, in their order; None where no passage rests on it."""
        return [self._table.describe(row, locator) if passages else None for row, passages in enumerate(self._passages.tolist())]

    def list_sites(self, locator: Locator) -> list[KnownSite]:
        """Return what is known of the sites now, of those that have pages."""
        names = self._table.pages.names
        lines: list[dict[int, KnownLine]] = [{} for _ in names]
        pairs: list[set[int]] = [set() for _ in names]
        self._table.known.fill(lines, pairs)
        for row in np.flatnonzero(self._is_sure | self._is_marked).tolist():
            counts = int(self._documents[row]), int(self._passages[row])
            known = KnownLine(self._table.describe(row, locator), *counts, bool(self._is_sure[row]))
            lines[int(self._table.site[row])][int(self._raw_keys[row])] = known
        for row in np.flatnonzero(self._is_pair).tolist():
            pairs[int(self._table.site[row])].add(int(self._raw_keys[row]))
        page_counts = self._table.page_counts.tolist()
        return [KnownSite(*row) for row in zip(names, page_counts, lines, map(frozenset, pairs), strict=True)]
