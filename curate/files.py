"""Files written whole or not at all, one by one or many at once."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from curate.errors import CurateError

_MANY = 100  # files that are sooner brought to the disk together than one by one
_numbers = itertools.count()  # no two temporary files of a process are called alike
_numbers = itertools.count()  # no two files of a process are called alike


class Staged:
    """A file that is being written: its path and, so far, its digest."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.path = path
        self._file = file
        self._seen = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Write on."""
        self._seen.update(data)
        self._file.write(data)

    @property
    def digest(self) -> str:
        """The sha256 of what was written."""
        return self._seen.hexdigest()


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Staged]:
    """Give a new file in a folder to write into; it goes again if that fails.  Nothing is brought to the disk yet."""
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f".{os.getpid()}-{next(_numbers)}.tmp"
        try:
            with path.open("xb") as file:
                yield Staged(file, path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def write(path: Path, data: bytes, staging: Path | None = None) -> None:
    """Write a file whole or not at all: a temporary file, fsync, rename, fsync of the folder.

    The temporary file lies in `staging` (on the same file system; by default
    beside the file), so that what a killed run leaves can be swept up.
    """
    with staged(staging or path.parent) as file:
        file.write(data)
    flush([file.path])
    move(file.path, path)
    flush([path.parent])


def move(source: Path, target: Path) -> None:
    """Give a file its place, over what stands there."""
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def flush(paths: Collection[Path]) -> None:
    """Bring files and folders to the disk."""
    if len(paths) > _MANY and sys.platform == "linux":
        os.sync()  # waits until all is there
        return
    for path in paths:
        if os.name == "nt" and path.is_dir():  # Windows cannot open folders
            continue
        with told(path):
            descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def sweep(staging: Path) -> None:
    """Remove the temporary files of runs that were killed.  Wrong while another run is at work."""
    shutil.rmtree(staging, ignore_errors=True)


def remove_empty_folders(folder: Path, stop: Path) -> None:
    """Remove a folder, and those around it up to `stop`, as far as nothing is in them."""
    while folder != stop and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system has against writing into one line."""
    try:
        yield
    except OSError as error:
        raise CurateError(f"{path}: cannot be written: {error.strerror}; make room, or check its permissions") from None
