"""Build a revision: seeds go through the stages, and a manifest comes out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from curate import judge
from curate.audit.report.collector import Collector
from curate.decisions.rulings import Ruling, collect_rulings, digest_rulings
from curate.duplicates.search import OverlapIndex, find_overlaps
from curate.errors import Unreadable
from curate.pipeline.alerts import DocumentAlert, rank
from curate.pipeline.clean_seeds import clean_seeds, find_corpus_words, list_line_files, list_sketch_files
from curate.pipeline.context import RunContext
from curate.pipeline.copies import CopiesRemoved
from curate.pipeline.finish_shards import finish_shards, plan_finish_tasks
from curate.pipeline.stages.assembly import ContainerFile, assemble_entries
from curate.pipeline.stages.installation import package_versions
from curate.pipeline.stages.losses import list_exceeded_budgets
from curate.pipeline.stages.path_conflicts import quarantine_conflicts
from curate.pipeline.stages.results import list_keys
from curate.pipeline.tally import Tally
from curate.readers import is_container
from curate.rules import registry as rules
from curate.seeds.access import check_unchanged, file_states, hash_seed
from curate.sites.furniture import SiteSearch
from curate.sites.memory import KnownSite, dump_sites, load_sites
from curate.store.manifest import Manifest
from curate.version import __version__


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A new manifest, whose files are all in the store, and what else a run reports.

    `cache_keys` are those in use.  `report` has collected the documents for a
    report, None where they must be read again.  `alerts` are what the guards say
    of documents, the worst first; `copies` are what went as such.
    """

    manifest: Manifest
    rulings: tuple[Ruling, ...]
    cache_keys: set[str]
    report: Collector | None
    alerts: tuple[DocumentAlert, ...]
    copies: CopiesRemoved


def build_revision(context: RunContext) -> BuildResult:
    """Clean and finish all seeds, and store their files."""
    states = file_states(seed.path for seed in context.seeds if is_container(seed.name))
    tally = Tally()
    with context.engine() as run_map:
        shards = list(clean_seeds(context, run_map))
        search = SiteSearch(list_line_files(context, shards), _load_known_sites(context), context.folder / "sites")
        files = list_sketch_files(context, shards)
        index = find_overlaps(files, context.project.config, context.folder / "overlaps", search.find_furniture)
        tasks = plan_finish_tasks(context, shards, index, find_corpus_words(context, shards))
        slices = tally.count(finish_shards(context, tasks, index, run_map))
        stored = list(assemble_entries(slices, _list_containers(context), context.store))
        entries = quarantine_conflicts(stored, context.previous_entries)
        check_unchanged(states)
    rulings = collect_rulings(context.decisions, (ruling for shard in shards for ruling in shard.rulings))
    manifest = replace(
        _describe_run(context),
        entries=tuple(entries),
        duplicates=_describe_duplicates(index),
        sites=context.store.objects.put(dump_sites(search.sites)) if search.sites else "",
        decisions=digest_rulings(rulings),
        given_up=sum(shard.is_given_up for shard in shards),
        review=list_exceeded_budgets(tally.losses, context.project.config.guards),
    )
    keys = {key for shard in shards for key in list_keys(shard.key)} | {task.key for task in tasks}
    report = tally.report if entries == sorted(stored, key=lambda one: one.seed) else None  # else some went to quarantine after it
    return BuildResult(manifest, rulings, keys, report, tuple(rank(tally.alerts)), tally.copies)


def _load_known_sites(context: RunContext) -> list[KnownSite]:
    """Return what the revision before knew of the sites."""
    previous = context.previous
    return load_sites(context.project.store.objects.read(previous.sites)) if previous and previous.sites else []


def _describe_run(context: RunContext) -> Manifest:
    """Return a manifest without entries: the settings, the rules and models, and the versions of packages."""
    return Manifest(
        entries=(),
        settings=context.project.config.as_plain_values(),
        packs={name: pack.digest for name in rules.pack_languages() if (pack := rules.load_pack(name))},
        judge=judge.digest_weights(),
        number=context.revision_number,
        parent=context.previous.id if context.previous else "",
        packages={"curate": __version__, **package_versions()},
    )


def _list_containers(context: RunContext) -> Mapping[str, ContainerFile]:
    """Return the readable seeds that hold many documents."""
    containers = {}
    for seed in context.seeds:
        if not seed.problem and is_container(seed.name):
            with suppress(Unreadable):
                entry = context.previous_entries.get(seed.name)
                added = entry.added if entry else context.revision_number
                containers[seed.name] = ContainerFile(*hash_seed(seed.path), added)
    return containers


def _describe_duplicates(index: OverlapIndex) -> dict[str, Any]:
    """Return the counts of duplicates and the nearest misses, as they stand in a manifest."""
    table: dict[str, Any] = dict(index.counts)
    if misses := index.list_near_misses():
        table["misses"] = [
            {
                "document": one.location.document, "at": one.location.source_start,
                "original": one.original.document, "original_at": one.original.source_start, "similarity": one.similarity,
            }
            for one in misses
        ]  # fmt: skip
    return table
