"""Adding seeds: copied whole, with where they came from, and never twice."""

from __future__ import annotations

import datetime
import glob
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from curate.errors import Unreadable, UsageError
from curate.files import StagedFile, find_temporary_files, flush_to_disk, remove_file, replace_file, stage_file, write_atomically
from curate.pipeline.run import Project
from curate.seeds import remote
from curate.seeds.access import hash_seed, open_seed
from curate.seeds.discovery import find_below, find_seeds, is_printable
from curate.seeds.provenance import PROVENANCE_FILE
from curate.store.lock import lock_records
from curate.store.tombstones import TOMBSTONE_FILE, load_tombstones

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileToAdd:
    """A file to be added: what the user called it, the seed it becomes, and where it lies; empty: standard input.

    `is_named` is false for what was found in a folder or by a pattern.
    """

    label: str
    name: str
    path: str
    is_named: bool = True
    copy: Path | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AddResult:
    """The names of the seeds that were added, and of those that a folder or a pattern held and that were there already."""

    seeds: tuple[str, ...]
    known: tuple[str, ...]


def add_files(
    project: Project, paths: Sequence[str], provenance: Mapping[str, str], name: str = "", stdin: BinaryIO | None = None
) -> AddResult:
    """Copy files into the first seed folder.

    A path is a file, a folder (all that is below it), a pattern with `*`, `?`
    or `**`, or `-` for `stdin`, which becomes the seed `name`.  All are checked before the
    first is added.  Raises UsageError for what is missing or no regular file, a
    name that is taken, and bytes that are a seed already; what a folder or a
    pattern holds of such bytes is skipped.
    """
    sources = [source for path in paths for source in _find_sources(path, name)]
    for source in sources:
        _check_name(source)
    if provenance.get("url") and len(sources) > 1:
        raise UsageError(f"--url is of one document, and these are {len(sources)} files; nothing was added")
    with lock_records(project.root):
        return _add_sources(project, sources, provenance, stdin)


def _add_sources(project: Project, sources: Sequence[FileToAdd], provenance: Mapping[str, str], stdin: BinaryIO | None) -> AddResult:
    folder = _find_target_folder(project)
    known = _list_seeds_by_digest(project) if folder.is_dir() else {}
    tombstoned = load_tombstones(project.root)
    for path in find_temporary_files(folder):
        remove_file(path)
    copies: list[FileToAdd] = []
    skipped: list[str] = []
    try:
        for source in sources:
            copy = _stage_source(source, folder, stdin)
            copies.append(copy)
            if copy.digest in tombstoned:
                raise UsageError(f"{copy.label}: it was forgotten, and {TOMBSTONE_FILE} keeps it out; nothing was added")
            if not _is_new(copy, folder, known, [one.name for one in copies[:-1]]):
                skipped.append(known[copy.digest])
                _remove_copies([copies.pop()])
            known.setdefault(copy.digest, copy.name)
        return _commit_copies(project, folder, copies, provenance, tuple(skipped))
    finally:
        _remove_copies(copies)


def _find_target_folder(project: Project) -> Path:
    """Return the folder that files are copied into; raise UsageError if all seeds lie elsewhere."""
    for folder in project.config.seeds.paths:
        if not remote.is_address(folder):
            return project.root / folder
    raise UsageError("[seeds] names addresses only, to which nothing is copied; name a folder there too")


def _find_sources(path: str, name: str) -> Iterator[FileToAdd]:
    if path == "-":
        if not name or "/" in name or name.startswith("."):
            raise UsageError("-: name it with --name, like --name page.html; nothing was added")
        yield FileToAdd("-", name, "")
    elif Path(path).is_dir():
        yield from _list_folder(path, Path(path).resolve().name)
    elif os.path.lexists(path):
        yield FileToAdd(path, name or Path(path).name, path)
    elif glob.has_magic(path):
        yield from _expand_pattern(path)
    else:
        raise UsageError(f"{path}: no such file; nothing was added")


def _check_name(source: FileToAdd) -> None:
    """Raise UsageError if a seed cannot be called so."""
    parts = source.name.split("/")
    if not is_printable(source.name):
        raise UsageError(f"{source.label}: its name is not UTF-8, or holds control characters; rename it; nothing was added")
    if any(part.startswith(".") or not part for part in parts):
        raise UsageError(f"{source.label}: a name with a part that is empty or begins with a dot, {source.name!r}; nothing was added")


