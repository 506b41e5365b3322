"""A run over a project: seeds in, a revision out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from curate.audit.report.build import write_report
from curate.decisions.file import load_decisions
from curate.decisions.rulings import Ruling
from curate.duplicates.search import find_overlaps
from curate.engines import Engine, local
from curate.errors import CurateError, UsageError
from curate.files import translate_os_errors
from curate.pipeline import unchanged
from curate.pipeline.alerts import WITHHELD, DocumentAlert
from curate.pipeline.build import cleaned, made, sources
from curate.pipeline.copies import CopiesRemoved
from curate.pipeline.preview import Preview, make_preview
from curate.pipeline.project import Project as Project
from curate.pipeline.project import fresh
from curate.pipeline.unchanged import Said
from curate.pipeline.work import Watch, Work, unwatched
from curate.rules import registry as rules
from curate.seeds.discovery import Seed, find_seeds
from curate.store import contents
from curate.store import manifest as manifests
from curate.store.cache import FOLDER
from curate.store.lock import locked
from curate.store.manifest import NOTHING, Changes, Manifest
from curate.store.store import Store, clear_staging


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found.  `revision` is the current one after it; `made` is False if nothing had changed."""

    revision: Manifest
    changes: Changes
    made: bool
    rulings: tuple[Ruling, ...] = ()  # on every decision, in the order of the file
    restored: tuple[str, ...] = ()  # readable files that had gone missing and were put back
    left_out: tuple[str, ...] = ()  # seeds of what was forgotten, a name for each document
    over: Mapping[str, str] = field(default_factory=dict)  # what is beyond a budget for many documents, by what it is about
    withheld: tuple[str, ...] = ()  # seeds that this run changed, and of which a guard kept what the judge would remove
    tripped: tuple[str, ...] = ()  # these, and the sources that this run brought beyond a budget
    alerts: tuple[DocumentAlert, ...] = ()  # what the guards say of documents, whether this run changed them or not, the worst first
    copies: CopiesRemoved = field(default_factory=CopiesRemoved)  # what went as a copy
    preview: Preview = field(default_factory=Preview)  # of a run that only checks: what would change, by document


def run(
    project: Project,
    jobs: int | None = None,
    check: bool = False,
    watch: Watch = unwatched,
    engine: Engine | None = None,
    *,
    strict: bool = False,
) -> Run:
    """Clean all seeds of a project and store what came of it as a revision.

    With `check`, all is done as if anew, and nothing is stored: `changes` says what would change.  With
    `strict`, no revision is made where a guard against loss has tripped.  `jobs`
    processes work on this machine, unless `engine` says where else.  Raises
    UsageError if there is nothing to clean.
    """
    found = _seeds(project)
    with locked(project.root / FOLDER) as inside, translate_os_errors(inside), fresh(inside.absolute() / "work") as folder:
        _must_not_be_forgetting(project)
        clear_staging(project.store.staging)
        old = project.store.current()
        store = rehearsal(project) if check else project.store
        where = engine or local.choose_engine(jobs, sum(seed.size for seed in found))
        work = Work(project, found, old, store, folder, where, watch, load_decisions(project.root), [])
        if old and not check and (said := unchanged.recall(work)):
            return _nothing_new(project.store, old, said, check)
        done = made(work)
        new, changes = _versioned(old, done.manifest, project.store, store)
        said = Said(done.rulings, tuple(work.left_out), new.review, done.alerts, done.copies)
        if old and not changes:
            unchanged.keep(work, old, said)
            return _nothing_new(project.store, old, said, check)
        withheld = _seeds_with_withheld(changes, said.alerts)
        tripped = (*withheld, *_new_sources_over_budget(old, new))
        result = Run(new, changes, False, said.rulings, (), said.left_out, said.over, withheld, tripped, said.alerts, said.copies)
        if check:
            return replace(result, preview=_preview(project.store, old, store, new, changes)) if old else result
        if strict and result.tripped:
            return result
        _keep_packs(project.store)
        project.store.commit(new)
        write_report(project.store, new, done.seen)
        work.cache.prune(done.keys)
        unchanged.keep(work, new, said)
        return replace(result, made=True)


