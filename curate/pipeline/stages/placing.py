"""Where the files of each seed lie, and which seeds have no place of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from curate.store.manifest import Entry
from curate.store.store import readable_paths

_LONGEST_NAME, _LONGEST_PATH = 255, 3_000  # bytes; what file systems take


def placed(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries by name, those quarantined whose files would overwrite another's, or cannot be named."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for entry in sorted(entries, key=lambda e: e.seed):
        paths = [path.casefold() for path in readable_paths(entry)] if entry.text else []
        if reason := _too_long(paths) or _taken(paths, files, folders):
            yield Entry(entry.seed, "quarantined", entry.added, entry.source, entry.bytes, reason=reason)
            continue
        for path in paths:
            files[path] = entry.seed
            folders.update(dict.fromkeys(_around(path), entry.seed))
        yield entry


def _too_long(paths: Iterable[str]) -> str:
    for path in paths:
        if len(path.encode()) > _LONGEST_PATH or any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
            return f"its name is too long: with what is added to it for its files it has more than {_LONGEST_NAME} bytes; rename it"
    return ""


def _taken(paths: Iterable[str], files: dict[str, str], folders: dict[str, str]) -> str:
    for path in paths:
        if other := files.get(path):
            return f"its cleaned text would be named like that of {other}; rename one of them"
        if other := folders.get(path) or next((files[one] for one in _around(path) if one in files), ""):
            return f"a folder of this name is needed for {other}, or the other way round; rename one of them"
    return ""


def _around(path: str) -> list[str]:
    """Return the folders around a file, below the first."""
    return [str(folder) for folder in PurePosixPath(path).parents][:-2]
