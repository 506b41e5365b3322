"""Find the sites of pages without an address, from the lines that they share: a folder of five newspapers falls into five.

Pages of one site have stretches of their menus in common, in the same order.  Each page joins the most senior page with which
it shares half of its stretches; a page is compared with that one alone, so that no chain makes one site of several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from curate.duplicates.groups import RowGroups
from curate.duplicates.hashing import FACTOR, I64, U64, mix_bits
from curate.sites.lines import LineFile, Lines

_MIN_PAGES = 4  # that have a stretch
_MIN_STRETCHES = 4  # of three lines each, which a page shares with others
_MIN_SHARE = 0.5  # of the stretches of the page that has fewer


def find_leaders(files: Sequence[LineFile], ranks: Sequence[I64], pools: I64, folder: Path) -> I64:
    """Return for each document, by rank, the rank of the page that stands for its site; -1 where there is none.

    `ranks` are, for each file, those of its documents; `pools` say for each document, by rank, which others may be of its
    site, -1 for those that are not asked about.  What is written lies in `folder`, which must not be there yet.
    """
    leaders = np.full(len(pools), -1, np.int64)
    if (pools >= 0).any():
        for rank, leader in _choose_leaders(_list_shared_stretches(files, ranks, pools, folder)):
            leaders[rank] = leader
    return leaders


def _list_shared_stretches(files: Sequence[LineFile], ranks: Sequence[I64], pools: I64, folder: Path) -> tuple[I64, I64]:
    """Return rows of a document's rank and the number of a stretch that enough pages share, sorted by rank."""
    groups = RowGroups(folder, 1 << 24)
    for file, of_file in zip(files, ranks, strict=True):
        if (pools[of_file] >= 0).any():
            lines = file.read_lines()
            first, keys = _hash_stretches(lines)
            members = of_file[lines.document[first]]
            asked = pools[members] >= 0
            groups.add(mix_bits(keys[asked] ^ mix_bits(pools[members[asked]].astype(np.uint64))), members[asked])
    found_ranks, found_stretches, count = [np.empty(0, np.int64)], [np.empty(0, np.int64)], 0
    for keys, members in groups.read_frequent(_MIN_PAGES):
        stretch = np.cumsum(np.diff(keys, prepend=keys[:1]) != 0)
        pages = np.bincount(stretch) if len(stretch) else stretch
        frequent = pages[stretch] >= _MIN_PAGES
        found_ranks.append(members[frequent])
        found_stretches.append(count + stretch[frequent])
        count += len(pages)
    ranks_found, stretches = np.concatenate(found_ranks), np.concatenate(found_stretches)
    order = np.lexsort((stretches, ranks_found))
    return ranks_found[order], stretches[order]


def _hash_stretches(lines: Lines) -> tuple[I64, U64]:
    """Return where each three lines of a document begin of which two are labels, and their keys."""
    if len(lines.keys) < 3:
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    labels = lines.is_label.astype(np.int64)
    is_menu = (labels[:-2] + labels[1:-1] + labels[2:] >= 2) & (lines.document[2:] == lines.document[:-2])
    first = np.flatnonzero(is_menu)
    keys = (lines.keys[first] * np.uint64(FACTOR) + lines.keys[first + 1]) * np.uint64(FACTOR) + lines.keys[first + 2]
    return first, mix_bits(keys)


def _choose_leaders(rows: tuple[I64, I64]) -> Iterator[tuple[int, int]]:
    """Yield documents with those that stand for their sites, in the order of the documents."""
    holders: dict[int, list[int]] = {}  # of a stretch, the leaders that have it
    sizes: dict[int, int] = {}
    for rank, stretches in _group_by_rank(*rows):
        votes = Counter(leader for stretch in stretches for leader in holders.get(stretch, ()))
        best = max(votes, key=lambda one: (votes[one] / min(sizes[one], len(stretches)), -one), default=-1)
        if best >= 0 and votes[best] >= _MIN_SHARE * min(sizes[best], len(stretches)):
            yield rank, best
        elif len(stretches) >= _MIN_STRETCHES:
            sizes[rank] = len(stretches)
            for stretch in stretches:
                holders.setdefault(stretch, []).append(rank)
            yield rank, rank


def _group_by_rank(ranks: I64, stretches: I64) -> Iterable[tuple[int, list[int]]]:
    bounds = [*np.flatnonzero(np.diff(ranks, prepend=-1)).tolist(), len(ranks)]
    for start, end in pairwise(bounds):
        yield int(ranks[start]), stretches[start:end].tolist()
