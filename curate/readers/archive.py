"""Read zip and tar archives: each member is a record, or many if it is a container itself.

Nothing is unpacked to disk, so names like `../x` in an archive do no harm.
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
from curate.readers.record import RawRecord, Record, clean_key

_MAX_MEMBER_BYTES = 200_000_000  # unpacked, of one member
_MAX_RATIO = 200  # unpacked bytes for each packed byte, above a million bytes
_MAX_MEMBERS = 10_000_000
_ENCRYPTED_FLAG = 1  # bit in the flags of a zip member
_ARCHIVE_FORMATS = ("zip", "tar")


def split_zip(file: BinaryIO) -> Iterator[RawRecord]:
    """Yield the members of a zip in their order; one that cannot be read is yielded as an Unreadable."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable(f"no zip that can be read ({error}); fetch it anew") from None
    if _has_overlaps(archive.infolist()):
        raise Unreadable("a zip whose files lie over one another, which none is by chance; fetch it anew")
    for info in archive.infolist()[:_MAX_MEMBERS]:
        if info.filename.endswith("/") or _is_ignored(info.filename):
            continue
        if info.file_size > max(1_000_000, _MAX_RATIO * info.compress_size):
            yield Unreadable(f"{info.filename}: unpacks to more than {_MAX_RATIO} times its size, which no text does")
            continue
        try:
            if info.file_size > _MAX_MEMBER_BYTES:
                raise Unreadable(f"more than {_MAX_MEMBER_BYTES // 1_000_000} MB; unpack it")
            with archive.open(info) as member:
                data = member.read(_MAX_MEMBER_BYTES + 1)
        except Unreadable as error:
            yield Unreadable(f"{info.filename}: {error}")
        except (RuntimeError, NotImplementedError):
            problem = "locked by a password" if info.flag_bits & _ENCRYPTED_FLAG else "packed in a way that cannot be read"
            yield Unreadable(f"{info.filename}: {problem}; unpack it")
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
            yield Unreadable(f"{info.filename}: damaged ({error}); fetch the archive anew")
        else:
            yield from _split_member(info.filename, data)


def _has_overlaps(members: Sequence[zipfile.ZipInfo]) -> bool:
    """Do any two members share bytes?  A zip bomb can be built so, in which no single member looks too large."""
    extents = sorted((info.header_offset, info.compress_size) for info in members)
    return any(start + size > following for (start, size), (following, _) in pairwise(extents))


def split_tar(file: BinaryIO) -> Iterator[RawRecord]:
    """Yield the regular files of a tar in their order; links and devices are yielded as Unreadable."""
    try:
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for info in archive:
                if info.isdir() or _is_ignored(info.name):
                    continue
                if not info.isreg():
                    yield Unreadable(f"{info.name}: not a regular file in its archive")
                elif info.size > _MAX_MEMBER_BYTES:
                    yield Unreadable(f"{info.name}: more than {_MAX_MEMBER_BYTES // 1_000_000} MB; unpack it")
                else:
                    member = archive.extractfile(info)
                    data = member.read() if member else b""
                    if len(data) < info.size:
                        raise tarfile.ReadError(f"{info.name} ends early")
                    yield from _split_member(info.name, data)
    except (tarfile.TarError, EOFError) as error:
        raise Unreadable(f"a tar that is cut off or damaged ({error}); what comes after is lost; fetch it anew") from None


def _is_ignored(name: str) -> bool:
    """Is it a hidden file, or one that macOS adds to archives?"""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/") if part not in (".", ".."))


def _split_member(name: str, data: bytes) -> Iterator[RawRecord]:
    """Yield a member as records, each framed with the member's name, its format, and the record's number in it (-1: the whole)."""
    from curate import readers  # at run time, because its table of formats contains this module

    format = readers.format_of(name)
    if format in _ARCHIVE_FORMATS:
        yield Unreadable(f"{name}: an archive in an archive; unpack it")
    elif format in readers.CONTAINERS:
        for number, raw in enumerate(readers.split_seed(name, io.BytesIO(data))):
            yield _frame(name, format, number, raw) if isinstance(raw, bytes) else Unreadable(f"{name}: {raw}")
    else:
        try:
            yield _frame(name, format, -1, readers.unpack_document(name, data))
        except Unreadable as error:
            yield Unreadable(f"{name}: {error}")


def _frame(name: str, format: str, number: int, data: bytes) -> bytes:
    """Return a record preceded by a line with its origin in the archive."""
    return json.dumps([name, format, number]).encode("ascii") + b"\n" + data


def parse_record(raw: bytes, names: Fields) -> Record:
    """Return a record of a member; its key is the member's name, followed by #key if the member is a container."""
    from curate import readers

    head, _, data = raw.partition(b"\n")
    name, format, number = json.loads(head)
    name = clean_key(name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
    if format not in readers.CONTAINERS:
        return Record(name, data, format)
    try:
        record = readers.CONTAINERS[format].parse_record(data, names)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error}") from None
    return replace(record, key=f"{name}#{record.key or number}")
