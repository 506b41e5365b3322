"""Rows brought together by their keys, out of core.

Rows are written to files by ranges of their keys, and one file after another is read and sorted, so that the memory
needed does not grow with the number of rows.  What comes out depends on the rows alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from curate.duplicates.shingles import U64

Numbers = npt.NDArray[np.int64]

_PART = 1 << 21  # rows of a file, about


class Groups:
    """Keys and their members.  `rows` is how many there will be at most, about; `space` is above all keys."""

    def __init__(self, folder: Path, rows: int, space: int = 1 << 64) -> None:
        self._folder = folder
        self._parts = 1 + rows // _PART
        self._step = -(-space // self._parts)
        folder.mkdir(parents=True)

    def add(self, keys: U64, members: Numbers) -> None:
        """Write rows."""
        if not len(keys):
            return
        rows = np.stack([keys, members.astype(np.uint64)], axis=1)
        if self._parts == 1:
            self._write(0, rows)
            return
        parts = (keys // np.uint64(self._step)).astype(np.intp)
        order = np.argsort(parts)
        for chunk in np.split(order, np.flatnonzero(np.diff(parts[order])) + 1):
            self._write(int(parts[chunk[0]]), rows[chunk])

    def rows(self, shared: bool) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield keys and members, sorted, each row once, some at a time, a key's rows together; the files go with it.

        With `shared`, only keys of several rows, and a number in place of each key.
        """
        for part in range(self._parts):
            path = self._folder / str(part)
            if path.exists():
                rows = np.fromfile(path, np.uint64).reshape(-1, 2)
                path.unlink()
                yield _distinct(_shared(rows) if shared else rows)

    def _write(self, part: int, rows: U64) -> None:
        with (self._folder / str(part)).open("ab") as file:
            rows.tofile(file)


def pairs(keys: Numbers, members: Numbers, most: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield members of sorted rows, each paired with the `most` first of its group, as far as they come before it."""
    starts = _starts(keys)
    before = np.arange(len(keys)) - starts
    for rank in range(most):
        later = np.flatnonzero(before > rank)
        if not len(later):
            return
        yield members[later], members[starts[later] + rank]


def _starts(keys: Numbers) -> Numbers:
    """Return of each row where its group starts."""
    begins = np.ones(len(keys), np.bool_)
    begins[1:] = keys[1:] != keys[:-1]
    return np.maximum.accumulate(np.where(begins, np.arange(len(keys)), 0))


def _shared(rows: U64) -> U64:
    rows = rows[np.argsort(rows[:, 0])]
    same = rows[1:, 0] == rows[:-1, 0]
    many = np.zeros(len(rows), np.bool_)
    many[1:] = same
    many[:-1] |= same
    rows = rows[many]
    begins = np.ones(len(rows), np.uint64)
    begins[1:] = rows[1:, 0] != rows[:-1, 0]
    rows[:, 0] = np.cumsum(begins)
    return rows


def _distinct(rows: U64) -> tuple[Numbers, Numbers]:
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    new = np.ones(len(rows), np.bool_)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    keys, members = rows[new].astype(np.int64).T
    return keys, members
