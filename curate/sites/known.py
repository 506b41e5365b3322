"""What earlier revisions knew of the sites, as columns that keys can be looked up in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from curate.duplicates.hashing import I64, U64
from curate.duplicates.overlaps import RepeatEvidence
from curate.sites.frequent import mix_site
from curate.sites.memory import KnownLine, KnownSite
from curate.sites.pages import SitePages


class KnownKeys:
    """The keys of known lines and pairs, mixed with their sites, of those sites that still have pages.

    `site` is the number of each row's site, `evidence` what was known; that of a pair says nothing.  `is_sure` is false for what
    was only marked.
    """

    def __init__(self, known: Sequence[KnownSite], pages: SitePages) -> None:
        numbers = {name: number for number, name in enumerate(pages.names)}
        self._sites = [(numbers[one.name], one) for one in known if one.name in numbers]
        self.evidence: list[RepeatEvidence] = []
        keys: list[int] = []
        site: list[int] = []
        is_sure: list[bool] = []
        for number, one in self._sites:
            rows = [(key, line.evidence, line.is_sure) for key, line in one.lines.items()]
            rows += [(key, RepeatEvidence(one.name, 0, 0), True) for key in sorted(one.pairs)]
            keys += (key for key, _, _ in rows)
            self.evidence += (evidence for _, evidence, _ in rows)
            is_sure += (sure for _, _, sure in rows)
            site += [number] * len(rows)
        self.site: I64 = np.array(site, np.int64)
        self.is_sure = np.array(is_sure, np.bool_)
        digests = pages.digests[self.site] if site else np.empty(0, np.uint64)
        self._keys = mix_site(np.array(keys, np.uint64), digests)
        self._order = np.argsort(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, keys: U64) -> I64:
        """Return the row of each key, -1 where it is not known."""
        if not len(self._keys):
            return np.full(len(keys), -1, np.int64)
        positions = np.minimum(np.searchsorted(self._keys, keys, sorter=self._order), len(self._keys) - 1)
        rows = self._order[positions]
        found: I64 = np.where(self._keys[rows] == keys, rows, -1)
        return found

    def fill(self, lines: Sequence[dict[int, KnownLine]], pairs: Sequence[set[int]]) -> None:
        """Add what is known to the lines and pairs of each site, by its number."""
        for number, one in self._sites:
            lines[number].update((key, KnownLine(line.evidence, is_sure=line.is_sure)) for key, line in one.lines.items())
            pairs[number].update(one.pairs)
