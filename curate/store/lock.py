"""One command at a time changes a project, its records, or its corpus."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curate.errors import CurateError, UnwritableError
from curate.files import clear_staging
from curate.store.cache import CURATE_FOLDER


@contextmanager
def lock_project(folder: Path) -> Iterator[Path]:
    """Let one run at a time work on a project; the lock goes with the process, however that ends."""
    with _hold_lock(folder, "lock", wait=False):
        clear_staging(folder / "staging")
        yield folder


@contextmanager
def lock_records(project: Path) -> Iterator[None]:
    """Let one command at a time write down what people say (decisions, reviews, provenance); others wait, which is never long."""
    with _hold_lock(project / CURATE_FOLDER, "records", wait=True):
        yield


@contextmanager
def lock_corpus(root: Path, wait: bool) -> Iterator[bool]:
    """Let one process at a time change a corpus, and say whether it may; with `wait` it may as soon as the other has done.

    The lock is on the folder itself, so that it needs no file.  Where the system cannot lock folders, it always may.
    """
    if os.name == "nt":
        yield True
        return
    descriptor = os.open(root, os.O_RDONLY)
    try:
        yield _try_lock(descriptor, wait)
    finally:
        os.close(descriptor)


@contextmanager
def _hold_lock(folder: Path, name: str, wait: bool) -> Iterator[None]:
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_bytes(b"*\n")
        file = (folder / name).open("ab")
    except OSError as error:
        raise UnwritableError(f"{folder}: cannot be written: {error.strerror}; the project folder must be writable") from None
    with file:
        if not _try_lock(file.fileno(), wait):
            raise CurateError("another `curate run` is at work in this project; wait for it")
        yield


def _try_lock(descriptor: int, wait: bool) -> bool:
    try:
        _lock(descriptor, wait)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks; on Windows, what is locked already
        return os.name != "nt"
    return True


def _lock(descriptor: int, wait: bool) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
