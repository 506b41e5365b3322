"""Clean all seeds: cut them into shards, have an engine clean these, and name their documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from curate.decisions import Decision
from curate.duplicates.seniority import SketchFile
from curate.engines import FailedTask, Map, RetryPolicy, map_with_cache, map_with_retries
from curate.errors import CurateError
from curate.language.corpus_words import find_repeated_words
from curate.pipeline.context import RunContext
from curate.pipeline.progress import Step
from curate.pipeline.stages.cleaning import CleanTask, clean_shard, load_cleaned_shard, quarantine_task, split_task
from curate.pipeline.stages.installation import digest_installation
from curate.pipeline.stages.naming import NamedShard, RevisionLookup, make_revision_lookup, name_documents
from curate.pipeline.stages.raw_documents import drop_tombstoned, split_seeds
from curate.pipeline.stages.results import CleanedShard, line_key, sketch_key, words_key
from curate.pipeline.stages.shards import Shard, cut_into_shards
from curate.seeds.provenance import load_provenance
from curate.sites.lines import LineFile
from curate.store.documents import find_seed
from curate.store.tombstones import load_tombstones


def clean_seeds(context: RunContext, run_map: Map) -> Iterator[NamedShard]:
    """Yield the cleaned shards of all seeds, in order, their documents named."""
    policy = RetryPolicy(context.engine, split_task, _give_up)
    shards = map_with_retries(map_with_cache(run_map, load_cleaned_shard), clean_shard, _make_tasks(context), policy)
    total = sum(seed.size for seed in context.seeds)
    watched = context.show_progress(shards, "cleaning", total, _measure_step)

    def look_up_seed(seed: str) -> RevisionLookup:
        return _look_up_revisions(context, seed)

    return name_documents(watched, look_up_seed, load_provenance(context.project.root), context.folder / "names")


def list_sketch_files(context: RunContext, shards: Iterable[NamedShard]) -> list[SketchFile]:
    """Return the sketch files of cleaned shards, in their order."""
    return [SketchFile(context.cache.path(sketch_key(shard.key)), shard.document_table) for shard in shards]


def list_line_files(context: RunContext, shards: Iterable[NamedShard]) -> list[LineFile]:
    """Return the line files of cleaned shards, in their order."""
    return [LineFile(context.cache.path(line_key(shard.key)), shard.origin_table) for shard in shards]


def find_corpus_words(context: RunContext, shards: Iterable[NamedShard]) -> frozenset[str]:
    """Return the words, folded, that were corrected and that two documents use: they are no typos."""
    shards = list(shards)
    return find_repeated_words(
        (word for shard in shards for word in shard.corrected_words), (_load_word_counts(context, one) for one in shards)
    )


def _make_tasks(context: RunContext) -> Iterator[CleanTask]:
    documents = drop_tombstoned(split_seeds(context.seeds), load_tombstones(context.project.root), context.skipped)
    installation = digest_installation()
    for shard in cut_into_shards(documents):
        yield CleanTask(shard, context.project.config, context.root, _select_decisions(context, shard), installation)


def _select_decisions(context: RunContext, shard: Shard) -> tuple[Decision, ...]:
    """Return the decisions about the seeds of a shard."""
    names = {raw.seed for raw in shard} if context.decisions else set()
    return tuple(one for one in context.decisions if find_seed(one.document, names))


def _give_up(failed: FailedTask) -> CleanedShard:
    return quarantine_task(failed.task, failed.reason)


def _measure_step(shard: CleanedShard) -> Step:
    return Step(shard.bytes, len(shard.documents), shard.characters, shard.characters_left)


def _look_up_revisions(context: RunContext, seed: str) -> RevisionLookup:
    """Return a function that tells by which revision a document of a seed came."""
    store, entry = context.project.store, context.previous_entries.get(seed)
    lines = store.objects.iter_lines(entry.metadata) if entry and entry.documents and not store.objects.is_forgotten(entry) else ()
    return make_revision_lookup(entry, lines, context.revision_number)


def _load_word_counts(context: RunContext, shard: NamedShard) -> Mapping[str, int]:
    """Return how many documents of a shard use which words that no list has."""
    counts: Mapping[str, int] | None = context.cache.get(words_key(shard.key))
    if counts is None:
        raise CurateError(f"{context.cache.root}: changed by somebody else during the run; run again")
    return counts
