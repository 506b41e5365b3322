"""Group rows by key, out of core.

Rows are written to files by ranges of their keys, and one file after another is read and sorted, so that the memory
needed does not grow with the number of rows.  The groups depend on the rows alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from curate.duplicates.hashing import I64, U64

_ROWS_PER_FILE = 1 << 21  # about


class RowGroups:
    """Rows of a key and a member, written to `folder`, which must not be there yet, and read again by key.

    `row_count` is how many rows there will be, about; `key_limit` is above all keys.
    """

    def __init__(self, folder: Path, row_count: int, key_limit: int = 1 << 64) -> None:
        self._folder = folder
        self._file_count = 1 + row_count // _ROWS_PER_FILE
        self._keys_per_file = -(-key_limit // self._file_count)
        folder.mkdir(parents=True)

    def add(self, keys: U64, members: I64) -> None:
        """Write rows: a key and a member each."""
        if not len(keys):
            return
        rows = np.stack([keys, members.astype(np.uint64)], axis=1)
        if self._file_count == 1:
            self._append(0, rows)
            return
        files = (keys // np.uint64(self._keys_per_file)).astype(np.intp)
        order = np.argsort(files)
        for indices in np.split(order, np.flatnonzero(np.diff(files[order])) + 1):
            self._append(int(files[indices[0]]), rows[indices])

    def read(self, shared_only: bool) -> Iterator[tuple[I64, I64]]:
        """Yield arrays of keys and members, sorted, each row once; all rows of a key are in one array.  Deletes the files.

        With `shared_only`, only keys of several rows, and a number of the group in place of each key.
        """
        for file in range(self._file_count):
            path = self._folder / str(file)
            if path.exists():
                rows = np.fromfile(path, np.uint64).reshape(-1, 2)
                path.unlink()
                yield _sort_distinct(_select_shared(rows) if shared_only else rows)

    def read_frequent(self, minimum: int) -> Iterator[tuple[U64, I64]]:
        """Yield arrays of keys and members, sorted, each row once, of the keys that have at least `minimum` rows.  Deletes the files."""
        for file in range(self._file_count):
            path = self._folder / str(file)
            if path.exists():
                rows = np.fromfile(path, np.uint64).reshape(-1, 2)
                path.unlink()
                yield _sort_frequent(rows, minimum)

    def _append(self, file: int, rows: U64) -> None:
        with (self._folder / str(file)).open("ab") as stream:
            rows.tofile(stream)


def pair_with_first(keys: I64, members: I64, limit: int) -> Iterator[tuple[I64, I64]]:
    """Yield the members of sorted rows, each paired with the first `limit` members of its group that come before it."""
    starts = _find_group_starts(keys)
    count_before = np.arange(len(keys)) - starts
    for index in range(limit):
        later = np.flatnonzero(count_before > index)
        if not len(later):
            return
        yield members[later], members[starts[later] + index]


def _find_group_starts(keys: I64) -> I64:
    """Return for each row of sorted rows the index of the first row of its group."""
    begins = np.ones(len(keys), np.bool_)
    begins[1:] = keys[1:] != keys[:-1]
    return np.maximum.accumulate(np.where(begins, np.arange(len(keys)), 0))


def _select_shared(rows: U64) -> U64:
    """Return the rows whose key another row has too, their keys replaced by 1, 2, 3 … in order."""
    rows = rows[np.argsort(rows[:, 0])]
    is_same = rows[1:, 0] == rows[:-1, 0]
    is_shared = np.zeros(len(rows), np.bool_)
    is_shared[1:] = is_same
    is_shared[:-1] |= is_same
    rows = rows[is_shared]
    begins = np.ones(len(rows), np.uint64)
    begins[1:] = rows[1:, 0] != rows[:-1, 0]
    rows[:, 0] = np.cumsum(begins)
    return rows


def _sort_distinct(rows: U64) -> tuple[I64, I64]:
    """Return keys and members of the rows, sorted, without repeated rows."""
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    is_new = np.ones(len(rows), np.bool_)
    is_new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    keys, members = rows[is_new].astype(np.int64).T
    return keys, members


def _sort_frequent(rows: U64, minimum: int) -> tuple[U64, I64]:
    rows = rows[np.argsort(rows[:, 0])]
    starts = np.flatnonzero(np.concatenate([np.ones(1, np.bool_), rows[1:, 0] != rows[:-1, 0]])[: len(rows)])
    counts = np.diff(np.append(starts, len(rows)))
    rows = rows[np.repeat(counts >= minimum, counts)]
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    is_new = np.ones(len(rows), np.bool_)
    is_new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[is_new, 0], rows[is_new, 1].astype(np.int64)
