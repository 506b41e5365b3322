"""Zip and tar as folders: one record for each file in it, or for each record of a file that holds many.

Names in an archive are only names: nothing is ever written by them.
"""

from __future__ import annotations

import io
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import BinaryIO

from curate.config import Fields
from curate.errors import Unreadable
from curate.readers.record import Raw, Record, clean_key

_LONGEST = 200_000_000  # bytes of a file, unpacked
_RATIO = 200  # bytes unpacked for each one packed, beyond a million
_MOST = 10_000_000  # files
_LOCKED = 1  # of the flags of a file in a zip
_NESTED = ("zip", "tar")


def split_zip(file: BinaryIO) -> Iterator[Raw]:
    """Yield the files of a zip in their order."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable(f"no zip that can be read ({error}); fetch it anew") from None
    if _overlaps(archive.infolist()):
        raise Unreadable("a zip whose files lie over one another, which none is by chance; fetch it anew")
    for info in archive.infolist()[:_MOST]:
        if info.filename.endswith("/") or _is_furniture(info.filename):
            continue
        if info.file_size > max(1_000_000, _RATIO * info.compress_size):
            yield Unreadable(f"{info.filename}: unpacks to more than {_RATIO} times its size, which no text does")
            continue
        try:
            if info.file_size > _LONGEST:
                raise Unreadable(f"more than {_LONGEST // 1_000_000} MB; unpack it")
            with archive.open(info) as member:
                data = member.read(_LONGEST + 1)
        except Unreadable as error:
            yield Unreadable(f"{info.filename}: {error}")
        except (RuntimeError, NotImplementedError):
            how = "locked by a password" if info.flag_bits & _LOCKED else "packed in a way that cannot be read"
            yield Unreadable(f"{info.filename}: {how}; unpack it")
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
            yield Unreadable(f"{info.filename}: damaged ({error}); fetch the archive anew")
        else:
            yield from _records(info.filename, data)


def _overlaps(files: Sequence[zipfile.ZipInfo]) -> bool:
    """Do any two files share bytes?  So a small archive would unpack to a vast one, each of its files of a likely size."""
    places = sorted((info.header_offset, info.compress_size) for info in files)
    return any(at + size > following for (at, size), (following, _) in pairwise(places))


def split_tar(file: BinaryIO) -> Iterator[Raw]:
    """Yield the regular files of a tar in their order; links and devices are refused."""
    try:
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for info in archive:
                if info.isdir() or _is_furniture(info.name):
                    continue
                if not info.isreg():
                    yield Unreadable(f"{info.name}: not a regular file in its archive")
                elif info.size > _LONGEST:
                    yield Unreadable(f"{info.name}: more than {_LONGEST // 1_000_000} MB; unpack it")
                else:
                    member = archive.extractfile(info)
                    data = member.read() if member else b""
                    if len(data) < info.size:
                        raise tarfile.ReadError(f"{info.name} ends early")
                    yield from _records(info.name, data)
    except (tarfile.TarError, EOFError) as error:
        raise Unreadable(f"a tar that is cut off or damaged ({error}); what comes after is lost; fetch it anew") from None


def _is_furniture(name: str) -> bool:
    """Is it what systems leave in archives, or hidden?"""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/") if part not in (".", ".."))


def _records(name: str, data: bytes) -> Iterator[Raw]:
    """Yield a file of the archive as records, each with the file's name, its format, and its number in that file."""
    from curate import readers  # whose table of formats holds this module

    format = readers.format_of(name)
    if format in _NESTED:
        yield Unreadable(f"{name}: an archive in an archive; unpack it")
    elif format in readers.CONTAINERS:
        for number, raw in enumerate(readers.split(name, io.BytesIO(data))):
            yield _framed(name, format, number, raw) if isinstance(raw, bytes) else Unreadable(f"{name}: {raw}")
    else:
        try:
            yield _framed(name, format, -1, readers.whole(name, data))
        except Unreadable as error:
            yield Unreadable(f"{name}: {error}")


def _framed(name: str, format: str, number: int, data: bytes) -> bytes:
    return json.dumps([name, format, number]).encode("ascii") + b"\n" + data


def parse(raw: bytes, names: Fields) -> Record:
    """Return a record; its key is the file's name in the archive, then #key where that holds many."""
    from curate import readers

    head, _, data = raw.partition(b"\n")
    name, format, number = json.loads(head)
    name = clean_key(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
    if format not in readers.CONTAINERS:
        return Record(name, data, format)
    try:
        record = readers.CONTAINERS[format].parse(data, names)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error}") from None
    return replace(record, key=f"{name}#{record.key or number}")
