"""Erasure: a document leaves every revision and every file of the project, and may not come back.

What is to be done is found out first, and changes nothing that is there.  Then a
journal is written; from there on it is carried out (`curate.upkeep.forget_plan`), and
whoever opens the project after a kill finishes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

from curate import readers
from curate.config import Fields, load_config
from curate.decisions.file import load_decisions
from curate.digest import canonical_json
from curate.errors import Unreadable, UsageError
from curate.files import clear_staging, write_atomically
from curate.pipeline.project import Project
from curate.pipeline.stages.naming import choose_id
from curate.pipeline.stages.raw_documents import drop_tombstoned, split_seeds
from curate.seeds.access import hash_seed
from curate.seeds.discovery import Seed
from curate.store.cache import CURATE_FOLDER
from curate.store.documents import find_seed
from curate.store.lock import lock_project
from curate.store.manifest import Manifest
from curate.store.tombstones import digest_record, load_tombstones
from curate.upkeep.erasure import Target, create_stand_ins, find_affected_revisions, find_source_digests
from curate.upkeep.forget_plan import LINE_FORMATS, ForgetPlan, execute_plan, find_all_seeds, find_seed_named, finish_interrupted


@dataclass(frozen=True, slots=True)
class ForgetResult:
    """What is gone: of which revisions, from how many of their files, and how many decisions; `twins` are seeds of the same bytes."""

    document: str
    revisions: tuple[Manifest, ...]
    objects: int
    decisions: int
    twins: tuple[str, ...]


def forget_document(project: Project, document: str) -> ForgetResult:
    """Erase a document, or a seed with all its documents, from a project.

    Its name and its digests stay in the manifests.  Wrong for what has left the
    project: exports, copies, a history in git.  Raises UsageError, before anything is
    changed, if there is no such document, or if it cannot be taken out of its seed.
    """
    with lock_project(project.root / CURATE_FOLDER):
        finish_interrupted(project)
        clear_staging(project.store.staging)
        revisions = project.store.load_revisions()
        target = _find_target(project, revisions, document)
        digests = _find_digests(project, revisions, target)
        if not digests:
            raise UsageError(f"{document}: no such document; `curate status --all` lists the seeds")
        plan = ForgetPlan(document, target.seed, create_stand_ins(project.store, revisions, target), sorted(digests))
        found = _describe_result(project, revisions, plan)
        project.store.keep()
        write_atomically(project.journal, canonical_json(asdict(plan)))
        execute_plan(project, plan)
    return found


def _describe_result(project: Project, revisions: Sequence[Manifest], plan: ForgetPlan) -> ForgetResult:
    touched = find_affected_revisions(project.store, revisions, plan.stand_ins)
    decided = sum(plan.target.holds(one.document) for one in load_decisions(project.root))
    twins = [name for name, digest in _iter_other_seeds(project, plan) if digest in plan.digests]
    return ForgetResult(plan.document, tuple(touched), len(plan.stand_ins), decided, tuple(twins))


def _iter_other_seeds(project: Project, plan: ForgetPlan) -> Iterator[tuple[str, str]]:
    """Yield the names and digests of all other seeds."""
    for seed in find_all_seeds(project):
        if seed.name != plan.seed and not seed.problem:
            with suppress(Unreadable):
                yield seed.name, hash_seed(seed.path)[0]


def _find_target(project: Project, revisions: Sequence[Manifest], document: str) -> Target:
    """Return what a name means: a seed, or a document of one, that is there or was in a revision."""
    known = {seed.name for seed in find_all_seeds(project)} | {entry.seed for manifest in revisions for entry in manifest.entries}
    seed = find_seed(document, known)
    if seed != document and not readers.is_container(seed):
        raise UsageError(f"{document}: no such document; `curate status --all` lists the seeds")
    return Target(document, seed)


def _find_digests(project: Project, revisions: Sequence[Manifest], target: Target) -> set[str]:
    """Return the digests of the target's bytes, as they are now and as they were in each revision."""
    entries = [manifest.by_seed[target.seed] for manifest in revisions if target.seed in manifest.by_seed]
    found = {digest for entry in entries for digest in find_source_digests(project.store, entry, target)}
    seed = find_seed_named(project, target.seed)
    if seed is None:
        return found
    if target.is_whole:
        return found | {hash_seed(seed.path)[0]}
    current = project.store.load_current()
    if current and (entry := current.by_seed.get(seed.name)) and entry.source != hash_seed(seed.path)[0]:
        raise UsageError(f"{seed.name}: changed since the last run; `curate run` first, then forget {target.document}")
    records = list(_iter_records(project, seed, target))
    if records and PurePosixPath(seed.name).suffix.lower() not in LINE_FORMATS:
        raise UsageError(f"{target.document}: cannot be taken out of {seed.name}; forget that whole, and add it anew without it")
    return found.union(*map(digest_record, records))


def _iter_records(project: Project, seed: Seed, target: Target) -> Iterator[bytes]:
    """Yield the records of a seed that are called so."""
    taken: set[bytes] = set()
    names = load_config(project.root).fields
    for item in drop_tombstoned(split_seeds([seed]), load_tombstones(project.root), []):
        own = _read_own_id(item.format, item.data, names) if isinstance(item.data, bytes) else ""
        if choose_id(seed.name, item.number, own, taken) == target.document and isinstance(item.data, bytes):
            yield item.data


def _read_own_id(format: str, data: bytes, names: Fields) -> str:
    try:
        return readers.CONTAINERS[format].parse_record(data, names).key
    except Unreadable:
        return ""
