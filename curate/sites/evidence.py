"""The evidence on lines: what is frequent now and, after it by row, what earlier revisions knew."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from curate.duplicates.hashing import I64, U64
from curate.duplicates.locations import Locator
from curate.duplicates.overlaps import RepeatEvidence
from curate.sites.frequent import FrequentLines, count_needed_pages
from curate.sites.known import KnownKeys
from curate.sites.pages import SitePages

Mask = npt.NDArray[np.bool_]


class EvidenceTable:
    """A row of evidence for each frequent line or pair of a site, then for each known one."""

    def __init__(self, pages: SitePages, frequent: FrequentLines, known: KnownKeys, page_counts: I64) -> None:
        self.pages, self.known, self.page_counts = pages, known, page_counts
        self._frequent = frequent
        self.site = np.concatenate([frequent.site, known.site])
        self._first_known = len(frequent.keys)

    def __len__(self) -> int:
        return len(self.site)

    def find(self, keys: U64, is_asked: Mask) -> I64:
        """Return the row of the evidence of each key, mixed with its site, -1: none; what is known goes before what is frequent now."""
        known = self.known.find(keys)
        rows: I64 = np.where(known >= 0, self._first_known + known, self._frequent.find(keys))
        return np.where(is_asked, rows, -1)

    def has_share(self, keys: U64, site: I64, share: float, least: int = 0) -> Mask:
        """Does each line, by its key mixed with its site, stand on such a share of the pages of its site now, and on so many?"""
        rows = self._frequent.find(keys)
        has_share = rows >= 0
        needed = count_needed_pages(self.page_counts, share, least)
        has_share[has_share] = self._frequent.pages[rows[has_share]] >= needed[site[has_share]]
        return has_share

    def was_furniture(self, rows: I64) -> Mask:
        """Did an earlier revision know these to be furniture?"""
        return self._look_up(rows, self.known.is_sure)

    def was_marked(self, rows: I64) -> Mask:
        """Did an earlier revision mark these only?"""
        return self._look_up(rows, ~self.known.is_sure)

    def describe(self, row: int, locator: Locator) -> RepeatEvidence:
        """Return the evidence of a row."""
        if row >= self._first_known:
            return self.known.evidence[row - self._first_known]
        frequent, site = self._frequent, int(self._frequent.site[row])
        examples = dict.fromkeys(locator.find_document(rank) for rank in frequent.examples[row].tolist())
        days = (_format_day(int(day[row])) for day in (frequent.first_day, frequent.last_day))
        return RepeatEvidence(self.pages.names[site], int(frequent.pages[row]), int(self.page_counts[site]), tuple(examples), *days)

    def _look_up(self, rows: I64, known: Mask) -> Mask:
        found = rows >= self._first_known
        found[found] = known[rows[found] - self._first_known]
        return found


def _format_day(day: int) -> str:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}" if day else ""
