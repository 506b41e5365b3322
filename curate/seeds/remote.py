"""Remote seeds, at an address like s3://bucket/folder, read by fsspec.

A file that cannot be fetched ends the run instead of going into quarantine,
because a later attempt may succeed.  Wrong for local files: name those by their
paths, so that they are opened without following links.
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

_LOCAL_PROTOCOLS = ("file", "local")
_READ_AHEAD = 1 << 20  # bytes


def is_address(path: str) -> bool:
    """Is it an address rather than a local path?

    >>> is_address("s3://bucket/pages"), is_address("seeds"), is_address("C:/seeds")
    (True, False, False)
    """
    return "://" in path


def address_name(address: str) -> str:
    """Return the name of the folder or file at an address."""
    return PurePosixPath(address.partition("://")[2]).name or address.partition("://")[2]


def list_files(address: str) -> Iterator[tuple[str, str, int]]:
    """Yield (path relative to the address, address, size in bytes) for each file at or below an address.

    Skips names that begin with a dot.  Raises UsageError if there is no file, or
    if a package is missing, CurateError if the files cannot be listed.
    """
    system, root = _resolve(address)
    with _translate_errors(address):
        files: dict[str, Any] = system.find(root, detail=True)
    if not files:
        raise UsageError(f"{address}: nothing there; mend it under [seeds] in curate.toml")
    for path, details in files.items():
        relative = path.removeprefix(root).strip("/") or address_name(address)
        if not any(part.startswith(".") for part in relative.split("/")):
            yield relative, system.unstrip_protocol(path), int(details.get("size") or 0)


@contextmanager
def open_file(address: str) -> Iterator[io.BufferedReader]:
    """Open the file at an address for reading; raise CurateError if it cannot be read."""
    system, path = _resolve(address)
    with _translate_errors(address):
        file = system.open(path, "rb")
    stream: Any = _Stream(address, file)
    with io.BufferedReader(stream, _READ_AHEAD) as reader:
        yield reader


def file_state(address: str) -> tuple[int, ...]:
    """Return a value that changes whenever the file at an address changes, as far as its file system knows."""
    system, path = _resolve(address)
    with _translate_errors(address):
        return (int(system.ukey(path), 16),)


class _Stream(io.RawIOBase):
    """A file of fsspec whose every failure is a CurateError, so that no reader takes it for a damaged file."""

    def __init__(self, address: str, file: Any) -> None:
        self._address, self._file = address, file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        with _translate_errors(self._address):
            data = self._file.read(len(memoryview(buffer)))
        memoryview(buffer)[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        with _translate_errors(self._address):
            return int(self._file.seek(offset, whence))

    def close(self) -> None:
        self._file.close()
        super().close()


def _resolve(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it; raise UsageError if it has none."""
    try:
        import fsspec
    except ImportError:
        raise UsageError(f"{address}: to read what lies elsewhere, fsspec is needed; pip install 'curate-corpus[remote]'") from None
    if address.partition("://")[0] in _LOCAL_PROTOCOLS:
        raise UsageError(f"{address}: a folder of this machine; name it by its path")
    if "::" in address:  # chained file systems write copies elsewhere, and may lead back to this machine
        raise UsageError(f"{address}: several addresses in one, with '::' between them; name one")
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: cannot be opened: {' '.join(str(error).split())}") from None
    return system, path


@contextmanager
def _translate_errors(address: str) -> Iterator[None]:
    """Raise CurateError, with one line for the user, in place of any exception of a file system."""
    try:
        yield
    except CurateError:
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise CurateError(f"{address}: cannot be read: {reason}; look whether it is there, and whether you may read it") from None
