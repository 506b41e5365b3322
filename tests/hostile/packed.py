"""Packed files and archives: bombs, lies, and names that lead elsewhere."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from hostile.made import CLEANED, EITHER, QUARANTINED, SENTENCE, Table

_TEXT = (SENTENCE + "\n").encode()
_MANY = 600  # times n: what a bomb unpacks to


def _gzip_bomb(n: int) -> Iterable[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(max(1, n * _MANY >> 20)):
        yield packer.compress(bytes([32]) * (1 << 20))
    yield packer.flush()


def _bomb(packer: bz2.BZ2Compressor | lzma.LZMACompressor, n: int) -> Iterable[bytes]:
    for _ in range(max(1, n * _MANY >> 20)):
        yield packer.compress(b" " * (1 << 20))
    yield packer.flush()


def _zstd(n: int, window: int = 0) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    options: dict[int, int] | None = {zstd.CompressionParameter.window_log: window} if window else None
    return zstd.compress(b" " * (n * _MANY) if not window else _TEXT * 9, options=options)


def packed_zip(files: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", method) as archive:
        warnings.simplefilter("ignore")  # that a name stands there twice is the point
        for name, data in files:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, method
            archive.writestr(info, data)
    return held.getvalue()


def _overlapping(n: int) -> bytes:
    """A zip whose directory names one file again and again."""
    once = packed_zip([("a.txt", _TEXT * 2_000)])
    at = once.index(b"PK\x01\x02")
    end = once.index(b"PK\x05\x06")
    entry, count = once[at:end], min(n // 40, 20_000)
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, at, 0)
    return once[:at] + entry * count + tail


def _lying_zip(size: int) -> bytes:
    """A zip that says another size of its file than it has."""
    made = bytearray(packed_zip([("a.txt", _TEXT * 99)]))
    at = made.index(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<L", size)
    return bytes(made)


def _symlink_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return held.getvalue()


def _locked_zip() -> bytes:
    made = bytearray(packed_zip([("a.txt", _TEXT)]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + offset] |= 1
    return bytes(made)


def _members(members: Sequence[tuple[tarfile.TarInfo, bytes]], format: int = tarfile.PAX_FORMAT) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=format) as archive:
        for info, data in members:
            info.size = len(data) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def _member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", **more: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.pax_headers = kind, target, more
    return info


def _lying_tar(size: bytes) -> bytes:
    """A tar that says another size of its file than it has."""
    made = bytearray(_members([(_member("a.txt"), _TEXT)], tarfile.GNU_FORMAT))
    made[124:136] = size.ljust(12, b"\0")
    made[148:156] = b" " * 8
    made[148:156] = b"%06o\0 " % sum(made[:512])
    return bytes(made)


_UP = (
    "../../up.txt",
    "/tmp/curate-owned.txt",
    "a/../../../up.txt",
    "..\\up.txt",
    "C:\\up.txt",
    "a\nb.txt",
    "\u202etxt.exe.txt",
    "n" * 4_000 + ".txt",
)

INPUTS: Table = {
    "bomb.txt.gz": (QUARANTINED, _gzip_bomb),
    "bomb.html.gz": (QUARANTINED, _gzip_bomb),
    "bomb.jsonl.gz": (QUARANTINED, _gzip_bomb),
    "bomb.txt.bz2": (QUARANTINED, lambda n: _bomb(bz2.BZ2Compressor(), n)),
    "bomb.txt.xz": (QUARANTINED, lambda n: _bomb(lzma.LZMACompressor(preset=0), n)),
    "bomb.txt.zst": (QUARANTINED, _zstd),
    "bomb.tar.gz": (QUARANTINED, _gzip_bomb),
    "bomb.csv.gz": (QUARANTINED, _gzip_bomb),
    "bomb.warc.gz": (QUARANTINED, _gzip_bomb),
    "window.txt.zst": (EITHER, lambda n: _zstd(n, 30)),
    "twice.txt.gz.gz": (QUARANTINED, lambda n: gzip.compress(gzip.compress(_TEXT))),
    "cut-off.txt.gz": (QUARANTINED, lambda n: gzip.compress(_TEXT * 99)[:-9]),
    "wrong-sum.txt.gz": (QUARANTINED, lambda n: gzip.compress(_TEXT)[:-8] + b"xxxxxxxx"),
    "garbage-after.txt.gz": (EITHER, lambda n: gzip.compress(_TEXT) + b"garbage" * (n // 7)),
    "many-members.txt.gz": (CLEANED, lambda n: gzip.compress(_TEXT) * (n // 200)),
    "empty.txt.gz": (QUARANTINED, lambda n: b""),
    "of-nothing.txt.gz": (QUARANTINED, lambda n: gzip.compress(b"") * (n // 40)),
    "not-packed.txt.gz": (QUARANTINED, lambda n: _TEXT),
    "not-packed.txt.zst": (QUARANTINED, lambda n: _TEXT),
    "not-packed.txt.xz": (QUARANTINED, lambda n: _TEXT),
    "name-inside.txt.gz": (CLEANED, lambda n: b"\x1f\x8b\x08\x08\0\0\0\0\0\xff../../up.txt\0" + gzip.compress(_TEXT)[10:]),
    # zip
    "bomb.zip": (QUARANTINED, lambda n: packed_zip([("a.txt", b" " * (n * 100))])),
    "many-bombs.zip": (QUARANTINED, lambda n: packed_zip([(f"{i}.txt", b" " * n * 20) for i in range(9)])),
    "overlapping.zip": (EITHER, _overlapping),
    "small-lie.zip": (EITHER, lambda n: _lying_zip(7)),
    "large-lie.zip": (QUARANTINED, lambda n: _lying_zip(2_000_000_000)),
    "names.zip": (CLEANED, lambda n: packed_zip([(name, _TEXT + str(i).encode()) for i, name in enumerate(_UP)])),
    "same-names.zip": (CLEANED, lambda n: packed_zip([("a.txt", _TEXT + str(i).encode()) for i in range(9)])),
    "empty-name.zip": (EITHER, lambda n: packed_zip([("", _TEXT), ("/", _TEXT), (".", _TEXT)])),
    "link.zip": (EITHER, lambda n: _symlink_zip()),
    "locked.zip": (QUARANTINED, lambda n: _locked_zip()),
    "nested.zip": (QUARANTINED, lambda n: packed_zip([("inner.zip", packed_zip([("inner.zip", packed_zip([("a.txt", _TEXT)]))]))])),
    "packed-bomb.zip": (QUARANTINED, lambda n: packed_zip([("a.txt.gz", b"".join(_gzip_bomb(n)))], zipfile.ZIP_STORED)),
    "many-files.zip": (CLEANED, lambda n: packed_zip([(f"{i}.txt", b"A line of its own, %d.\n" % i) for i in range(n // 200)])),
    "no-files.zip": (QUARANTINED, lambda n: packed_zip([])),
    "only-folders.zip": (QUARANTINED, lambda n: packed_zip([("a/", b""), (".hidden/a.txt", _TEXT), ("__MACOSX/a.txt", _TEXT)])),
    "cut-off.zip": (QUARANTINED, lambda n: packed_zip([("a.txt", _TEXT * 99)])[:-30]),
    "directory-only.zip": (QUARANTINED, lambda n: b"PK\x05\x06" + bytes(18)),
    "far-directory.zip": (QUARANTINED, lambda n: struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 2**31, 2**31, 0)),
    # tar
    "names.tar": (CLEANED, lambda n: _members([(_member(name), _TEXT + str(i).encode()) for i, name in enumerate(_UP)])),
    "links.tar": (
        QUARANTINED,
        lambda n: _members(
            [(_member("a.txt", kind, "/etc/passwd"), b"") for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE)]
            + [(_member("d.txt", kind), b"") for kind in (tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE)]
        ),
    ),
    "vast-size.tar": (QUARANTINED, lambda n: _lying_tar(b"77777777777")),
    "negative-size.tar": (QUARANTINED, lambda n: _lying_tar(b"\xff" * 12)),
    "long-header.tar": (CLEANED, lambda n: _members([(_member("a.txt", comment="x" * n), _TEXT)])),
    "cut-off.tar": (QUARANTINED, lambda n: _members([(_member("a.txt"), _TEXT * 99)])[:900]),
    "no-files.tar": (QUARANTINED, lambda n: bytes(10_240)),
    "no.tar": (QUARANTINED, lambda n: _TEXT * 99),
    "odd-name.tar": (EITHER, lambda n: _members([(_member("caf\udce9.txt"), _TEXT)], tarfile.GNU_FORMAT)),
}


def packed_tar(files: Mapping[str, bytes]) -> bytes:
    """Return a tar of these files."""
    return _members([(_member(name), data) for name, data in files.items()])
