"""Erasure: a document leaves every revision and every file of the project, and may not come back.

What is to be done is found out first, and changes nothing that is there.  Then a
journal is written; from there on it is carried out (`curate.upkeep.forget_plan`), and
whoever opens the project after a kill finishes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from curate import readers
from curate.config import Fields
from curate.digest import canonical_json, sha256
from curate.errors import Unreadable, UsageError
from curate.files import clear_staging, write_atomically
from curate.pipeline.project import Project
from curate.pipeline.stages.naming import choose_id
from curate.pipeline.stages.raw_documents import RawDocument, drop_tombstoned, split_seeds
from curate.seeds.access import hash_seed
from curate.seeds.discovery import Seed
from curate.store.cache import CURATE_FOLDER
from curate.store.lock import lock_project
from curate.store.manifest import Manifest
from curate.store.tombstones import digest_record, load_tombstones
from curate.upkeep.erasure import create_stand_ins, find_affected_revisions
from curate.upkeep.forget_plan import LINE_FORMATS, ForgetPlan, execute_plan, find_seed_named, finish_interrupted
from curate.upkeep.forget_records import find_decisions, find_provenance, find_reviews
from curate.upkeep.forget_target import Target, find_target, first_words


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document was: the version of a revision, empty for the seeds as they lie now, and its name there."""

    version: str
    name: str


@dataclass(frozen=True, slots=True)
class ForgetPreview:
    """What a name means: how the document begins, where it is, and seeds of the same bytes, which stay."""

    document: str
    first_words: str
    places: tuple[Place, ...]
    twins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForgetResult:
    """What is gone: from where, from how many files of which revisions, and how many decisions; `twins` are seeds of the same bytes."""

    document: str
    revisions: tuple[Manifest, ...]
    objects: int
    decisions: int
    twins: tuple[str, ...]
    places: tuple[Place, ...] = ()


def preview_forgetting(project: Project, document: str) -> ForgetPreview:
    """Return what `forget_document` would erase; raise UsageError if there is no such document.  Changes nothing."""
    revisions = project.store.load_revisions()
    target = find_target(project, revisions, document)
    return ForgetPreview(document, first_words(project.store, revisions, target), tuple(_list_places(revisions, target)), target.twins)


def forget_document(project: Project, document: str) -> ForgetResult:
    """Erase a document, or a seed with all its documents, from a project.

    Its names and its digests stay in the manifests.  Wrong for what has left the
    project: exports, copies, a history in git.  Raises UsageError, before anything is
    changed, if there is no such document, or if it cannot be taken out of its seed.
    """
    with lock_project(project.root / CURATE_FOLDER):
        finish_interrupted(project)
        clear_staging(project.store.staging)
        revisions = project.store.load_revisions()
        target = find_target(project, revisions, document)
        plan = _make_plan(project, revisions, target)
        touched = tuple(find_affected_revisions(project.store, revisions, plan.stand_ins))
        project.store.keep()
        write_atomically(project.journal, canonical_json(asdict(plan)))
        execute_plan(project, plan)
    places = tuple(_list_places(revisions, target))
    return ForgetResult(document, touched, len(plan.stand_ins), len(plan.decisions), target.twins, places)


def _make_plan(project: Project, revisions: Sequence[Manifest], target: Target) -> ForgetPlan:
    """Return what is to be done; raise UsageError if there is nothing to forget, or if it cannot be done."""
    seeds = sorted({one.seed for one in target.present})
    digests = target.digests
    if not target.is_whole_seed:
        records = [record for name in seeds or [target.seed] for record in _find_records(project, name, target)]
        digests = digests.union(*map(digest_record, records))
    if not digests:
        raise UsageError(f"{target.document}: no such document; `curate status --all` lists the seeds")
    return ForgetPlan(
        document=target.document,
        seed=target.seed,
        stand_ins=create_stand_ins(project.store, revisions, target),
        digests=sorted(digests),
        seeds=seeds or [target.seed],
        decisions=find_decisions(project, revisions, target),
        reviews=find_reviews(project, revisions, target),
        provenance=find_provenance(project, target),
    )


def _list_places(revisions: Sequence[Manifest], target: Target) -> Iterator[Place]:
    if target.is_whole_seed:
        yield from (Place("", one.id) for one in sorted(target.present, key=lambda one: one.id))
    for manifest in reversed(revisions):
        for one in sorted(target.places.get(manifest.number, ()), key=lambda one: one.id):
            yield Place(manifest.version, one.id)


def _find_records(project: Project, name: str, target: Target) -> list[bytes]:
    """Return the records of a seed, as it lies now, that are the target; raise UsageError if they cannot be told or taken out."""
    seed = find_seed_named(project, name)
    if seed is None:
        return []
    current = project.store.load_current()
    entry = current.by_seed.get(name) if current else None
    if entry and entry.source != hash_seed(seed.path)[0]:
        raise UsageError(f"{name}: changed since the last run; `curate run` first, then forget {target.document}")
    records = list(_iter_records(project, seed, target))
    if records and PurePosixPath(name).suffix.lower() not in LINE_FORMATS:
        raise UsageError(f"{target.document}: cannot be taken out of {name}; forget that whole, and add it anew without it")
    return records


def _iter_records(project: Project, seed: Seed, target: Target) -> Iterator[bytes]:
    """Yield the records of a seed that have the content of the target, or its name where no revision has it."""
    taken: set[bytes] = set()
    digests = target.digests
    for raw in drop_tombstoned(split_seeds([seed]), load_tombstones(project.root), []):
        if isinstance(raw.data, bytes):
            own_id = "" if digests else _read_own_id(raw, project.config.fields)
            if sha256(raw.data) in digests or (not digests and choose_id(seed.name, raw.number, own_id, taken) == target.document):
                yield raw.data


def _read_own_id(raw: RawDocument, names: Fields) -> str:
    try:
        return readers.CONTAINERS[raw.format].parse_record(raw.data, names).key if isinstance(raw.data, bytes) else ""
    except Unreadable:
        return ""
