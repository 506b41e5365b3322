"""A run over a project: seeds in, a revision out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from curate.audit.report.build import write_report
from curate.decisions.file import load_decisions
from curate.decisions.rulings import Ruling
from curate.engines import Engine, local
from curate.errors import CurateError
from curate.files import clear_staging, translate_os_errors
from curate.pipeline.alerts import WITHHELD, DocumentAlert
from curate.pipeline.build import build_revision
from curate.pipeline.context import RunContext
from curate.pipeline.copies import CopiesRemoved
from curate.pipeline.last_run import LastRun, load_last_run, store_last_run
from curate.pipeline.preview import Preview, make_preview
from curate.pipeline.progress import ShowProgress, hide_progress
from curate.pipeline.project import Project as Project
from curate.pipeline.project import list_seeds, temporary_folder
from curate.rules import registry as rules
from curate.store.cache import CURATE_FOLDER
from curate.store.documents import has_only_grown
from curate.store.lock import lock_project
from curate.store.manifest import NO_CHANGES, Changes, Manifest, bump_version, compare_manifests
from curate.store.store import Store


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found.

    `revision` is the current one after it; `made` says whether this run made it.
    A run that only checks, or that a guard kept from storing it, has in `revision`
    the one that it would have made.
    """

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
    show_progress: ShowProgress = hide_progress,
    engine: Engine | None = None,
    *,
    strict: bool = False,
) -> Run:
    """Clean all seeds of a project and commit the result as a revision, unless nothing has changed.

    With `check`, all is done but nothing is stored: `changes` says what would
    change.  With `strict`, no revision is made where a guard against loss has
    tripped.  `jobs` processes work on this machine, unless `engine` says where
    else.  Raises UsageError if there is nothing to clean.
    """
    seeds = list_seeds(project)
    with (
        lock_project(project.root / CURATE_FOLDER) as inside,
        translate_os_errors(inside),
        temporary_folder(inside.absolute() / "work") as folder,
    ):
        _refuse_during_forgetting(project)
        clear_staging(project.store.staging)
        project.store.finish_interrupted()
        project.store.delete_uncommitted()
        store = open_check_store(project) if check else project.store
        engine = engine or local.choose_engine(jobs, sum(seed.size for seed in seeds))
        decisions = load_decisions(project.root)
        context = RunContext(project, seeds, project.store.load_current(), store, folder, engine, show_progress, decisions, [])
        if context.previous and not check and (last := load_last_run(context)):
            return _report_unchanged(project.store, context.previous, last, restore=True)
        return _build_and_commit(context, check, strict)


def open_check_store(project: Project) -> Store:
    """Return the store into which a run with `check` writes; the next command that changes the project empties it."""
    return Store(project.root / CURATE_FOLDER / "staging" / "check")


def _build_and_commit(context: RunContext, check: bool, strict: bool) -> Run:
    """Build a revision, and commit it if something has changed and nothing speaks against it."""
    store, previous = context.project.store, context.previous
    built = build_revision(context)
    manifest, changes = _compare_with_previous(context, built.manifest)
    last = LastRun(built.rulings, tuple(context.skipped), manifest.review, built.alerts, built.copies)
    if previous and not changes:
        store_last_run(context, previous, last)
        return _report_unchanged(store, previous, last, restore=not check)
    withheld = _list_seeds_with_withheld(changes, last.alerts)
    tripped = (*withheld, *_list_new_sources_over_budget(previous, manifest))
    result = Run(manifest, changes, False, last.rulings, (), last.left_out, last.over, withheld, tripped, last.alerts, last.copies)
    if check:
        return replace(result, preview=_preview_changes(context, previous, manifest, changes)) if previous else result
    if strict and result.tripped:
        return result
    _store_packs(store)
    store.commit(manifest)
    write_report(store, manifest, built.report)
    context.cache.prune(built.cache_keys)
    store_last_run(context, manifest, last)
    return replace(result, made=True)


def _preview_changes(context: RunContext, previous: Manifest, manifest: Manifest, changes: Changes) -> Preview:
    _store_packs(context.store)
    return make_preview(previous, context.project.store, manifest, context.store, changes)


def _refuse_during_forgetting(project: Project) -> None:
    """Raise CurateError where a forgetting was killed after the project was opened; whoever opens it next finishes it."""
    if project.journal.exists():
        raise CurateError(f"{project.journal}: a document is being forgotten; run this again, which finishes that first")


def _report_unchanged(store: Store, current: Manifest, last: LastRun, restore: bool) -> Run:
    """Return the result of a run that changes nothing; with `restore`, readable files and the report are put back if missing."""
    restored = tuple(store.readable.restore_missing(current)) if restore else ()
    if restore:
        write_report(store, current)
    return Run(current, NO_CHANGES, False, last.rulings, restored, last.left_out, last.over, (), (), last.alerts, last.copies)


def _list_seeds_with_withheld(changes: Changes, alerts: Iterable[DocumentAlert]) -> tuple[str, ...]:
    """Return the seeds that the run changed and of which a guard withheld something."""
    touched = {*changes.added, *changes.text, *changes.grown, *changes.other}
    return tuple(sorted(touched & {one.seed for one in alerts if one.alert.kind == WITHHELD}))


def _list_new_sources_over_budget(previous: Manifest | None, manifest: Manifest) -> tuple[str, ...]:
    """Return the sources that exceed a budget now and did not before."""
    return tuple(sorted(manifest.review.keys() - (previous.review.keys() if previous else set())))


def _compare_with_previous(context: RunContext, manifest: Manifest) -> tuple[Manifest, Changes]:
    """Return the manifest with its version, and what changed since the previous one."""
    previous, before, after = context.previous, context.project.store, context.store
    changes = compare_manifests(previous, manifest)
    grown = [seed for seed in changes.text if previous and has_only_grown(before, previous.by_seed[seed], after, manifest.by_seed[seed])]
    changes = replace(changes, text=tuple(seed for seed in changes.text if seed not in grown), grown=tuple(grown))
    return replace(manifest, version=bump_version(previous, manifest, changes)), changes


def _store_packs(store: Store) -> None:
    """Put the rules as they are into the store, by the digests that the manifest gives, so that `diff` can name those that change."""
    for name in rules.pack_languages():
        if pack := rules.load_pack(name):
            store.objects.put(pack.json)
