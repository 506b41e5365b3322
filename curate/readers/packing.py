"""Compressed files, read in a stream: .gz .bz2 .xz .zst around any format.

What unpacks to far more than any text does is refused before memory or disk is
full of it; where a file is cut off or damaged, what came before counts.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable, Mapping
from typing import BinaryIO, cast

from curate.errors import Unreadable, UsageError

_FREE = 100_000_000  # bytes that may come out before the ratio is looked at
_RATIO = 200  # bytes out for each byte in; markup repeated a thousand times has 100
_CHUNK = 1 << 16


def _zstd(file: BinaryIO) -> BinaryIO:
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError:
        raise UsageError("to read .zst, backports.zstd is needed; pip install 'curate-corpus[zst]'") from None
    return cast("BinaryIO", zstd.ZstdFile(file))


_OPENERS: Mapping[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": lambda file: cast("BinaryIO", gzip.GzipFile(fileobj=file)),
    ".bz2": lambda file: cast("BinaryIO", bz2.BZ2File(file)),
    ".xz": lambda file: cast("BinaryIO", lzma.LZMAFile(file)),  # noqa: SIM115
    ".zst": _zstd,
}
_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}


def inner(name: str) -> tuple[str, str]:
    """Return a file's name without the suffix of its packing, and that suffix, empty if it has none.

    >>> inner("a.jsonl.GZ"), inner("b.tgz"), inner("c.txt")
    (('a.jsonl', '.gz'), ('b.tar', '.gz'), ('c.txt', ''))
    """
    for short, long in _SHORT.items():
        if name.lower().endswith(short):
            name = name[: -len(short)] + long
    packing = next((suffix for suffix in _OPENERS if name.lower().endswith(suffix)), "")
    return name[: len(name) - len(packing)], packing


def unpacked(file: BinaryIO, packing: str) -> BinaryIO:
    """Return what a packed file holds, to be read in a stream; the file itself if `packing` is empty.

    Reading raises Unreadable where the file is cut off, damaged, or holds what no text is.
    """
    return cast("BinaryIO", io.BufferedReader(_Unpacked(file, packing), _CHUNK)) if packing else file


class _Unpacked(io.RawIOBase):
    """A packed file, and how much came out of how much."""

    def __init__(self, file: BinaryIO, packing: str) -> None:
        self._packed = file
        self._content = _OPENERS[packing](file)
        self._what = packing.removeprefix(".")
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._content.read(len(buffer))
        except EOFError:
            raise Unreadable(f"the {self._what} file is cut off after {self._out:,} bytes of content; {_FETCH}") from None
        except (OSError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise Unreadable(f"the {self._what} file is damaged after {self._out:,} bytes of content ({error}); {_FETCH}") from None
        except Exception as error:  # zstd's own, which cannot be named without the package
            if type(error).__name__ != "ZstdError":
                raise
            raise Unreadable(f"the {self._what} file is damaged after {self._out:,} bytes of content ({error}); {_FETCH}") from None
        self._out += len(data)
        if self._out > _FREE and self._out > _RATIO * max(1, self._packed.tell()):
            raise Unreadable(f"the {self._what} file unpacks to more than {_RATIO} times its size, which no text does; unpack it by hand")
        buffer[: len(data)] = data
        return len(data)


_FETCH = "what comes after it is lost; fetch the file anew"
