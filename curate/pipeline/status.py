"""What became of the seeds since the last revision."""

from __future__ import annotations

from curate.errors import Unreadable
from curate.pipeline.project import Project
from curate.seeds.access import hash_seed
from curate.seeds.discovery import Seed, find_seeds


def list_seeds_by_state(project: Project) -> dict[str, list[str]]:
    """Return the names of seeds by what became of them since the last revision."""
    previous = project.store.load_current()
    entries = previous.by_seed if previous else {}
    states: dict[str, list[str]] = {"new": [], "changed": [], "gone": [], "unchanged": [], "quarantined": []}
    seeds = find_seeds(project.root, project.config.seeds.paths)
    for seed in seeds:
        if seed.name not in entries:
            states["new"].append(seed.name)
        elif entries[seed.name].source != _hash_or_empty(seed):
            states["changed"].append(seed.name)
        else:
            states["quarantined" if entries[seed.name].state == "quarantined" else "unchanged"].append(seed.name)
    states["gone"] = sorted(entries.keys() - {seed.name for seed in seeds})
    return states


def _hash_or_empty(seed: Seed) -> str:
    if seed.problem:
        return ""
    try:
        return hash_seed(seed.path)[0]
    except Unreadable:
        return ""
