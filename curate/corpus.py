"""A run over a project: seeds in, a revision out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curate import config as configs
from curate import judge, rules, seeds, stages
from curate import manifest as manifests
from curate.cache import FOLDER, Cache
from curate.config import Config
from curate.digest import sha256
from curate.duplicates.decisions import Decisions, Verdict
from curate.duplicates.decisions import find as decide
from curate.duplicates.passages import Source
from curate.engines.local import workers
from curate.errors import CurateError, Unreadable, UsageError
from curate.manifest import Changes, Entry, Manifest
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
            readable = sorted((c for c in cleaned if c.key), key=lambda c: ranks[c.seed])
            with _deciding(project) as work:
                decisions = decide(_sources(project, readable), project.config.duplicates, work)
                said = _said(decisions)
                verdicts = dict(item for number in range(len(readable)) for item in decisions.verdicts(number).items())
                del decisions
            final = _finish_tasks(project, cleaned, ranks, verdicts, check)
            entries = _distinct(watch(pool(stages.finish, final), "finishing", len(final)))
        new = _manifest(entries, project.config, said, old)
        changes = manifests.changes(old, new)
        if old and not changes:
            return Run(old, changes, False, () if check else tuple(project.store.restore(old)))
        if not check:
            project.store.commit(new)
            _forget_all_but(project, readable, final)
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


@contextmanager
def _deciding(project: Project) -> Iterator[Path]:
    """Give a folder that is not there yet, for what is needed to decide, and goes afterwards."""
    folder = project.root / FOLDER / "deciding"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sources(project: Project, cleaned: Sequence[CleanedSeed]) -> list[Source]:
    """Return the sketches of seeds, in their order, with what provenance knows of each; a folder of seeds counts as a site."""
    provenance, cache = seeds.provenance(project.root), Cache(project.root)
    known = {one.seed: provenance.get(one.seed, {}) for one in cleaned}
    sites = {seed: urlsplit(about.get("url", "")).hostname or seed.rpartition("/")[0].partition("/")[0] for seed, about in known.items()}
    return [Source(cache.path(stages.sketch_key(one.key)), sites[one.seed], known[one.seed].get("date", "")) for one in cleaned]


def _forget_all_but(project: Project, readable: Sequence[CleanedSeed], final: Sequence[FinishTask]) -> None:
    """Take out of the cache what this run had no use for."""
    keys = {task.cleaned.key for task in final} | {stages.finish_key(task) for task in final if task.cleaned.key}
    Cache(project.root).prune(keys | {stages.sketch_key(one.key) for one in readable})


def _finish_tasks(
    project: Project, cleaned: Sequence[CleanedSeed], ranks: dict[str, tuple[int, str]], verdicts: Mapping[str, Verdict], check: bool
) -> list[FinishTask]:
    provenance = seeds.provenance(project.root)
    return [
        FinishTask(
            one,
            ranks[one.seed][0],
            verdicts.get(one.seed, Verdict()),
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


def _manifest(entries: Iterable[Entry], config: Config, duplicates: dict[str, Any], old: Manifest | None) -> Manifest:
    packs = {name: pack.digest for name in rules.languages() if (pack := rules.load(name))}
    new = Manifest(
        entries=tuple(sorted(entries, key=lambda e: e.seed)),
        settings=config.resolved(),
        packs=packs,
        judge=judge.digest(),
        duplicates=duplicates,
        number=old.number + 1 if old else 1,
        parent=old.id if old else "",
        packages={"curate": _version(), **stages.versions()},
    )
    return replace(new, version=manifests.next_version(old, new))


def _said(decisions: Decisions) -> dict[str, Any]:
    said: dict[str, Any] = dict(decisions.counts)
    if near := decisions.nearest():
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
