"""Seeds that lie elsewhere: at an address like s3://bucket/folder, read by fsspec.

What cannot be fetched ends the run and puts nothing in quarantine: another time
it might be fetched.  Wrong for files of this machine, which are named by their
paths and opened without following links.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from curate.errors import CurateError, UsageError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_HERE = ("file", "local")  # what fsspec calls this machine
_AT_ONCE = 1 << 20  # bytes that are fetched ahead


def is_address(path: str) -> bool:
    """Is it an address, rather than the path of a folder or a file?

    >>> is_address("s3://bucket/pages"), is_address("seeds"), is_address("C:/seeds")
    (True, False, False)
    """
    return "://" in path


def name(address: str) -> str:
    """Return what a folder, or a file, at an address is called."""
    return PurePosixPath(address.partition("://")[2]).name or address.partition("://")[2]


def below(address: str) -> Iterator[tuple[str, str, int]]:
    """Yield the files at an address, or below it: the path from there, the address, and the bytes; none whose name begins with a dot.

    Raises UsageError if there is nothing, or if a package is missing, CurateError if it cannot be read.
    """
    system, root = _opened(address)
    with _told(address):
        found: dict[str, Any] = system.find(root, detail=True)
    if not found:
        raise UsageError(f"{address}: nothing there; mend it under [seeds] in curate.toml")
    for path, about in found.items():
        inside = path.removeprefix(root).strip("/") or name(address)
        if not any(part.startswith(".") for part in inside.split("/")):
            yield inside, system.unstrip_protocol(path), int(about.get("size") or 0)


@contextmanager
def opened(address: str) -> Iterator[io.BufferedReader]:
    """Give the file at an address to read from; raise CurateError if it cannot be read."""
    system, path = _opened(address)
    with _told(address):
        file = system.open(path, "rb")
    stream: Any = _Stream(address, file)
    with io.BufferedReader(stream, _AT_ONCE) as reader:
        yield reader


def state(address: str) -> tuple[int, ...]:
    """Return what tells whether the file at an address has changed, as far as its system knows."""
    system, path = _opened(address)
    with _told(address):
        return (int(system.ukey(path), 16),)


class _Stream(io.RawIOBase):
    """A file of fsspec whose every failure is a CurateError, so that no reader takes it for a fault of the file."""

    def __init__(self, address: str, file: Any) -> None:
        self._address, self._file = address, file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        with _told(self._address):
            data = self._file.read(len(memoryview(buffer)))
        memoryview(buffer)[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        with _told(self._address):
            return int(self._file.seek(offset, whence))

    def close(self) -> None:
        self._file.close()
        super().close()


def _opened(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path there; raise UsageError if there is none."""
    try:
        import fsspec
    except ImportError:
        raise UsageError(f"{address}: to read what lies elsewhere, fsspec is needed; pip install 'curate-corpus[remote]'") from None
    if address.partition("://")[0] in _HERE:
        raise UsageError(f"{address}: a folder of this machine; name it by its path")
    if "::" in address:  # file systems in one another: they write copies elsewhere, and lead back to this machine
        raise UsageError(f"{address}: several addresses in one, with '::' between them; name one")
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: cannot be opened: {' '.join(str(error).split())}") from None
    return system, path


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Turn whatever a file system raises, each of them something else, into one line."""
    try:
        yield
    except CurateError:
        raise
    except Exception as error:
        why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise CurateError(f"{address}: cannot be read: {why}; look whether it is there, and whether you may read it") from None
