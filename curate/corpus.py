"""A run over a project: seeds in, a revision out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curate import config as configs
from curate import contents, judge, rules, scrubbing, seeds, tombstones
from curate import manifest as manifests
from curate.audit.report import build
from curate.cache import FOLDER, Cache
from curate.config import Config
from curate.decisions import Decision
from curate.decisions.file import read as read_decisions
from curate.decisions.rulings import Ruling, digest_of, of_all
from curate.duplicates.decisions import Decisions
from curate.duplicates.decisions import find as decide
from curate.duplicates.passages import Source
from curate.engines.local import Map, workers
from curate.errors import CurateError, Unreadable, UsageError
from curate.lock import locked
from curate.manifest import Changes, Entry, Manifest
from curate.own_words import Said, repeated
from curate.readers import is_container
from curate.scrubbing import Place
from curate.seeds import Seed
from curate.stages import assembly, naming
from curate.stages.assembly import Origin
from curate.stages.cleaning import CleanTask, clean, sketch_key, words_key
from curate.stages.depends import versions
from curate.stages.finishing import FinishTask, Slice, finish, slices
from curate.stages.items import Part, cut, items, unburied
from curate.stages.naming import NamedPart
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

    @property
    def place(self) -> Place:
        return Place(self.root, self.config, self.store)


def open_project(root: Path, into: Path | None = None, seeds: Path | None = None) -> Project:
    """Return the project in a folder; `seeds` and `into` go before its settings.  Raises UsageError if it is not there."""
    if not root.is_dir():
        raise UsageError(f"{root}: no such folder; name the project's with --project")
    settings = configs.read(root)
    if seeds is not None:
        settings = replace(settings, seeds=configs.Seeds((str(seeds) if seeds.is_absolute() else os.path.relpath(seeds, root),)))
    project = Project(root, settings, into or root / "cleaned")
    if project.place.journal.exists():
        with locked(root / FOLDER):
            scrubbing.finish(project.place)
    return project


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found.  `revision` is the current one after it; `made` is False if nothing had changed."""

    revision: Manifest
    changes: Changes
    made: bool
    rulings: tuple[Ruling, ...] = ()  # on every decision, in the order of the file
    restored: tuple[str, ...] = ()  # readable files that had gone missing and were put back
    left_out: tuple[str, ...] = ()  # seeds of what was forgotten, a name for each document


def run(project: Project, jobs: int | None = None, check: bool = False, watch: Watch = lambda items, _, __: items) -> Run:
    """Clean all seeds of a project and store what came of it as a revision.

    With `check`, nothing is stored: `changes` says what would change.  Raises
    UsageError if there is nothing to clean.
    """
    found = _found(project)
    decided = read_decisions(project.root)
    with locked(project.root / FOLDER) as inside:
        scrubbing.finish(project.place)
        sweep(project.store.staging)
        old = project.store.current()
        store = rehearsal(project) if check else project.store
        with workers(jobs, len(found)) as pool, _working(inside / "work") as work:
            left_out: list[str] = []
            parts = list(watch(_cleaned(project, old, (decided, left_out), pool, work), "cleaning", len(found)))
            readable = [Source(Cache(project.root).path(sketch_key(part.key)), part.known) for part in parts]
            decisions = decide(readable, project.config.duplicates, work / "decide")
            own = repeated(lambda: (document for part in parts for document in _said_in(project, part)))
            keys: list[str] = []
            entries = _distinct(assembly.entries(_finished(project, parts, (decisions, own), pool, keys), _origins(found, old), store))
            said = _said(decisions)
            del decisions  # whose files are to go
        rulings = of_all(decided, (ruling for part in parts for ruling in part.rulings))
        new = replace(_manifest(entries, project.config, said, old), decisions=digest_of(rulings))
        new, changes = _versioned(old, new, project.store, store)
        if old and not changes:
            return Run(old, changes, False, rulings, () if check else _put_back(project.store, old), tuple(left_out))
        if not check:
            _keep_packs(project.store)
            project.store.commit(new)
            build.write(project.store, new)
            Cache(project.root).prune({key for part in parts for key in (part.key, sketch_key(part.key), words_key(part.key))} | set(keys))
        return Run(new, changes, not check, rulings, left_out=tuple(left_out))


def rehearsal(project: Project) -> Store:
    """Return the store into which a run with `check` writes; the next command that changes the project empties it."""
    return Store(project.root / FOLDER / "staging" / "check")


def thresholds(project: Project, values: Iterable[float], jobs: int | None = None) -> list[tuple[float, dict[str, int]]]:
    """Return how many copies there would be at each threshold; nothing is stored but what cleaning leaves in the cache."""
    found, decided = _found(project), read_decisions(project.root)
    with locked(project.root / FOLDER) as inside, workers(jobs, len(found)) as pool, _working(inside / "work") as work:
        parts = list(_cleaned(project, project.store.current(), (decided, []), pool, work))
        readable = [Source(Cache(project.root).path(sketch_key(part.key)), part.known) for part in parts]
        settings = [replace(project.config.duplicates, threshold=value, quotations="keep") for value in values]
        return [(one.threshold, decide(readable, one, work / f"{one.threshold:g}").counts) for one in settings]


