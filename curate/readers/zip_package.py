"""Zip packages, as Word documents and e-books are, read with limits on their unpacked size."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from curate.errors import Unreadable
from curate.readers.safe_xml import parse_xml

_MAX_BYTES = 100_000_000  # unpacked, of all members that are read
_MAX_RATIO = 200  # unpacked bytes for each packed byte, above a million bytes


class ZipPackage:
    """The members of a zipped document, by name."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Open a package; `kind` says in messages what it is.  Raises Unreadable if it is no zip."""
        self._kind, self._bytes_left = kind, _MAX_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise Unreadable(f"no {kind} that can be read ({error}); save it anew") from None

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read_member(self, name: str) -> bytes:
        """Return the bytes of a member; raise Unreadable if it is missing, damaged, or too large."""
        info = self._zip.NameToInfo.get(name)
        if info is None:
            raise Unreadable(f"the {self._kind} has no part {name}; save it anew")
        self._bytes_left -= info.file_size
        if self._bytes_left < 0 or info.file_size > max(1_000_000, _MAX_RATIO * info.compress_size):
            raise Unreadable(f"the {self._kind} unpacks to more than any text does")
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise Unreadable(f"{name} of the {self._kind} cannot be read: {error}") from None

    def parse_member(self, name: str) -> Any:
        """Return the root of an XML member; raise Unreadable as `read_member` does, or if it is not well-formed."""
        return parse_xml(self.read_member(name), name)
