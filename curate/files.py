"""Write, replace and remove files so that a crash leaves either the old content or the new, never half of it."""

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

_TEMPORARY_NAME = re.compile(r"\.\d+-\d+\.tmp")  # as `stage_file` names them
_SYNC_ALL_ABOVE = 100  # with more files than this, one sync of everything is faster than one fsync a file
_counter = itertools.count()  # gives each temporary file of a process its own name


class StagedFile:
    """A temporary file that is being written, with its path and the digest of what it holds so far."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.path = path
        self._file = file
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._hash.update(data)
        self._file.write(data)

    @property
    def digest(self) -> str:
        """The sha256 of all bytes written so far, in hexadecimal."""
        return self._hash.hexdigest()


@contextlib.contextmanager
def stage_file(folder: Path) -> Iterator[StagedFile]:
    """Open a new temporary file in a folder, for writing; it is deleted if the block raises.

    The file stays where it is and is not flushed to the disk: call `flush_to_disk` and `replace_file` for that.
    """
    refuse_symlinks([folder])
    with translate_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        names = (f".{os.getpid()}-{number}.tmp" for number in _counter)
        path = next(folder / name for name in names if not os.path.lexists(folder / name))  # a killed process may have had this number
        try:
            with path.open("xb") as file:
                yield StagedFile(file, path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def write_atomically(path: Path, data: bytes, staging: Path | None = None) -> None:
    """Write a file completely or not at all: a temporary file, fsync, rename, fsync of the folder.

    The temporary file lies in `staging` (on the same file system; by default
    the file's own folder), where `clear_staging` finds what a killed run leaves.
    """
    with stage_file(staging or path.parent) as file:
        file.write(data)
    flush_to_disk([file.path])
    replace_file(file.path, path)
    flush_to_disk([path.parent])


def replace_file(source: Path, target: Path) -> None:
    """Move a file to its place and replace what is there; raise CurateError if a folder on the way is a symbolic link."""
    common = Path(os.path.commonpath([source.parent.absolute(), target.parent.absolute()]))
    refuse_symlinks(_folders_between(common, target.absolute()))
    with translate_os_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def flush_to_disk(paths: Collection[Path]) -> None:
    """Wait until files and folders are on the disk (fsync)."""
    if len(paths) > _SYNC_ALL_ABOVE and sys.platform == "linux":
        os.sync()  # returns when everything is written
        return
    for path in paths:
        if os.name == "nt" and path.is_dir():  # Windows cannot open folders
            continue
        with translate_os_errors(path):
            descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def remove_with_empty_folders(path: Path, root: Path) -> None:
    """Remove a file below `root`, if it exists, and the folders that this leaves empty; refuse symbolic links."""
    refuse_symlinks(_folders_between(root, path))
    with translate_os_errors(path):
        with contextlib.suppress(NotADirectoryError, IsADirectoryError):  # another file, or a folder, is there instead
            path.unlink(missing_ok=True)
        remove_empty_folders(path.parent, root)


def remove_file(path: Path) -> None:
    """Remove a file, if it exists."""
    with translate_os_errors(path):
        path.unlink(missing_ok=True)


def iter_sharded_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that is split into subfolders (`ab/cdef…`), sorted; follow no symbolic link."""
    folders = sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
    for shard in folders:
        if shard.is_dir() and not shard.is_symlink():
            yield from sorted(shard.iterdir())


def refuse_symlinks(folders: Iterable[Path]) -> None:
    """Raise CurateError if a folder is a symbolic link, because files written there would end up elsewhere."""
    for folder in folders:
        if folder.is_symlink():
            raise CurateError(f"{folder}: a symbolic link, which is not followed; remove it, or name the folder that it leads to")


def _folders_between(root: Path, path: Path) -> Iterator[Path]:
    """Yield the folders between `root` and a path, both excluded."""
    for folder in path.parents:
        if folder == root:
            return
        yield folder


def find_temporary_files(folder: Path, in_subfolders: bool = False) -> list[Path]:
    """Return the temporary files in a folder that killed commands left."""
    pattern = "**/.*.tmp" if in_subfolders else ".*.tmp"
    return [path for path in folder.glob(pattern) if _TEMPORARY_NAME.fullmatch(path.name)]


def clear_staging(staging: Path) -> None:
    """Delete the staging folder with the temporary files of killed runs.  Wrong while another run is writing."""
    shutil.rmtree(staging, ignore_errors=True)


def remove_empty_folders(folder: Path, stop: Path) -> None:
    """Remove a folder and its parents below `stop`, as long as they are empty."""
    while folder != stop and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


@contextlib.contextmanager
def translate_os_errors(path: Path) -> Iterator[None]:
    """Raise UnwritableError, with one line for the user, in place of an OSError of the block."""
    try:
        yield
    except OSError as error:
        raise UnwritableError(f"{path}: cannot be written: {error.strerror}; make room, or check its permissions") from None
