"""Repeats: a line that stands on many pages of a site is its furniture.

Wrong where a site is a work of many pages with a refrain: set `duplicates.furniture = "mark"` there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from curate.duplicates.groups import Groups, Numbers
from curate.duplicates.passages import NONE, Passages, column, spans
from curate.duplicates.shingles import mix
from curate.store.columns import Column

PAGES = 5  # of a site that must have the line
SHARE = 0.5  # of its pages
WORDS = 4  # that the line must have; shorter ones are too often headings and labels of the text


@dataclass(frozen=True, slots=True)
class Repeats:
    """Of each passage on how many pages of its site it stands, 0 where it is no furniture; the first and the last of them."""

    pages: Column
    first: Column
    last: Column


def find(passages: Passages, duplicate: Numbers) -> Repeats:
    """Return the furniture of the sites that are known; documents that are another's copy as a whole do not count.

    Lines with numbers in them are none: those that tell one page from the other.
    """
    columns = Repeats(*(column(passages.folder, name, "u4", len(passages)) for name in ("pages", "first", "last")))
    sites, site, counts = np.unique(np.where(duplicate == NONE, passages.documents.site, 0), return_inverse=True, return_counts=True)
    needed = np.maximum(PAGES, SHARE * counts)[site]  # of each document's site
    groups = Groups(passages.folder / "lines", len(passages))
    for numbers in spans(len(passages)):
        document = passages.document[numbers]
        wanted = (sites[site[document]] != 0) & (needed[document] <= counts[site[document]])
        some = numbers[wanted & (passages.size[numbers] >= WORDS) & (passages.said[numbers] == 0)]
        groups.add(mix(passages.digest[some] ^ passages.documents.site[passages.document[some]]), some)
    for keys, members in groups.rows(shared=True):
        _tell(columns, passages.document[members], needed, keys, members)
    return columns


def _tell(columns: Repeats, document: Column, needed: Column, keys: Numbers, members: Numbers) -> None:
    """Fill in what is furniture of the groups of rows, in each of which the documents come in order."""
    group = np.cumsum(np.diff(keys, prepend=keys[0]) != 0) if len(keys) else keys
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    new = np.ones(len(members), np.int64)
    new[1:] = (document[1:] != document[:-1]) | (group[1:] != group[:-1])
    pages = np.bincount(group, new).astype(np.int64)
    ends = np.append(starts[1:], len(members)) - 1
    many = pages[group] >= needed[document]
    columns.pages[members[many]] = pages[group[many]]
    columns.first[members[many]] = members[starts[group[many]]]
    columns.last[members[many]] = members[ends[group[many]]]