def _list_folder(folder: str, prefix: str) -> Iterator[FileToAdd]:
    seeds = sorted(find_below(folder, f"{prefix}/"), key=lambda seed: seed.name)
    if not seeds:
        raise UsageError(f"{folder}: no file in it; nothing was added")
    for seed in seeds:
        if seed.problem:
            raise UsageError(f"{seed.path}: {seed.problem}; nothing was added")
        yield FileToAdd(seed.path, seed.name, seed.path, is_named=False)


def _expand_pattern(pattern: str) -> Iterator[FileToAdd]:
    """Yield the files that a pattern matches, called by what stands after the last folder without a star."""
    parts = Path(pattern).parts
    number = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    fixed = Path(*parts[:number])
    matches = [(path, path.relative_to(fixed)) for path in sorted(fixed.glob(str(Path(*parts[number:])))) if not path.is_dir()]
    visible = [(path, inside.as_posix()) for path, inside in matches if not any(part.startswith(".") for part in inside.parts)]
    if not visible:
        raise UsageError(f"{pattern}: matches no file; nothing was added")
    yield from (FileToAdd(str(path), name, str(path), is_named=False) for path, name in visible)


def _stage_source(source: FileToAdd, folder: Path, stdin: BinaryIO | None) -> FileToAdd:
    """Return the source with a copy of it beside its future place, in a stream."""
    try:
        with stage_file(folder) as copy:
            if source.path:
                with open_seed(source.path) as file:
                    _stream(file, copy)
            elif stdin is not None:
                _stream(stdin, copy)
    except Unreadable as error:
        raise UsageError(f"{source.label}: {error}; nothing was added") from None
    return replace(source, copy=copy.path, digest=copy.digest)


def _stream(file: BinaryIO, copy: StagedFile) -> None:
    while data := file.read(_CHUNK):
        copy.write(data)


def _is_new(source: FileToAdd, folder: Path, known: Mapping[str, str], taken: Sequence[str]) -> bool:
    """Are the bytes no seed yet?  Raises UsageError where the user must decide."""
    if source.digest in known:
        if source.is_named:
            raise UsageError(f"{source.label}: the same bytes are a seed already, {known[source.digest]}; nothing was added")
        return False
    if source.name in taken or (folder / source.name).exists():
        raise UsageError(f"{source.label}: {folder / source.name} stands there already; rename one of them; nothing was added")
    return True


def _commit_copies(
    project: Project, folder: Path, copies: Sequence[FileToAdd], provenance: Mapping[str, str], skipped: tuple[str, ...]
) -> AddResult:
    """Give the copies their places, and write down where they came from."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    stated = {key: value for key, value in provenance.items() if value}
    lines = [json.dumps({"seed": one.name, "sha256": one.digest, "added": now, **stated}, ensure_ascii=False) for one in copies]
    flush_to_disk([one.copy for one in copies if one.copy])
    record = project.root / PROVENANCE_FILE
    past = record.read_bytes() if record.exists() else b""
    if lines:  # before the seeds themselves: of a seed that is there it is known where it came from, whenever this is killed
        write_atomically(record, past + "".join(f"{line}\n" for line in lines).encode("utf-8"))
    for one in copies:
        if one.copy:
            replace_file(one.copy, folder / one.name)
    flush_to_disk({(folder / one.name).parent for one in copies})
    return AddResult(tuple(one.name for one in copies), skipped)


def _remove_copies(copies: Sequence[FileToAdd]) -> None:
    for one in copies:
        if one.copy:
            remove_file(one.copy)


def _list_seeds_by_digest(project: Project) -> dict[str, str]:
    """Return the names of the seeds there are, by the digest of their bytes."""
    known = {}
    for seed in find_seeds(project.root, project.config.seeds.paths):
        if not seed.problem and not remote.is_address(seed.path):  # what lies elsewhere would be fetched whole
            try:
                known[hash_seed(seed.path)[0]] = seed.name
            except Unreadable:  # `curate run` says so
                continue
    return known
