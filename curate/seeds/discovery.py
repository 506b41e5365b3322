"""Find seed files below the seed folders or at remote addresses, without following symbolic links."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curate.errors import UsageError
from curate.seeds import remote


@dataclass(frozen=True, slots=True)
class Seed:
    """A file below a seed folder.  `name` separates its parts by `/` on every system."""

    name: str
    path: str  # of a local file, or an address
    problem: str = ""  # why it cannot be opened
    size: int = 0  # bytes


def find_seeds(project: Path, folders: Sequence[str]) -> list[Seed]:
    """Return the seeds below the folders, sorted by name; raise UsageError if a folder is missing.

    Files and folders whose name begins with a dot are skipped.  If there are
    several folders, the name of a seed begins with that of its folder.  A folder
    may also be the address of a remote folder or file (see `remote`).
    """
    seeds: list[Seed] = []
    for folder in folders:
        seeds.extend(_find_in_folder(project, folder, has_siblings=len(folders) > 1))
    names = [seed.name for seed in seeds]
    if len(set(names)) < len(names):
        repeated = min(name for name in names if names.count(name) > 1)
        raise UsageError(f"{repeated}: two seed folders of the same name hold it; rename one of the folders")
    return sorted(seeds, key=lambda seed: seed.name)


def _find_in_folder(project: Path, folder: str, has_siblings: bool) -> Iterator[Seed]:
    if remote.is_address(folder):
        yield from _find_at_address(folder, f"{remote.address_name(folder)}/" if has_siblings else "")
        return
    root = project / folder
    if not root.is_dir():
        raise UsageError(f"{folder}: no such folder; make it, or name another with --seeds or in curate.toml")
    yield from find_below(str(root), f"{Path(folder).name}/" if has_siblings else "")


def _find_at_address(address: str, prefix: str) -> Iterator[Seed]:
    """Yield the seeds at an address; one with an unusable name gets a problem (`::` would lead to another address)."""
    for relative, file_address, size in remote.list_files(address):
        name = prefix + "/".join(_escape_unprintable(part) or "\\u002f" for part in relative.split("/"))
        name = name.translate({ord("\\"): "_", ord(":"): "_"}) if os.name == "nt" else name
        problem = "" if name == prefix + relative and "::" not in file_address else "called like no file can be; rename it there"
        yield Seed(name, file_address, problem, size)


def find_below(folder: str, prefix: str) -> Iterator[Seed]:
    """Yield the seeds below a local folder; the name of each is `prefix` and its path below the folder."""
    pending = [(folder, prefix)]
    while pending:
        current, prefix = pending.pop()
        try:
            entries = sorted(os.scandir(current), key=lambda entry: entry.name)
        except OSError as error:
            yield Seed(_escape_unprintable(prefix.rstrip("/")), current, f"a folder that cannot be read: {error.strerror}")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append((entry.path, f"{prefix}{entry.name}/"))
            else:
                yield _seed_of_entry(entry, prefix + entry.name)


def _seed_of_entry(entry: os.DirEntry[str], name: str) -> Seed:
    """Return the seed of an entry of a folder that is no folder itself, with the problem that it has."""
    printable = _escape_unprintable(name)
    if entry.is_symlink():
        return Seed(printable, entry.path, "a symbolic link, which is not followed; put the file itself there")
    if not entry.is_file(follow_symlinks=False):
        return Seed(printable, entry.path, "not a regular file; remove it from the seeds")
    if printable != name:
        return Seed(printable, entry.path, "its name is not UTF-8, or holds control characters; rename it")
    return Seed(name, entry.path, size=entry.stat(follow_symlinks=False).st_size)


def is_printable(name: str) -> bool:
    """Is the name valid UTF-8 without control characters?"""
    return _escape_unprintable(name) == name


def _escape_unprintable(name: str) -> str:
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf") else f"\\u{ord(c):04x}" for c in text)
