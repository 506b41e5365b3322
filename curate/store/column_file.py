"""Columns in a file: a reader takes only those that it needs, or a part of one.

A file is three things: the digest of the rest, a line of JSON with the name, type and length of each column, and their
values, little-endian.  The same values, the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from curate.digest import canonical_json, sha256

Column = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class ColumnSlot:
    """A column in its file: the type of its values, how many there are, and at which byte they begin."""

    type: str
    count: int
    start: int


class ColumnFile:
    """The columns of a file; each is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            file.readline()
            header = json.loads(file.readline())
            start = file.tell()
        self._slots: dict[str, ColumnSlot] = {}
        for name, kind, count in header:
            self._slots[name] = ColumnSlot(kind, count, start)
            start += count * np.dtype(kind).itemsize

    def __getitem__(self, name: str) -> Column:
        slot = self._slots[name]
        return np.fromfile(self.path, slot.type, slot.count, offset=slot.start)

    def memory_map(self, name: str) -> Column:
        """Return a column of which little is wanted again and again; the memory that it takes is the system's to reclaim."""
        slot = self._slots[name]
        if not slot.count:
            return np.empty(0, slot.type)
        return np.asarray(np.memmap(self.path, slot.type, "r", slot.start, (slot.count,)))

    @property
    def names(self) -> list[str]:
        """What the columns are called, in their order."""
        return list(self._slots)

    def json(self, name: str) -> Any:
        """Return what `encode_json` made a column of."""
        return json.loads(self[name].tobytes())

    def count(self, name: str) -> int:
        """Return how many values a column has."""
        return self._slots[name].count


def serialise_columns(columns: Mapping[str, Column]) -> bytes:
    """Return the file of some columns, each of one dimension."""
    head = canonical_json([[name, column.dtype.newbyteorder("<").str, len(column)] for name, column in columns.items()])
    data = b"".join(column.astype(column.dtype.newbyteorder("<"), copy=False).tobytes() for column in columns.values())
    body = head + b"\n" + data
    return sha256(body).encode() + b"\n" + body


def is_intact(path: Path) -> bool:
    """Is there a file that says what its digest promises?"""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.readline(100)
        return hashlib.file_digest(file, "sha256").hexdigest().encode() + b"\n" == head


def encode_json(value: Any) -> Column:
    """Return plain values as a column of bytes."""
    return np.frombuffer(canonical_json(value), np.uint8)
