"""Clean a sample of the documents again, and see whether the same comes of it."""

from __future__ import annotations

import random
from collections.abc import Iterator

from curate.pipeline import run as corpus
from curate.pipeline.run import Project
from curate.pipeline.status import list_seeds_by_state
from curate.store.cache import Cache

SHARE = 0.05  # of what earlier runs left in the cache
LEAST = 50  # records


def recheck_sample(project: Project) -> Iterator[str]:
    """Yield each seed of which cleaning it again makes something else than the corpus holds.

    What earlier runs left in the cache is thrown away for a sample drawn at
    random, and a run is rehearsed: it cleans those documents from their seeds,
    and decides about duplicates as always.  Seeds that are new, changed or gone
    since the last revision are not the corpus's fault, and not named.  After an upgrade of
    curate everything is cleaned again, and what differs is what the upgrade would change.
    """
    cache = Cache(project.root)
    keys = sorted(cache.keys())
    cache.drop(random.sample(keys, min(len(keys), max(LEAST, round(len(keys) * SHARE)))))
    states = list_seeds_by_state(project)
    excused = {*states["new"], *states["changed"], *states["gone"]}
    found = corpus.run(project, check=True)
    differing = {*found.changes.added, *found.changes.gone, *found.changes.text, *found.changes.other, *found.changes.grown}
    for seed in sorted(differing - excused):
        yield f"{seed}: cleaning it again gives something else than the corpus holds; `curate run` makes a revision of it"
