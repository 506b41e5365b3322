"""Seed files: found without following links, opened only if they are regular files.

`provenance.jsonl` says of each added seed where it came from.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curate.errors import CurateError, DamageError, Unreadable, UsageError
from curate.seeds import remote

MOST_BYTES = 500_000_000  # of a seed with one document
PROVENANCE = "provenance.jsonl"


@dataclass(frozen=True, slots=True)
class Seed:
    """A file below a seed folder.  `name` has `/` between its parts on every system."""

    name: str
    path: str
    problem: str = ""  # why it cannot be opened
    size: int = 0  # bytes


def find(project: Path, folders: Sequence[str]) -> list[Seed]:
    """Return the seeds below the folders, sorted by name; raise UsageError if a folder is missing.

    Files and folders whose name begins with a dot are no seeds.  Where there
    are several folders, a seed's name begins with its folder's.  A folder may be
    an address (see `remote`), of a folder or of a file.
    """
    found: list[Seed] = []
    for folder in folders:
        found.extend(_in(project, folder, len(folders) > 1))
    names = [seed.name for seed in found]
    if len(set(names)) < len(names):
        twice = min(name for name in names if names.count(name) > 1)
        raise UsageError(f"{twice}: two seed folders of the same name hold it; rename one of the folders")
    return sorted(found, key=lambda seed: seed.name)


def _in(project: Path, folder: str, of_several: bool) -> Iterator[Seed]:
    if remote.is_address(folder):
        yield from _elsewhere(folder, f"{remote.name(folder)}/" if of_several else "")
        return
    root = project / folder
    if not root.is_dir():
        raise UsageError(f"{folder}: no such folder; make it, or name another with --seeds or in curate.toml")
    yield from below(str(root), f"{Path(folder).name}/" if of_several else "")


def _elsewhere(address: str, prefix: str) -> Iterator[Seed]:
    """Yield the seeds at an address.  Names there may be anything; within one, `::` would lead to another address."""
    for inside, where, size in remote.below(address):
        name = prefix + "/".join(_printable(part) or "\\u002f" for part in inside.split("/"))
        name = name.translate({ord("\\"): "_", ord(":"): "_"}) if os.name == "nt" else name
        problem = "" if name == prefix + inside and "::" not in where else "called like no file can be; rename it there"
        yield Seed(name, where, problem, size)


def below(folder: str, prefix: str) -> Iterator[Seed]:
    """Yield the seeds below a folder, each called by `prefix` and its path there."""
    waiting = [(folder, prefix)]
    while waiting:
        here, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            yield Seed(_printable(prefix.rstrip("/")), here, f"a folder that cannot be read: {error.strerror}")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            name = _printable(prefix + entry.name)
            if entry.is_symlink():
                yield Seed(name, entry.path, "a symbolic link, which is not followed; put the file itself there")
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, f"{prefix}{entry.name}/"))
            elif not entry.is_file(follow_symlinks=False):
                yield Seed(name, entry.path, "not a regular file; remove it from the seeds")
            elif name != prefix + entry.name:
                yield Seed(name, entry.path, "its name is not UTF-8, or holds control characters; rename it")
            else:
                yield Seed(name, entry.path, size=entry.stat(follow_symlinks=False).st_size)


def is_printable(name: str) -> bool:
    """Is it UTF-8, without control characters?"""
    return _printable(name) == name


def _printable(name: str) -> str:
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf") else f"\\u{ord(c):04x}" for c in text)


State = tuple[int, ...]  # of a file: which it is, its size in bytes, when it and its record changed, which no clock that is set can hide


def state(path: str | int) -> State:
    """Return what tells whether a file, or an open one, has changed; empty if it is not there."""
    if isinstance(path, str) and remote.is_address(path):
        return remote.state(path)
    try:
        found = os.fstat(path) if isinstance(path, int) else os.lstat(path)
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def must_be_as(before: Mapping[str, State]) -> None:
    """Raise CurateError if a file has changed: what was read of it may be neither the old nor the new."""
    for path, known in before.items():
        if state(path) != known:
            raise CurateError(f"{path}: changed while it was read; run again when it is written whole")


def read(path: str) -> bytes:
    """Return the bytes of a regular file; raise Unreadable, with the reason, if it is none or cannot be read.

    Raises CurateError if it changes meanwhile.
    """
    with opened(path) as file:
        held = path if remote.is_address(path) else file.fileno()
        before, data = state(held), file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise Unreadable(f"larger than {MOST_BYTES // 1_000_000} MB; split it")
        if state(held) != before:
            raise CurateError(f"{path}: changed while it was read; run again when it is written whole")
        return data


@contextmanager
def opened(path: str) -> Iterator[BufferedReader]:
    """Give a regular file to read from; raise Unreadable, with the reason, if it is none or cannot be read.

    At an address whatever is there is read, and what cannot be is a CurateError.
    """
    if remote.is_address(path):
        with remote.opened(path) as file:
            yield file
        return
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable("not a regular file; remove it from the seeds")
            yield file
    except OSError as error:
        raise Unreadable(_advice(error)) from None


def digest(path: str) -> tuple[str, int]:
    """Return the sha256 of a regular file and its size in bytes, read in a stream; raise Unreadable as `opened` does."""
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()


def _advice(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "a folder; name a file in it"
    return f"cannot be read: {error.strerror}; check its permissions"


def provenance(project: Path) -> dict[str, dict[str, Any]]:
    """Return what `provenance.jsonl` says, by seed; of several lines about one seed, the last counts."""
    path = project / PROVENANCE
    if not path.exists():
        return {}
    records: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            record = json.loads(line)
            records[record.pop("seed")] = record
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise DamageError(f"{PROVENANCE}, line {number}: not a record with a seed; mend or remove the line") from None
    return records


def site(url: object) -> str:
    """Return the host of an address, as its page or its record gave it; empty if it is none."""
    try:
        return urlsplit(url).hostname or "" if isinstance(url, str) else ""
    except ValueError:  # "http://["
        return ""
