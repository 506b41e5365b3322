"""Carrying out what forgetting a document takes, each step such that it may be done again after a kill."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from curate.audit.report.build import write_report
from curate.audit.reviews import delete_reviews
from curate.decisions.file import delete_decisions
from curate.errors import DamageError
from curate.files import find_temporary_files, flush_to_disk, remove_file, replace_file, stage_file, translate_os_errors, write_atomically
from curate.pipeline.project import Project
from curate.seeds.access import open_seed
from curate.seeds.discovery import Seed, find_seeds
from curate.seeds.provenance import PROVENANCE_FILE
from curate.store.cache import CURATE_FOLDER, Cache
from curate.store.tombstones import add_tombstones, load_tombstones, replace_tombstoned
from curate.upkeep.erasure import Target

LINE_FORMATS = (".jsonl", ".ndjson")  # seeds of which one document can be taken out


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """What forgetting a document takes: digests only.  `stand_ins` as in `curate.upkeep.erasure`, `digests` are to be buried."""

    document: str
    seed: str
    stand_ins: dict[str, str]
    digests: list[str]

    @property
    def target(self) -> Target:
        return Target(self.document, self.seed)


def finish_interrupted(project: Project) -> None:
    """Finish what was begun and interrupted; the project must be locked."""
    if not project.journal.exists():
        return
    try:
        plan = ForgetPlan(**json.loads(project.journal.read_bytes()))
    except (ValueError, TypeError):
        raise DamageError(f"{project.journal}: not what curate wrote there; remove it, and forget the document again") from None
    execute_plan(project, plan)


def execute_plan(project: Project, plan: ForgetPlan) -> None:
    """Forget what the journal says.  The tombstone comes first, and the journal goes last."""
    with translate_os_errors(project.root):
        add_tombstones(project.root, plan.digests)
        project.store.replace_objects(plan.stand_ins)
        if seed := find_seed_named(project, plan.seed):
            _scrub_seed(seed, plan.target, load_tombstones(project.root))
        delete_decisions(project.root, lambda one: plan.target.holds(one.document))
        delete_reviews(project.root, plan.target.holds)
        if plan.target.is_whole:
            _scrub_provenance(project.root, plan.seed)
        _sweep(project)
        if current := project.store.load_current():
            write_report(project.store, current)
        project.journal.unlink()
        flush_to_disk([project.store.root])


def find_all_seeds(project: Project) -> list[Seed]:
    """Return the seeds of a project, as far as their folders are there."""
    return find_seeds(project.root, [folder for folder in project.config.seeds.paths if (project.root / folder).is_dir()])


def find_seed_named(project: Project, name: str) -> Seed | None:
    """Return the seed with a name, if it is there and can be opened."""
    return next((seed for seed in find_all_seeds(project) if seed.name == name and not seed.problem), None)


def _scrub_seed(seed: Seed, target: Target, buried: frozenset[str]) -> None:
    path = Path(seed.path)
    if target.is_whole:
        remove_file(path)
    elif path.suffix.lower() in LINE_FORMATS:
        with open_seed(seed.path) as file, stage_file(path.parent) as new:
            for line in replace_tombstoned(file, buried):
                new.write(line)
        flush_to_disk([new.path])
        replace_file(new.path, path)
    flush_to_disk([path.parent])


def _scrub_provenance(root: Path, seed: str) -> None:
    path = root / PROVENANCE_FILE
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    left = [line for line in lines if json.loads(line)["seed"] != seed]
    if left != lines:
        write_atomically(path, b"".join(left))


def _sweep(project: Project) -> None:
    """Remove the results of earlier runs, and what killed commands left."""
    for folder in (
        Cache(project.root).root,
        project.root / CURATE_FOLDER / "work",
        project.root / CURATE_FOLDER / "staging",
        project.store.staging,
    ):
        shutil.rmtree(folder, ignore_errors=True)
    folders = [project.root, *(project.root / folder for folder in project.config.seeds.paths)]
    for path in (path for folder in folders if folder.is_dir() for path in find_temporary_files(folder)):
        remove_file(path)
