"""What became of the seeds since the last revision."""

from __future__ import annotations

from curate.errors import Unreadable
from curate.pipeline.project import Project
from curate.seeds.access import hash_seed
from curate.seeds.discovery import Seed, find_seeds


def state_of_seeds(project: Project) -> dict[str, list[str]]:
    """Return the names of seeds by what became of them since the last revision."""
    old = project.store.current()
    known = old.by_seed if old else {}
    states: dict[str, list[str]] = {"new": [], "changed": [], "gone": [], "unchanged": [], "quarantined": []}
    found = find_seeds(project.root, project.config.seeds.paths)
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
        return hash_seed(seed.path)[0]
    except Unreadable:
        return ""