def _preview(store: Store, old: Manifest, rehearsed: Store, new: Manifest, changes: Changes) -> Preview:
    _keep_packs(rehearsed)
    return make_preview(old, store, new, rehearsed, changes)


def _must_not_be_forgetting(project: Project) -> None:
    """Raise CurateError where a forgetting was killed after the project was opened; whoever opens it next finishes it."""
    if project.journal.exists():
        raise CurateError(f"{project.journal}: a document is being forgotten; run this again, which finishes that first")


def _nothing_new(store: Store, old: Manifest, said: Said, check: bool) -> Run:
    restored = () if check else _put_back(store, old)
    return Run(old, NOTHING, False, said.rulings, restored, said.left_out, said.over, (), (), said.alerts, said.copies)


def rehearsal(project: Project) -> Store:
    """Return the store into which a run with `check` writes; the next command that changes the project empties it."""
    return Store(project.root / FOLDER / "staging" / "check")


def thresholds(project: Project, values: Iterable[float], jobs: int | None = None) -> list[tuple[float, dict[str, int]]]:
    """Return how many copies there would be at each threshold; nothing is stored but what cleaning leaves in the cache."""
    found = _seeds(project)
    with locked(project.root / FOLDER) as inside, fresh(inside.absolute() / "work") as folder:
        engine = local.choose_engine(jobs, sum(seed.size for seed in found))
        work = Work(project, found, project.store.current(), project.store, folder, engine, unwatched, load_decisions(project.root), [])
        with work.engine() as pool:
            readable = sources(work, list(cleaned(work, pool)))
        settings = [replace(project.config.duplicates, threshold=value, quotations="keep") for value in values]
        return [(one.threshold, find_overlaps(readable, one, folder / f"{one.threshold:g}").counts) for one in settings]


def _seeds(project: Project) -> list[Seed]:
    """Return the seeds of a project; raise UsageError if there are none, or if the corpus would lie among them."""
    for folder in project.config.seeds.paths:
        if project.into.resolve().is_relative_to((project.root / folder).resolve()):
            raise UsageError(f"{folder}: holds the corpus {project.into} itself; name another folder for one of them")
    found = find_seeds(project.root, project.config.seeds.paths)
    if not found:
        folders = ", ".join(project.config.seeds.paths)
        raise UsageError(f"{folders}: no seeds there; put files into it, or use `curate add`")
    return found


def _seeds_with_withheld(changes: Changes, alerts: Iterable[DocumentAlert]) -> tuple[str, ...]:
    touched = {*changes.added, *changes.text, *changes.grown, *changes.other}
    return tuple(sorted(touched & {one.seed for one in alerts if one.alert.kind == WITHHELD}))


def _new_sources_over_budget(old: Manifest | None, new: Manifest) -> tuple[str, ...]:
    """Return the sources that are beyond a budget as they were not before."""
    return tuple(sorted(new.review.keys() - (old.review.keys() if old else set())))


def _versioned(old: Manifest | None, new: Manifest, before: Store, after: Store) -> tuple[Manifest, Changes]:
    """Return the manifest with its version, and what changed."""
    changes = manifests.changes(old, new)
    grown = [seed for seed in changes.text if old and contents.only_grew(before, old.by_seed[seed], after, new.by_seed[seed])]
    changes = replace(changes, text=tuple(s for s in changes.text if s not in grown), grown=tuple(grown))
    return replace(new, version=manifests.next_version(old, new, changes)), changes


def _put_back(store: Store, manifest: Manifest) -> tuple[str, ...]:
    """Put back the readable files that have gone missing, and the report if another code made it."""
    missing = tuple(store.restore(manifest))
    write_report(store, manifest)
    return missing


def _keep_packs(store: Store) -> None:
    """Put the rules as they are into the store, by the digests that the manifest gives, so that `diff` can name those that change."""
    for name in rules.pack_languages():
        if pack := rules.load_pack(name):
            store.put(pack.json)
