"""Adding seeds: copied whole, with where they came from, and never twice."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from curate import seeds
from curate.corpus import Project
from curate.digest import sha256
from curate.errors import Unreadable, UsageError
from curate.seeds import PROVENANCE
from curate.store import write


def add(project: Project, paths: Sequence[Path], about: Mapping[str, str]) -> list[str]:
    """Copy files into the first seed folder and return their names.

    All are checked before the first is copied.  Raises UsageError for a path
    that is missing or no regular file, a name that is taken, and bytes that are
    a seed already.
    """
    folder = project.root / project.config.seeds.paths[0]
    known = _known(project) if folder.is_dir() else {}
    new: dict[str, bytes] = {}
    for path in paths:
        data = _read(path)
        digest = sha256(data)
        if digest in known:
            raise UsageError(f"{path}: the same bytes are a seed already, {known[digest]}; nothing was added")
        if path.name in new or (folder / path.name).exists():
            raise UsageError(f"{path}: {folder / path.name} stands there already; rename one of them; nothing was added")
        new[path.name] = data
        known[digest] = path.name
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    lines = [
        json.dumps({"seed": name, "sha256": sha256(data), "added": now} | {k: v for k, v in about.items() if v}, ensure_ascii=False)
        for name, data in new.items()
    ]
    for name, data in new.items():
        write(folder / name, data)
    record = project.root / PROVENANCE
    past = record.read_bytes() if record.exists() else b""
    write(record, past + "".join(f"{line}\n" for line in lines).encode("utf-8"))
    return list(new)


def _known(project: Project) -> dict[str, str]:
    known = {}
    for seed in seeds.find(project.root, project.config.seeds.paths):
        if not seed.problem:
            try:
                known[sha256(seeds.read(seed.path))] = seed.name
            except Unreadable:  # `curate run` says so
                continue
    return known


def _read(path: Path) -> bytes:
    if not path.exists():
        raise UsageError(f"{path}: no such file; nothing was added")
    if path.is_dir():
        raise UsageError(f"{path}: a folder; name its files, like {path}/*; nothing was added")
    try:
        return seeds.read(str(path))
    except Unreadable as error:
        raise UsageError(f"{path}: {error}; nothing was added") from None
