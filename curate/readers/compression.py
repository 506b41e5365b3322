"""Read compressed files of any format in a stream: .gz .bz2 .xz .zst.

A file that unpacks to far more than any text does is refused before it fills
the memory.  The part of a truncated or damaged file before the damage is read.
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

_UNCHECKED_BYTES = 100_000_000  # of content before the ratio is checked
_MAX_RATIO = 200  # bytes of content for each compressed byte; markup repeated a thousand times has 100
_BUFFER_BYTES = 1 << 16


def _open_zstd(file: BinaryIO) -> BinaryIO:
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
    ".zst": _open_zstd,
}
_SHORT_SUFFIXES = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}


def split_suffix(name: str) -> tuple[str, str]:
    """Return a file's name without the suffix of its compression, and that suffix, empty if it has none.

    >>> split_suffix("a.jsonl.GZ"), split_suffix("b.tgz"), split_suffix("c.txt")
    (('a.jsonl', '.gz'), ('b.tar', '.gz'), ('c.txt', ''))
    """
    for short, long in _SHORT_SUFFIXES.items():
        if name.lower().endswith(short):
            name = name[: -len(short)] + long
    compression = next((suffix for suffix in _OPENERS if name.lower().endswith(suffix)), "")
    return name[: len(name) - len(compression)], compression


def open_compressed(file: BinaryIO, suffix: str) -> BinaryIO:
    """Return the content of a compressed file as a stream; the file itself if `suffix` is empty.

    Reading raises Unreadable if the file is truncated, damaged, or a bomb.
    """
    return cast("BinaryIO", io.BufferedReader(_DecompressedFile(file, suffix), _BUFFER_BYTES)) if suffix else file


class _DecompressedFile(io.RawIOBase):
    """The content of a compressed file; reading it checks the ratio of the sizes."""

    def __init__(self, file: BinaryIO, suffix: str) -> None:
        self._compressed = file
        self._content = _OPENERS[suffix](file)
        self._kind = suffix.removeprefix(".")
        self._bytes_read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._content.read(len(buffer))
        except EOFError:
            raise Unreadable(f"the {self._kind} file is cut off after {self._bytes_read:,} bytes of content; {_ADVICE}") from None
        except (OSError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise Unreadable(f"the {self._kind} file is damaged after {self._bytes_read:,} bytes of content ({error}); {_ADVICE}") from None
        except Exception as error:  # ZstdError, whose class exists only if its package is installed
            if type(error).__name__ != "ZstdError":
                raise
            raise Unreadable(f"the {self._kind} file is damaged after {self._bytes_read:,} bytes of content ({error}); {_ADVICE}") from None
        self._bytes_read += len(data)
        if self._bytes_read > _UNCHECKED_BYTES and self._bytes_read > _MAX_RATIO * max(1, self._compressed.tell()):
            raise Unreadable(
                f"the {self._kind} file unpacks to more than {_MAX_RATIO} times its size, which no text does; unpack it by hand"
            )
        buffer[: len(data)] = data
        return len(data)


_ADVICE = "what comes after it is lost; fetch the file anew"
