"""Carrying out what forgetting a document takes, each step such that it may be done again after a kill."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from curate.audit.report.build import write_report
from curate.audit.reviews import delete_reviews, iter_review_lines
from curate.decisions import Decision
from curate.decisions.file import delete_decisions, load_decisions
from curate.digest import digest_json, sha256
from curate.errors import DamageError
from curate.files import find_temporary_files, flush_to_disk, remove_file, replace_file, stage_file, translate_os_errors, write_atomically
from curate.pipeline.project import Project
from curate.seeds.access import hash_seed, open_seed
from curate.seeds.discovery import Seed
from curate.seeds.provenance import PROVENANCE_FILE
from curate.store.cache import CURATE_FOLDER, Cache
from curate.store.tombstones import add_tombstones, load_tombstones, replace_tombstoned
from curate.upkeep.forget_target import DocumentNames, find_all_seeds

LINE_FORMATS = (".jsonl", ".ndjson")  # seeds of which one document can be taken out


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """What forgetting a document takes: names and digests only.

    `stand_ins` as in `curate.upkeep.erasure`.  `digests` go into the tombstones.
    `seeds` are those in which the document lies now; the rest are digests of
    decisions, and of lines of reviews.jsonl and provenance.jsonl.  The journal of an
    earlier version has the first four fields only.
    """

    document: str
    seed: str
    stand_ins: dict[str, str]
    digests: list[str]
    seeds: list[str] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    provenance: list[str] = field(default_factory=list)

    @property
    def is_whole_seed(self) -> bool:
        return self.document == self.seed


def digest_decision(decision: Decision) -> str:
    """Return what a plan knows a decision by."""
    return digest_json(asdict(decision))


def finish_interrupted(project: Project) -> None:
    """Finish what was begun and interrupted; the project must be locked."""
    if not project.journal.exists():
        return
    try:
        plan = ForgetPlan(**json.loads(project.journal.read_bytes()))
    except (ValueError, TypeError):
        raise DamageError(f"{project.journal}: not what curate wrote there; remove it, and forget the document again") from None
    execute_plan(project, plan if plan.seeds else _complete_plan(project, plan))


def _complete_plan(project: Project, plan: ForgetPlan) -> ForgetPlan:
    """Return the plan of an earlier version, which went by names, with what it leaves to be found."""
    names = DocumentNames(frozenset({plan.document}), frozenset({plan.document} & {plan.seed}))
    return replace(
        plan,
        seeds=[plan.seed],
        decisions=[digest_decision(one) for one in load_decisions(project.root) if names.holds(one.document)],
        reviews=[sha256(line.encode()) for line, anchor in iter_review_lines(project.root) if names.holds(anchor.document)],
        provenance=[
            sha256(line) for line in read_provenance_lines(project.root) if plan.is_whole_seed and json.loads(line)["seed"] == plan.seed
        ],
    )


def execute_plan(project: Project, plan: ForgetPlan) -> None:
    """Forget what the journal says.  The tombstone comes first, and the journal goes last."""
    with translate_os_errors(project.root):
        add_tombstones(project.root, plan.digests)
        project.store.replace_objects(plan.stand_ins)
        for name in plan.seeds:
            if seed := find_seed_named(project, name):
                _scrub_seed(seed, plan, load_tombstones(project.root))
        delete_decisions(project.root, lambda one: digest_decision(one) in plan.decisions)
        delete_reviews(project.root, plan.reviews)
        _scrub_provenance(project.root, plan.provenance)
        _sweep(project)
        project.store.delete_orphans()
        if current := project.store.load_current():
            write_report(project.store, current)
        project.journal.unlink()
        flush_to_disk([project.store.root])


def read_provenance_lines(root: Path) -> list[bytes]:
    """Return the lines of provenance.jsonl."""
    path = root / PROVENANCE_FILE
    return [line for line in path.read_bytes().splitlines() if line.strip()] if path.exists() else []


def find_seed_named(project: Project, name: str) -> Seed | None:
    """Return the seed with a name, if it is there and can be opened."""
    return next((seed for seed in find_all_seeds(project) if seed.name == name and not seed.problem), None)


def _scrub_seed(seed: Seed, plan: ForgetPlan, tombstoned: frozenset[str]) -> None:
    path = Path(seed.path)
    if plan.is_whole_seed:
        if hash_seed(seed.path)[0] in tombstoned:
            remove_file(path)
    elif path.suffix.lower() in LINE_FORMATS:
        with open_seed(seed.path) as file, stage_file(path.parent) as new:
            for line in replace_tombstoned(file, tombstoned):
                new.write(line)
        flush_to_disk([new.path])
        replace_file(new.path, path)
    flush_to_disk([path.parent])


def _scrub_provenance(root: Path, digests: Collection[str]) -> None:
    path = root / PROVENANCE_FILE
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    left = [line for line in lines if sha256(line.rstrip(b"\r\n")) not in digests]
    if left != lines:
        write_atomically(path, b"".join(left))


def _sweep(project: Project) -> None:
    """Remove the results of earlier runs, and what killed commands left."""
    inside = project.root / CURATE_FOLDER
    for folder in (Cache(project.root).root, inside / "work", inside / "staging", project.store.staging):
        shutil.rmtree(folder, ignore_errors=True)
    leftovers = find_temporary_files(project.root)
    for name in project.config.seeds.paths:
        leftovers += find_temporary_files(project.root / name, in_subfolders=True)
    for path in leftovers:
        remove_file(path)
