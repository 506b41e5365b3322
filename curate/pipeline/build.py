"""What a run does in its first process: seeds go through the stages, and a manifest comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from curate import judge
from curate.audit.report.collector import Collector
from curate.decisions import Decision
from curate.decisions.rulings import Ruling, collect_rulings, digest_rulings
from curate.duplicates.search import OverlapIndex, find_overlaps
from curate.duplicates.seniority import SketchFile
from curate.engines import FailedTask, Map, RetryPolicy, map_with_cache, map_with_retries
from curate.errors import CurateError, Unreadable
from curate.language.corpus_words import find_repeated_words
from curate.pipeline.alerts import DocumentAlert, rank
from curate.pipeline.copies import CopiesRemoved
from curate.pipeline.stages import assembly, cleaning, finishing, losses, naming, results, slices
from curate.pipeline.stages.assembly import Origin
from curate.pipeline.stages.cleaning import CleanTask
from curate.pipeline.stages.depends import maker, versions
from curate.pipeline.stages.finishing import FinishTask, finish
from curate.pipeline.stages.items import Part, cut, items, unburied
from curate.pipeline.stages.naming import NamedPart
from curate.pipeline.stages.placing import placed
from curate.pipeline.stages.results import CleanedPart, sketch_key, words_key
from curate.pipeline.stages.slices import Slice
from curate.pipeline.tally import Tally
from curate.pipeline.work import Step, Work
from curate.readers import is_container
from curate.rules import registry as rules
from curate.seeds.access import check_unchanged, file_states, hash_seed
from curate.seeds.provenance import load_provenance
from curate.store import contents, tombstones
from curate.store.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Made:
    """A new manifest, all that it needs having been put into the store; the rulings; the keys of what was used of the cache.

    `seen` is what passed by for a report on it, None where that has to be read again.  `alerts` are what the guards say of
    documents, the worst first; `copies` are what went as such.
    """

    manifest: Manifest
    rulings: tuple[Ruling, ...]
    keys: set[str]
    seen: Collector | None
    alerts: tuple[DocumentAlert, ...]
    copies: CopiesRemoved


def made(work: Work) -> Made:
    """Return what comes of the seeds."""
    settings = work.project.config
    before = file_states(seed.path for seed in work.found if is_container(seed.name))
    with work.engine() as pool:
        parts = list(cleaned(work, pool))
        index = find_overlaps(sources(work, parts), settings.duplicates, work.folder / "decide")
        own = find_repeated_words((word for part in parts for word in part.slips), (_said_in(work, part) for part in parts))
        keys = {key for part in parts for key in results.keys(part.key)}
        tally = Tally()
        finished = tally.count(_finished(work, parts, (index, own), pool, keys))
        stored = list(assembly.entries(finished, _origins(work), work.store))
        entries = list(placed(stored))
        check_unchanged(before)
    rulings = collect_rulings(work.decided, (ruling for part in parts for ruling in part.rulings))
    packs = {name: pack.digest for name in rules.pack_languages() if (pack := rules.load_pack(name))}
    manifest = Manifest(
        entries=tuple(entries),
        settings=settings.as_plain_values(),
        packs=packs,
        judge=judge.digest(),
        duplicates=_describe_duplicates(index),
        decisions=digest_rulings(rulings),
        given_up=sum(part.given_up for part in parts),
        review=losses.over(tally.losses, settings.guards),
        number=work.number,
        parent=work.old.id if work.old else "",
        packages={"curate": _version(), **versions()},
    )
    seen = tally.report if entries == sorted(stored, key=lambda one: one.seed) else None
    return Made(manifest, rulings, keys, seen, tuple(rank(tally.alerts)), tally.copies)


def cleaned(work: Work, pool: Map) -> Iterator[NamedPart]:
    """Clean all seeds, and name their documents."""
    project = work.project

    def since(seed: str) -> naming.Since:
        entry = work.known.get(seed)
        about = project.store.lines(entry.metadata) if entry and entry.documents and project.store.now(entry.metadata) else ()
        return naming.seniority(entry, about, work.number)

    def give_up(lost: FailedTask) -> CleanedPart:
        return cleaning.give_up(lost.task, lost.reason)

    kept = unburied(items(work.found), tombstones.read(project.root), work.left_out)
    by = maker()
    tasks = (CleanTask(part, project.config, work.root, _about(part, work.decided), by) for part in cut(kept))
    cleaned = map_with_retries(
        map_with_cache(pool, cleaning.recalled), cleaning.clean, tasks, RetryPolicy(work.engine, cleaning.split, give_up)
    )
    watched = work.watch(cleaned, "cleaning", sum(seed.size for seed in work.found), _step)
    return naming.named(watched, since, load_provenance(project.root), work.folder / "names")


def sources(work: Work, parts: Iterable[NamedPart]) -> list[SketchFile]:
    return [SketchFile(work.cache.path(sketch_key(part.key)), part.known) for part in parts]


def _about(part: Part, decided: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions about the seeds of a part."""
    seeds = {item.seed for item in part} if decided else set()
    return tuple(one for one in decided if contents.seed_of(one.document, seeds))


