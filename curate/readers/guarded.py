"""Zip and XML as office documents and books use them, read with limits and without reaching outside."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from curate.errors import Unreadable

_LONGEST = 100_000_000  # bytes of all parts that are read, unpacked
_RATIO = 200  # bytes unpacked for each one packed, beyond a million


class Parts:
    """The parts of a zipped document, by name."""

    def __init__(self, data: bytes, what: str) -> None:
        self._what, self._left = what, _LONGEST
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise Unreadable(f"no {what} that can be read ({error}); save it anew") from None

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """Return a part; raise Unreadable if it is missing, damaged, or larger than any text."""
        info = self._zip.NameToInfo.get(name)
        if info is None:
            raise Unreadable(f"the {self._what} has no part {name}; save it anew")
        self._left -= info.file_size
        if self._left < 0 or info.file_size > max(1_000_000, _RATIO * info.compress_size):
            raise Unreadable(f"the {self._what} unpacks to more than any text does")
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise Unreadable(f"{name} of the {self._what} cannot be read: {error}") from None

    def xml(self, name: str) -> Any:
        """Return the root of a part that is XML."""
        return xml(self.read(name), name)


def xml(data: bytes, what: str) -> Any:
    """Return the root of an XML document; raise Unreadable if it is not well-formed.

    Nothing outside of it is read; entities that it declares itself are
    expanded, within libxml2's limits.
    """
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(f"{what} is no well-formed XML: {' '.join(str(error).split())}") from None
    return root


def local(element: Any) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
