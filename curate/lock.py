"""One command at a time changes a project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from curate.errors import CurateError
from curate.files import sweep


@contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """Let one run at a time work on a project; the lock goes with the process, however that ends."""
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_bytes(b"*\n")
        file = (folder / "lock").open("ab")
    except OSError as error:
        raise CurateError(f"{folder}: cannot be written: {error.strerror}; the project folder must be writable") from None
    with file:
        try:
            _lock_file(file.fileno())
        except OSError:
            raise CurateError("another `curate run` is at work in this project; wait for it") from None
        sweep(folder / "staging")
        yield folder


def _lock_file(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