def _found(project: Project) -> list[Seed]:
    """Return the seeds of a project; raise UsageError if there are none, or if the corpus would lie among them."""
    for folder in project.config.seeds.paths:
        if project.into.resolve().is_relative_to((project.root / folder).resolve()):
            raise UsageError(f"{folder}: holds the corpus {project.into} itself; name another folder for one of them")
    found = seeds.find(project.root, project.config.seeds.paths)
    if not found:
        folders = ", ".join(project.config.seeds.paths)
        raise UsageError(f"{folders}: no seeds there; put files into it, or use `curate add`")
    return found


def _cleaned(
    project: Project, old: Manifest | None, told: tuple[Sequence[Decision], list[str]], pool: Map, work: Path
) -> Iterator[NamedPart]:
    """Clean all seeds, and name their documents; `told` are the decisions, and where the seeds of what was forgotten go."""
    decided, left_out = told
    number = old.number + 1 if old else 1
    known = old.by_seed if old else {}

    def since(seed: str) -> naming.Since:
        entry = known.get(seed)
        about = project.store.lines(entry.metadata) if entry and entry.documents and project.store.now(entry.metadata) else ()
        return naming.seniority(entry, about, number)

    found = seeds.find(project.root, project.config.seeds.paths)
    buried = tombstones.read(project.root)
    tasks = (CleanTask(part, project.config, project.root, _about(part, decided)) for part in cut(unburied(items(found), buried, left_out)))
    return naming.named(pool(clean, tasks), since, seeds.provenance(project.root), work / "names")


def _about(part: Part, decided: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions about the seeds of a part."""
    seeds = {item.seed for item in part} if decided else set()
    return tuple(one for one in decided if contents.seed_of(one.document, seeds))


def _said_in(project: Project, part: NamedPart) -> list[Said]:
    """Return what the documents of a part say of their words."""
    found: list[Said] | None = Cache(project.root).get(words_key(part.key))
    if found is None:
        raise CurateError(f"{Cache(project.root).root}: changed by somebody else during the run; run again")
    return found


def _finished(
    project: Project, parts: Sequence[NamedPart], decided: tuple[Decisions, frozenset[str]], pool: Map, keys: list[str]
) -> Iterator[Slice]:
    """Finish all parts and yield their slices; the keys that these have in the cache go into `keys`."""
    decisions, own = decided
    provenance = seeds.provenance(project.root)
    tasks = (
        FinishTask(
            part,
            decisions.verdicts(number),
            {seed: provenance[seed] for seed in part.seeds if seed in provenance},
            project.config,
            project.root,
            own.intersection(word for slips, _ in _said_in(project, part) for word in slips) if own else own,
        )
        for number, part in enumerate(parts)
    )
    for key in pool(finish, tasks):
        keys.append(key)
        yield from slices(Cache(project.root), key)


@contextmanager
def _working(folder: Path) -> Iterator[Path]:
    """Give a folder that is not there yet, for what is needed during a run, and goes afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _origins(found: Iterable[Seed], old: Manifest | None) -> Mapping[str, Origin]:
    """Return what is to be known of the seeds that hold many documents."""
    known = old.by_seed if old else {}
    number = old.number + 1 if old else 1
    origins = {}
    for seed in found:
        if not seed.problem and is_container(seed.name):
            with suppress(Unreadable):
                origins[seed.name] = Origin(*seeds.digest(seed.path), known[seed.name].added if seed.name in known else number)
    return origins


def _versioned(old: Manifest | None, new: Manifest, before: Store, after: Store) -> tuple[Manifest, Changes]:
    """Return the manifest with its version, and what changed."""
    changes = manifests.changes(old, new)
    grown = [seed for seed in changes.text if old and contents.only_grew(before, old.by_seed[seed], after, new.by_seed[seed])]
    changes = replace(changes, text=tuple(s for s in changes.text if s not in grown), grown=tuple(grown))
    return replace(new, version=manifests.next_version(old, new, changes)), changes


def _put_back(store: Store, manifest: Manifest) -> tuple[str, ...]:
    """Put back the readable files that have gone missing, and the report if another code made it."""
    missing = tuple(store.restore(manifest))
    build.write(store, manifest)
    return missing


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
        return seeds.digest(seed.path)[0]
    except Unreadable:
        return ""


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
    return Manifest(
        entries=tuple(sorted(entries, key=lambda e: e.seed)),
        settings=config.resolved(),
        packs=packs,
        judge=judge.digest(),
        duplicates=duplicates,
        number=old.number + 1 if old else 1,
        parent=old.id if old else "",
        packages={"curate": _version(), **versions()},
    )


def _keep_packs(store: Store) -> None:
    """Put the rules as they are into the store, by the digests that the manifest gives, so that `diff` can name those that change."""
    for name in rules.languages():
        if pack := rules.load(name):
            store.put(pack.written)


def _said(decisions: Decisions) -> dict[str, Any]:
    said: dict[str, Any] = dict(decisions.counts)
    if misses := decisions.misses():
        said["misses"] = [
            {
                "document": one.place.document, "at": one.place.source,
                "original": one.original.document, "original_at": one.original.source, "similarity": one.similarity,
            }
            for one in misses
        ]  # fmt: skip
    return said


def _version() -> str:
    from curate import __version__

    return __version__
