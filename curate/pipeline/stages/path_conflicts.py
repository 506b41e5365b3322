"""Seeds whose files have no place: their paths are too long, or are those of another seed's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from curate.store.layout import readable_paths
from curate.store.manifest import Entry

_MAX_NAME, _MAX_PATH = 255, 3_000  # bytes; what file systems take


def quarantine_conflicts(entries: Iterable[Entry], previous: Mapping[str, Entry]) -> list[Entry]:
    """Return the entries by name, those in quarantine whose files would overwrite another's, or cannot be named.

    A document that has its place in the previous revision keeps it; of others, the older one has it.
    """

    def seniority(entry: Entry) -> tuple[bool, int, str]:
        return not (entry.seed in previous and previous[entry.seed].text), entry.added, entry.seed

    return sorted(_quarantine_juniors(sorted(entries, key=seniority)), key=lambda one: one.seed)


def _quarantine_juniors(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries, those in quarantine whose files would overwrite an earlier one's."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for entry in entries:
        paths = [path.casefold() for path in readable_paths(entry)] if entry.text else []
        if reason := _explain_length(paths) or _explain_conflict(paths, files, folders):
            yield Entry(entry.seed, "quarantined", entry.added, entry.source, entry.bytes, reason=reason)
            continue
        for path in paths:
            files[path] = entry.seed
            folders.update(dict.fromkeys(_list_folders(path), entry.seed))
        yield entry


def _explain_length(paths: Iterable[str]) -> str:
    for path in paths:
        if len(path.encode()) > _MAX_PATH or any(len(name.encode()) > _MAX_NAME for name in path.split("/")):
            return f"its name is too long: with what is added to it for its files it has more than {_MAX_NAME} bytes; rename it"
    return ""


def _explain_conflict(paths: Iterable[str], files: dict[str, str], folders: dict[str, str]) -> str:
    """Return why one of the paths is taken, or nothing; `files` and `folders` map those in use to their seed."""
    for path in paths:
        if other := files.get(path):
            return f"its cleaned text would be named like that of {other}; rename one of them"
        if other := folders.get(path) or next((files[one] for one in _list_folders(path) if one in files), ""):
            return f"a folder of this name is needed for {other}, or the other way round; rename one of them"
    return ""


def _list_folders(path: str) -> list[str]:
    """Return the folders around a file, below the first."""
    return [str(folder) for folder in PurePosixPath(path).parents][:-2]
