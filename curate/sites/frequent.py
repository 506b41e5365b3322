"""Count on how many pages of its site each line stands, and each pair of neighbouring lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from curate.duplicates.groups import RowGroups
from curate.duplicates.hashing import I64, U64, mix_bits
from curate.sites.lines import LineFile
from curate.sites.pages import NO_SITE, SitePages
from curate.store.column_file import ColumnFile

MIN_PAGES = 4  # of a site that must have a line
MIN_SHARE = 0.2  # of its pages
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class FrequentLines:
    """Columns of the lines and pairs of lines that stand on enough pages of a site, sorted by `keys`.

    `keys` are those of lines and pairs mixed with the digest of the site (`mix_site`).  `pages` counts the pages that have it,
    `examples` are the ranks of the most senior of them, `first_day` and `last_day` 0 where
    no date is known.
    """

    keys: U64
    site: I64
    pages: I64
    examples: I64  # of EXAMPLES columns
    first_day: I64
    last_day: I64

    def find(self, keys: U64) -> I64:
        """Return the row of each key, -1 where it is not frequent."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        found: I64 = np.where(self.keys[rows] == keys, rows, -1)
        return found


def mix_site(keys: U64, site_digests: U64) -> U64:
    """Return keys of lines that differ from site to site."""
    return mix_bits(keys ^ site_digests)


def count_needed_pages(page_counts: I64, share: float = MIN_SHARE, least: int = MIN_PAGES) -> I64:
    """Return how many pages of a site, by its number of pages, a line must stand on."""
    needed: I64 = np.maximum(least, np.ceil(share * page_counts - 1e-9)).astype(np.int64)
    return needed


def count_frequent_lines(
    files: Sequence[LineFile], ranks: Sequence[I64], pages: SitePages, is_counted: npt.NDArray[np.bool_], folder: Path
) -> FrequentLines:
    """Return what stands on enough pages of its site, of the documents that are counted; `folder` must not be there yet."""
    needed = count_needed_pages(pages.count_pages(is_counted))
    groups = RowGroups(folder, 2 * sum(ColumnFile(file.path).count("keys") for file in files))
    digests = pages.digests
    for file, of_file in zip(files, ranks, strict=True):
        lines = file.read_lines()
        rank = of_file[lines.document]
        is_asked = (pages.site[rank] != NO_SITE) & is_counted[rank]
        for keys, asked in ((lines.keys, is_asked), (lines.pair_keys, is_asked[:-1] & lines.is_pair)):
            members = rank[: len(keys)][asked]
            groups.add(mix_site(keys[asked], digests[pages.site[members]]), members)
    return _join([_select_frequent(keys, members, pages, needed) for keys, members in groups.read_frequent(MIN_PAGES)])


def _select_frequent(keys: U64, members: I64, pages: SitePages, needed: I64) -> FrequentLines:
    """Return the groups among sorted rows that are frequent."""
    starts = np.flatnonzero(np.concatenate([np.ones(1, np.bool_), keys[1:] != keys[:-1]])[: len(keys)])
    ends = np.append(starts[1:], len(keys))
    counts, site = ends - starts, pages.site[members[starts]]
    days = pages.day[members]
    first_day = np.minimum.reduceat(np.where(days > 0, days, np.iinfo(np.int64).max), starts) if len(starts) else starts
    last_day = np.maximum.reduceat(days, starts) if len(starts) else starts
    chosen = np.flatnonzero(counts >= needed[site])
    examples = np.stack([members[np.minimum(starts[chosen] + index, ends[chosen] - 1)] for index in range(EXAMPLES)], axis=1)
    first_day = np.where(last_day > 0, first_day, 0)
    return FrequentLines(keys[starts[chosen]], site[chosen], counts[chosen], examples, first_day[chosen], last_day[chosen])


def _join(several: Sequence[FrequentLines]) -> FrequentLines:
    """Return all in one, sorted; each key is in one of them."""
    empty = np.empty(0, np.int64)
    none = FrequentLines(np.empty(0, np.uint64), empty, empty, np.empty((0, EXAMPLES), np.int64), empty, empty)
    every = [none, *several]
    keys = np.concatenate([one.keys for one in every])
    order = np.argsort(keys)
    columns = (np.concatenate([getattr(one, name) for one in every]) for name in ("site", "pages", "examples", "first_day", "last_day"))
    return FrequentLines(keys[order], *(column[order] for column in columns))