def _said_in(work: Work, part: NamedPart) -> Mapping[str, int]:
    """Return how many documents of a part say which words that no list has."""
    found: Mapping[str, int] | None = work.cache.get(words_key(part.key))
    if found is None:
        raise CurateError(f"{work.cache.root}: changed by somebody else during the run; run again")
    return found


def _step(part: CleanedPart) -> Step:
    return Step(part.bytes, len(part.made), part.characters, part.left)


def _finished(
    work: Work, parts: Sequence[NamedPart], decided: tuple[OverlapIndex, frozenset[str]], pool: Map, keys: set[str]
) -> Iterator[Slice]:
    """Finish all parts and yield their slices; the keys that these have in the cache go into `keys`.

    What an earlier run finished on the same grounds is not finished again.
    """
    project, (index, own) = work.project, decided
    provenance = load_provenance(project.root)

    def begun(number: int, part: NamedPart) -> FinishTask:
        about = {seed: provenance[seed] for seed in part.seeds if seed in provenance}
        task = FinishTask("", part, {}, about, project.config, work.root, own.intersection(part.slips))
        return replace(task, key=finishing.key_of(task, index.digest_evidence(number)))

    def whole(number: int) -> FinishTask:
        return replace(tasks[number], overlaps=index.load_overlaps(number))

    tasks = [begun(number, part) for number, part in enumerate(parts)]
    there = [work.cache.path(task.key).exists() for task in tasks]
    new = iter(pool(finish, (whole(number) for number, known in enumerate(there) if not known)))
    done = (task.key if known else next(new) for task, known in zip(tasks, there, strict=True))
    for number, key in enumerate(work.watch(done, "finishing", len(parts), lambda _: Step(1))):
        if isinstance(key, FailedTask):
            raise CurateError(f"{key.task.part.seeds[0]}: cannot be finished: {key.reason}")
        keys.add(key)
        found = slices.kept(work.cache, key) or slices.kept(work.cache, finish(whole(number)))  # damaged since it was kept
        if found is None:
            raise CurateError(f"{work.cache.root}: changed by somebody else during the run; run again")
        yield from found


def _origins(work: Work) -> Mapping[str, Origin]:
    """Return what is to be known of the seeds that hold many documents."""
    origins = {}
    for seed in work.found:
        if not seed.problem and is_container(seed.name):
            with suppress(Unreadable):
                added = work.known[seed.name].added if seed.name in work.known else work.number
                origins[seed.name] = Origin(*hash_seed(seed.path), added)
    return origins


def _describe_duplicates(index: OverlapIndex) -> dict[str, Any]:
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


def _version() -> str:
    from curate.version import __version__

    return __version__
