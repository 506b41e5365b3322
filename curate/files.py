"""Files written whole or not at all, one by one or many at once."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import re
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from curate.errors import CurateError, UnwritableError

_TEMPORARY = re.compile(r"\.\d+-\d+\.tmp")  # as `staged` calls them
_MANY = 100  # files that are sooner brought to the disk together than one by one
_numbers = itertools.count()  # no two temporary files of a process are called alike


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
    must_be_no_links([folder])
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
    """Give a file its place, over what stands there; no folder between the two may be a symbolic link."""
    common = Path(os.path.commonpath([source.parent.absolute(), target.parent.absolute()]))
    must_be_no_links(_between(common, target.absolute()))
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


def remove(path: Path, root: Path) -> None:
    """Remove a file below a folder, if it is there, and the folders that are empty then; follow no symbolic link."""
    must_be_no_links(_between(root, path))
    with told(path):
        path.unlink(missing_ok=True)
        remove_empty_folders(path.parent, root)


def discard(path: Path) -> None:
    """Remove a file, if it is there."""
    with told(path):
        path.unlink(missing_ok=True)


def two_below(folder: Path) -> Iterator[Path]:
    """Yield the files of the folders in a folder, sorted; follow no symbolic link."""
    folders = sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
    for one in folders:
        if one.is_dir() and not one.is_symlink():
            yield from sorted(one.iterdir())


def must_be_no_links(folders: Iterable[Path]) -> None:
    """Raise CurateError for the first of some folders that is a symbolic link: what is written there lands elsewhere."""
    for folder in folders:
        if folder.is_symlink():
            raise CurateError(f"{folder}: a symbolic link, which is not followed; remove it, or name the folder that it leads to")


def _between(root: Path, path: Path) -> Iterator[Path]:
    """Yield the folders below `root` that lead to a path."""
    for folder in path.parents:
        if folder == root:
            return
        yield folder


def leftovers(folder: Path) -> list[Path]:
    """Return the temporary files that killed commands left in a folder."""
    return [path for path in folder.glob(".*.tmp") if _TEMPORARY.fullmatch(path.name)]


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
        raise UnwritableError(f"{path}: cannot be written: {error.strerror}; make room, or check its permissions") from None
