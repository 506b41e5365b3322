"""How many copies there would be at other thresholds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from curate.decisions.file import load_decisions
from curate.duplicates.search import find_overlaps
from curate.engines import local
from curate.pipeline.clean_seeds import clean_seeds, list_sketch_files
from curate.pipeline.context import RunContext
from curate.pipeline.progress import hide_progress
from curate.pipeline.project import Project, list_seeds, temporary_folder
from curate.store.cache import CURATE_FOLDER
from curate.store.lock import lock_project


def count_copies_by_threshold(project: Project, thresholds: Iterable[float], jobs: int | None = None) -> list[tuple[float, dict[str, int]]]:
    """Return the counts of copies for each threshold; stores nothing but what cleaning leaves in the cache."""
    seeds, store = list_seeds(project), project.store
    with lock_project(project.root / CURATE_FOLDER) as inside, temporary_folder(inside.absolute() / "work") as folder:
        engine = local.choose_engine(jobs, sum(seed.size for seed in seeds))
        decisions = load_decisions(project.root)
        context = RunContext(project, seeds, store.load_current(), store, folder, engine, hide_progress, decisions, [])
        with context.engine() as run_map:
            files = list_sketch_files(context, list(clean_seeds(context, run_map)))
        counts = []
        for threshold in thresholds:
            config = replace(project.config, duplicates=replace(project.config.duplicates, threshold=threshold, quotations="keep"))
            counts.append((threshold, find_overlaps(files, config, folder / f"{threshold:g}").counts))
        return counts
