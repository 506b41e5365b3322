"""Carrying out what forgetting a document takes, each step such that it may be done again after a kill."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from curate import seeds, tombstones
from curate.audit import reviews
from curate.audit.report import build
from curate.cache import FOLDER, Cache
from curate.config import Config
from curate.decisions import file as decisions
from curate.erasure import Target
from curate.errors import DamageError
from curate.files import discard, flush, leftovers, move, staged, told, write
from curate.seeds import PROVENANCE, Seed
from curate.store import Store

JOURNAL = "forgetting.json"
LINES = (".jsonl", ".ndjson")  # seeds of which one document can be taken out


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project lies: its folder, its settings and its corpus."""

    root: Path
    config: Config
    store: Store

    @property
    def journal(self) -> Path:
        """There while a document is being forgotten."""
        return self.store.root / JOURNAL


@dataclass(frozen=True, slots=True)
class Plan:
    """What forgetting a document takes: digests only.  `stand_ins` as in `curate.erasure`, `digests` are to be buried."""

    document: str
    seed: str
    stand_ins: dict[str, str]
    digests: list[str]

    @property
    def target(self) -> Target:
        return Target(self.document, self.seed)


def finish(place: Place) -> None:
    """Finish what was begun and interrupted; the project must be locked."""
    if not place.journal.exists():
        return
    try:
        plan = Plan(**json.loads(place.journal.read_bytes()))
    except (ValueError, TypeError):
        raise DamageError(f"{place.journal}: not what curate wrote there; remove it, and forget the document again") from None
    carry_out(place, plan)


def carry_out(place: Place, plan: Plan) -> None:
    """Forget what the journal says.  The tombstone comes first, and the journal goes last."""
    with told(place.root):
        tombstones.add(place.root, plan.digests)
        place.store.replace(plan.stand_ins)
        if seed := seed_called(place, plan.seed):
            _scrub_seed(seed, plan.target, tombstones.read(place.root))
        decisions.forget_all(place.root, lambda one: plan.target.holds(one.document))
        reviews.forget(place.root, plan.target.holds)
        if plan.target.is_whole:
            _scrub_provenance(place.root, plan.seed)
        _sweep(place)
        if current := place.store.current():
            build.write(place.store, current)
        place.journal.unlink()
        flush([place.store.root])


def all_seeds(place: Place) -> list[Seed]:
    """Return the seeds of a project, as far as their folders are there."""
    return seeds.find(place.root, [folder for folder in place.config.seeds.paths if (place.root / folder).is_dir()])


def seed_called(place: Place, name: str) -> Seed | None:
    """Return the seed with a name, if it is there and can be opened."""
    return next((seed for seed in all_seeds(place) if seed.name == name and not seed.problem), None)


def _scrub_seed(seed: Seed, target: Target, buried: frozenset[str]) -> None:
    path = Path(seed.path)
    if target.is_whole:
        discard(path)
    elif path.suffix.lower() in LINES:
        with seeds.opened(seed.path) as file, staged(path.parent) as new:
            for line in tombstones.without(file, buried):
                new.write(line)
        flush([new.path])
        move(new.path, path)
    flush([path.parent])


def _scrub_provenance(root: Path, seed: str) -> None:
    path = root / PROVENANCE
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    left = [line for line in lines if json.loads(line)["seed"] != seed]
    if left != lines:
        write(path, b"".join(left))


def _sweep(place: Place) -> None:
    """Remove the results of earlier runs, and what killed commands left."""
    for folder in (Cache(place.root).root, place.root / FOLDER / "work", place.root / FOLDER / "staging", place.store.staging):
        shutil.rmtree(folder, ignore_errors=True)
    folders = [place.root, *(place.root / folder for folder in place.config.seeds.paths)]
    for path in (path for folder in folders if folder.is_dir() for path in leftovers(folder)):
        discard(path)
