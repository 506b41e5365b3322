"""A run over a project: seeds in, a revision out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curate import config as configs
from curate import judge, rules, seeds, stages
from curate import manifest as manifests
from curate.cache import FOLDER, Cache
from curate.config import Config
from curate.digest import sha256
from curate.engines.local import workers
from curate.errors import CurateError, Unreadable, UsageError
from curate.manifest import Changes, Entry, Manifest
from curate.pipeline import Decisions, decide
from curate.seeds import Seed
from curate.stages import CleanedSeed, CleanTask, FinishTask
from curate.store import Store, sweep, text_path

Watch = Callable[[Iterable[Any], str, int], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with seeds and settings, and the folder its corpus goes into."""

    root: Path
    config: Config
    into: Path

    @property
    def store(self) -> Store:
        return Store(self.into)


def open_project(root: Path, into: Path | None = None, seeds: Path | None = None) -> Project:
    """Return the project in a folder; `seeds` and `into` go before its settings.  Raises UsageError if it is not there."""
    if not root.is_dir():
        raise UsageError(f"{root}: no such folder; name the project's with --project")
    settings = configs.read(root)
    if seeds is not None:
        settings = replace(settings, seeds=configs.Seeds((str(seeds) if seeds.is_absolute() else os.path.relpath(seeds, root),)))
    return Project(root, settings, into or root / "cleaned")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found.  `revision` is the current one after it; `made` is False if nothing had changed."""

    revision: Manifest
    changes: Changes
    made: bool
    restored: tuple[str, ...] = ()  # readable files that had gone missing and were put back


def run(project: Project, jobs: int | None = None, check: bool = False, watch: Watch = lambda items, _, __: items) -> Run:
    """Clean all seeds of a project and store what came of it as a revision.

    With `check`, nothing is stored: `changes` says what would change.  Raises
    UsageError if there is nothing to clean.
    """
    for folder in project.config.seeds.paths:
        if project.into.resolve().is_relative_to((project.root / folder).resolve()):
            raise UsageError(f"{folder}: holds the corpus {project.into} itself; name another folder for one of them")
    found = seeds.find(project.root, project.config.seeds.paths)
    if not found:
        folders = ", ".join(project.config.seeds.paths)
        raise UsageError(f"{folders}: no seeds there; put files into it, or use `curate add`")
    with _lock(project.root / FOLDER):
        sweep(project.store.staging)
        old = project.store.current()
        with workers(jobs, len(found)) as pool:
            tasks = [CleanTask(seed, project.config, project.root) for seed in found]
            cleaned = list(watch(pool(stages.clean, tasks), "cleaning", len(tasks)))
            ranks = _ranks(cleaned, old)
            decisions = decide({c.seed: c.sketches for c in sorted(cleaned, key=lambda c: ranks[c.seed]) if c.key}, project.config)
            final = _finish_tasks(project, cleaned, ranks, decisions, check)
            entries = _distinct(watch(pool(stages.finish, final), "finishing", len(final)))
        new = _manifest(entries, project.config, decisions, old)
        changes = manifests.changes(old, new)
        if old and not changes:
            return Run(old, changes, False, () if check else tuple(project.store.restore(old)))
        if not check:
            project.store.commit(new)
            Cache(project.root).prune({c.key for c in cleaned} | {stages.finish_key(t) for t in final if t.cleaned.key})
        return Run(new, changes, not check)


def state_of_seeds(project: Project) -> dict[str, list[str]]:
    """Return the names of seeds by what became of them since the last revision."""
    old = project.store.current()
    known = old.by_seed if old else {}
    states: dict[str, list[str]] = {"new": [], "changed": [], "gone": [], "unchanged": [], "quarantined": []}
    found = seeds.find(project.root, project.config.seeds.paths)
    for seed in found:
        if seed.name not in known:
            states["new"].append(seed.name)
        elif known[seed.name].source != _digest(seed):
            states["changed"].append(seed.name)
        else:
            states["quarantined" if known[seed.name].state == "quarantined" else "unchanged"].append(seed.name)
    states["gone"] = sorted(known.keys() - {seed.name for seed in found})
    return states


def _digest(seed: Seed) -> str:
    if seed.problem:
        return ""
    try:
        return sha256(seeds.read(seed.path))
    except Unreadable:
        return ""


def _ranks(cleaned: Sequence[CleanedSeed], old: Manifest | None) -> dict[str, tuple[int, str]]:
    """Return the seniority of each seed: the revision that first held it, then its name."""
    number = old.number + 1 if old else 1
    known = old.by_seed if old else {}
    return {c.seed: (known[c.seed].added if c.seed in known else number, c.seed) for c in cleaned}


def _finish_tasks(
    project: Project, cleaned: Sequence[CleanedSeed], ranks: dict[str, tuple[int, str]], decisions: Decisions, check: bool
) -> list[FinishTask]:
    provenance = seeds.provenance(project.root)
    return [
        FinishTask(
            replace(one, sketches=()),
            ranks[one.seed][0],
            decisions.copies.get(one.seed, ()),
            decisions.duplicates.get(one.seed, ""),
            provenance.get(one.seed, {}),
            project.config,
            project.root,
            None if check else project.into,
        )
        for one in cleaned
    ]


def _distinct(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries, those quarantined whose cleaned text would overwrite another's."""
    taken: dict[str, str] = {}
    kept = []
    for entry in sorted(entries, key=lambda e: e.seed):
        if entry.text and (other := taken.setdefault(text_path(entry).casefold(), entry.seed)) != entry.seed:
            reason = f"its cleaned text would be named like that of {other}; rename one of them"
            entry = Entry(entry.seed, "quarantined", entry.added, entry.source, entry.bytes, reason=reason)
        kept.append(entry)
    return kept


def _manifest(entries: Iterable[Entry], config: Config, decisions: Decisions, old: Manifest | None) -> Manifest:
    packs = {name: pack.digest for name in rules.languages() if (pack := rules.load(name))}
    new = Manifest(
        entries=tuple(sorted(entries, key=lambda e: e.seed)),
        settings=config.resolved(),
        packs=packs,
        judge=judge.digest(),
        duplicates=_said(decisions),
        number=old.number + 1 if old else 1,
        parent=old.id if old else "",
        packages={"curate": _version(), **stages.versions()},
    )
    return replace(new, version=manifests.next_version(old, new))


def _said(decisions: Decisions) -> dict[str, Any]:
    said: dict[str, Any] = {"passages": sum(map(len, decisions.copies.values())), "documents": len(decisions.duplicates)}
    if near := decisions.nearest:
        said["nearest_miss"] = {
            "document": near.place.document, "at": near.place.source,
            "original": near.original.document, "original_at": near.original.source, "similarity": near.similarity,
        }  # fmt: skip
    return said


def _version() -> str:
    from curate import __version__

    return __version__


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Let one run at a time work on a project; the lock goes with the process, however that ends."""
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_bytes(b"*\n")
        file = (folder / "lock").open("ab")
    except OSError as error:
        raise CurateError(f"{folder}: cannot be written: {error.strerror}; the project folder must be writable") from None
    with file:
        try:
            _lock_file(file.fileno())
        except OSError:
            raise CurateError("another `curate run` is at work in this project; wait for it") from None
        sweep(folder / "staging")
        yield


def _lock_file(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
