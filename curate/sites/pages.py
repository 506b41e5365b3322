"""Which document is a page of which site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from curate.digest import sha256
from curate.duplicates.hashing import I64, U64
from curate.sites.discovery import find_leaders
from curate.sites.lines import LineFile
from curate.store.column_file import ColumnFile

NO_SITE = -1
_MIN_PAGES = 4  # that a site found by shared lines must have


@dataclass(frozen=True, slots=True)
class SitePages:
    """The sites by number, and for each document, by rank, the number of its site (NO_SITE: none) and its day (yyyymmdd, 0: unknown)."""

    names: Sequence[str]
    site: I64
    day: I64

    @property
    def digests(self) -> U64:
        """A digest of the name of each site."""
        return np.array([int(sha256(name.encode("utf-8", "surrogatepass"))[:16], 16) for name in self.names], np.uint64)

    def count_pages(self, is_counted: npt.NDArray[np.bool_]) -> I64:
        """Return how many pages each site has among the documents that are counted."""
        sites = self.site[(self.site != NO_SITE) & is_counted]
        return np.bincount(sites, minlength=len(self.names)).astype(np.int64)


def assign_sites(files: Sequence[LineFile], ranks: Sequence[I64], find_document: Callable[[int], str], folder: Path) -> SitePages:
    """Return which document is a page of which site.

    A site is a host; without an address, a folder named like one; else what `discovery` finds in the folder or container of
    the document.  `ranks` are, for each file, those of its documents; `find_document` returns the id of a rank.
    """
    count = sum(map(len, ranks))
    names, pool_names = _Numbering(), _Numbering()
    site, pools, day = np.full(count, NO_SITE, np.int64), np.full(count, -1, np.int64), np.zeros(count, np.int64)
    for file, of_file in zip(files, ranks, strict=True):
        line_counts = ColumnFile(file.path)["lines"].tolist()
        for rank, lines, origin in zip(of_file.tolist(), line_counts, file.read_origins(), strict=True):
            day[rank] = _parse_day(origin.date)
            if lines and origin.host:
                site[rank] = names.number(origin.host.removeprefix("www."))
            elif lines:
                pools[rank] = pool_names.number(origin.place)
    leaders = find_leaders(files, ranks, pools, folder)
    found = _name_found_sites(leaders, pools, pool_names.names, find_document)
    for rank in np.flatnonzero(leaders >= 0).tolist():
        if name := found.get(int(leaders[rank])):
            site[rank] = names.number(name)
    return SitePages(names.names, site, day)


def _name_found_sites(leaders: I64, pools: I64, pool_names: Sequence[str], find_document: Callable[[int], str]) -> dict[int, str]:
    """Return the name of each site that was found, by the rank of the page that stands for it.

    The first of a folder is called like it, the others also by the document that stands for them.
    """
    named: set[int] = set()  # the pools whose own name is given to a site
    names = {}
    members = np.bincount(leaders[leaders >= 0], minlength=1)
    for leader in np.flatnonzero(members >= _MIN_PAGES).tolist():
        pool = int(pools[leader])
        name = pool_names[pool] or "."
        names[leader] = f"{name} like {find_document(leader)}" if pool in named else name
        named.add(pool)
    return names


class _Numbering:
    """Names by number, in the order in which they come."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        """Return the number of a name, a new one if it is new."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


def _parse_day(date: str) -> int:
    digits = date[:10].replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isascii() and digits.isdigit() else 0
