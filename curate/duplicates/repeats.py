"""Find repeats: lines that stand on many pages of a site are its furniture.

Wrong where a site is a work of many pages with a refrain: set `duplicates.furniture = "mark"` there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from curate.duplicates.groups import RowGroups
from curate.duplicates.hashing import I64, mix_bits
from curate.duplicates.passages import NONE, Passages, create_column, split_range
from curate.store.column_file import Column

_MIN_PAGES = 5  # of a site that must have the line
_MIN_SHARE = 0.5  # of its pages
_MIN_WORDS = 4  # of the line; shorter ones are too often headings and labels of the text


@dataclass(frozen=True, slots=True)
class RepeatColumns:
    """For each passage, by rank: on how many pages of its site it stands, 0 where it is no furniture; the first and last of them."""

    pages: Column
    first: Column
    last: Column


def find_repeats(passages: Passages, duplicate_of: I64) -> RepeatColumns:
    """Return the furniture of the sites that are known; documents that are copies as a whole do not count.

    A line with numbers is none: it tells one page from the other.
    """
    columns = RepeatColumns(*(create_column(passages.folder, name, "u4", len(passages)) for name in ("pages", "first", "last")))
    of_originals = np.where(duplicate_of == NONE, passages.documents.site, 0)
    sites, site, page_counts = np.unique(of_originals, return_inverse=True, return_counts=True)
    needed = np.maximum(_MIN_PAGES, _MIN_SHARE * page_counts)[site]  # pages, for each document
    groups = RowGroups(passages.folder / "lines", len(passages))
    for ranks in split_range(len(passages)):
        document = passages.document[ranks]
        is_possible = (sites[site[document]] != 0) & (needed[document] <= page_counts[site[document]])
        lines = ranks[is_possible & (passages.word_count[ranks] >= _MIN_WORDS) & (passages.numerals[ranks] == 0)]
        groups.add(mix_bits(passages.digest[lines] ^ passages.documents.site[passages.document[lines]]), lines)
    for keys, members in groups.read(shared_only=True):
        _fill_columns(columns, passages.document[members], needed, keys, members)
    return columns


def _fill_columns(columns: RepeatColumns, document: Column, needed: Column, keys: I64, members: I64) -> None:
    """Fill in the furniture among sorted rows, a key for each line of a site; `document` is that of each member."""
    group = np.cumsum(np.diff(keys, prepend=keys[0]) != 0) if len(keys) else keys
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    is_new_page = np.ones(len(members), np.int64)
    is_new_page[1:] = (document[1:] != document[:-1]) | (group[1:] != group[:-1])
    pages = np.bincount(group, is_new_page).astype(np.int64)
    ends = np.append(starts[1:], len(members)) - 1
    is_furniture = pages[group] >= needed[document]
    columns.pages[members[is_furniture]] = pages[group[is_furniture]]
    columns.first[members[is_furniture]] = members[starts[group[is_furniture]]]
    columns.last[members[is_furniture]] = members[ends[group[is_furniture]]]
