"""Open, read and hash a seed, and notice if it changes meanwhile.

Only regular files are opened, and no symbolic link is followed.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader

from curate.errors import CurateError, Unreadable
from curate.seeds import remote

MAX_BYTES = 500_000_000  # of a seed with one document

FileState = tuple[int, ...]  # inode, size in bytes, and the times of the last change of content and of metadata


def file_state(path: str | int) -> FileState:
    """Return a value that changes whenever the file changes; `path` may be a descriptor.  Empty if there is no such file."""
    if isinstance(path, str) and remote.is_address(path):
        return remote.file_state(path)
    try:
        status = os.fstat(path) if isinstance(path, int) else os.lstat(path)
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns  # no reset clock hides the last one


def file_states(paths: Iterable[str]) -> dict[str, FileState]:
    """Return the state of each file, for `check_unchanged`."""
    return {path: file_state(path) for path in paths}


def check_unchanged(states: Mapping[str, FileState]) -> None:
    """Raise CurateError if a file has changed since its state was taken: what was read of it may be a mixture."""
    for path, state in states.items():
        if file_state(path) != state:
            raise CurateError(f"{path}: changed while it was read; run again when it is written whole")


def read_seed(path: str) -> bytes:
    """Return the bytes of a seed; raise Unreadable if it is no regular file, cannot be read, or is too large.

    Raises CurateError if it changes while it is read.
    """
    with open_seed(path) as file:
        opened = path if remote.is_address(path) else file.fileno()
        before, data = file_state(opened), file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Unreadable(f"larger than {MAX_BYTES // 1_000_000} MB; split it")
        if file_state(opened) != before:
            raise CurateError(f"{path}: changed while it was read; run again when it is written whole")
        return data


@contextmanager
def open_seed(path: str) -> Iterator[BufferedReader]:
    """Open a seed for reading; raise Unreadable if it is no regular file or cannot be read.

    A remote file that cannot be read raises CurateError instead.
    """
    if remote.is_address(path):
        with remote.open_file(path) as file:
            yield file
        return
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable("not a regular file; remove it from the seeds")
            yield file
    except OSError as error:
        raise Unreadable(_explain_error(error)) from None


def hash_seed(path: str) -> tuple[str, int]:
    """Return the sha256 of a seed and its size in bytes, read in a stream; raise Unreadable as `open_seed` does."""
    with open_seed(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def _explain_error(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "a folder; name a file in it"
    return f"cannot be read: {error.strerror}; check its permissions"
