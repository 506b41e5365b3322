"""A disk that fails: from one call that changes a folder on, or just at that one."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

FREEING = ("unlink", "rmdir")  # what a full disk still does


@dataclass
class Disk:
    """Below `root`, the call number `at` fails, and if the fault `lasts` all later ones; `calls` are those so far, in words."""

    root: Path
    at: int = -1  # none
    number: int = errno.EIO
    lasts: bool = False
    calls: list[str] = field(default_factory=list)

    def step(self, what: str, path: object) -> None:
        """Count a call, and raise OSError if its time has come."""
        here = len(self.calls)
        self.calls.append(f"{what} {path}")
        due = here == self.at or (self.lasts and 0 <= self.at < here)
        if due and not (self.number == errno.ENOSPC and what in FREEING):
            raise OSError(self.number, os.strerror(self.number), str(path))

    def holds(self, path: object) -> bool:
        """Is it a path below the folder?"""
        return isinstance(path, str | os.PathLike) and Path(os.fsdecode(path)).absolute().is_relative_to(self.root)


@contextmanager
def failing(disk: Disk) -> Iterator[Disk]:
    """Let the disk fail as it says."""
    real = io.open

    def opened(file: Any, mode: str = "r", buffering: int = -1, *args: Any, **options: Any) -> Any:
        if not set(mode) & set("wxa") or not disk.holds(file):
            return real(file, mode, buffering, *args, **options)
        disk.step("open", file)
        held = io.BufferedWriter(_Raw(file, mode.replace("b", "").replace("t", ""), disk))
        return held if "b" in mode else io.TextIOWrapper(held, *args, **options)

    with patch.object(io, "open", opened), patch.object(builtins, "open", opened):
        names = ("replace", "rename", "unlink", "remove", "mkdir", "rmdir", "fsync")
        patches = [patch.object(os, name, _wrapped(disk, name, getattr(os, name))) for name in names]
        for one in patches:
            one.start()
        try:
            yield disk
        finally:
            for one in patches:
                one.stop()


class _Raw(io.FileIO):
    """A file of which half is written before it fails."""

    def __init__(self, path: Any, mode: str, disk: Disk) -> None:
        super().__init__(path, mode)
        self._disk = disk

    def write(self, data: Any) -> int:
        try:
            self._disk.step("write", self.name)
        except OSError:
            super().write(bytes(data)[: len(data) // 2])
            raise
        return super().write(data)


def _wrapped(disk: Disk, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    what = "unlink" if name == "remove" else name

    def call(path: Any, *args: Any, **options: Any) -> Any:
        if name == "fsync" or (disk.holds(path) and "dir_fd" not in options):
            disk.step(what, path)
        return function(path, *args, **options)

    return call
