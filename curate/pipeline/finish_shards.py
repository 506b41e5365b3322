"""Finish all shards: have an engine finish those that no earlier run finished on the same evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from curate.duplicates.search import OverlapIndex
from curate.engines import FailedTask, Map
from curate.errors import CurateError
from curate.pipeline.context import RunContext
from curate.pipeline.progress import Step
from curate.pipeline.stages.finishing import FinishTask, compute_key, finish_shard
from curate.pipeline.stages.naming import NamedShard
from curate.pipeline.stages.slices import Slice, load_slices
from curate.seeds.provenance import load_provenance


def plan_finish_tasks(
    context: RunContext, shards: Sequence[NamedShard], index: OverlapIndex, corpus_words: frozenset[str]
) -> list[FinishTask]:
    """Return a task for each shard, with its key in the cache but without its overlaps, which are many."""
    provenance = load_provenance(context.project.root)
    tasks = []
    for number, shard in enumerate(shards):
        about = {seed: provenance[seed] for seed in shard.seeds if seed in provenance}
        words = corpus_words.intersection(shard.corrected_words)
        task = FinishTask("", shard, {}, about, context.project.config, context.root, words)
        tasks.append(replace(task, key=compute_key(task, index.digest_evidence(number))))
    return tasks


def finish_shards(context: RunContext, tasks: Sequence[FinishTask], index: OverlapIndex, run_map: Map) -> Iterator[Slice]:
    """Yield the slices of all shards, in order."""

    def complete(number: int) -> FinishTask:
        return replace(tasks[number], overlaps=index.load_overlaps(number))

    is_cached = [context.cache.path(task.key).exists() for task in tasks]
    finished = iter(run_map(finish_shard, (complete(number) for number, cached in enumerate(is_cached) if not cached)))
    results = (task.key if cached else next(finished) for task, cached in zip(tasks, is_cached, strict=True))
    for number, result in enumerate(context.show_progress(results, "finishing", len(tasks), lambda _: Step(1))):
        if isinstance(result, FailedTask):
            raise CurateError(f"{result.task.shard.seeds[0]}: cannot be finished: {result.reason}")
        slices = load_slices(context.cache, result) or load_slices(context.cache, finish_shard(complete(number)))  # damaged meanwhile
        if slices is None:
            raise CurateError(f"{context.cache.root}: changed by somebody else during the run; run again")
        yield from slices
