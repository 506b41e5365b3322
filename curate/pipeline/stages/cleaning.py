"""The first stage: read and clean a shard, each document by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from curate import readers
from curate.config import Config, Fields
from curate.decisions import Decision
from curate.decisions.rulings import Ruling, ruling_from_json
from curate.digest import digest_json
from curate.duplicates.sketches import SketchInput
from curate.errors import CurateError, Unreadable
from curate.language.corpus_words import collect_words
from curate.pipeline import document as pipeline
from curate.pipeline.document import Cleaned
from curate.pipeline.stages.installation import digest_code, digest_installation, package_versions
from curate.pipeline.stages.raw_documents import WHOLE_SEED, RawDocument
from curate.pipeline.stages.records import to_record
from curate.pipeline.stages.results import CleanedShard, ShardResults, load_results, store_results
from curate.pipeline.stages.shards import Shard
from curate.readers.record import Record
from curate.seeds.provenance import host_of
from curate.sites.lines import Page, find_menus
from curate.store.cache import Cache
from curate.text.document import Document

_BATCH_SIZE = 32  # documents that are cleaned together
_BASE_SECONDS, _SECONDS_PER_BYTE = 60.0, 10e-6
_PIECES = 16


@dataclass(frozen=True, slots=True)
class CleanTask:
    """What one task cleans.

    `decisions` are those about the seeds of the shard.  `installation` is the
    digest of what is installed where the run was started; empty: not checked.
    """

    shard: Shard
    config: Config
    project: Path
    decisions: tuple[Decision, ...] = ()
    installation: str = ""

    @property
    def seconds(self) -> float:
        """How long it may take: far more than it does, and no longer for one hostile document among many."""
        return _BASE_SECONDS + _SECONDS_PER_BYTE * sum(raw.size for raw in self.shard)


def clean_shard(task: CleanTask) -> CleanedShard:
    """Read and clean the documents of a shard, unless the cache has them cleaned.

    Raises CurateError where something else is installed than where the run was
    started.
    """
    if task.installation and task.installation != digest_installation():
        raise CurateError("the machines have different versions of curate, or of the packages it uses; install the same everywhere")
    return load_cleaned_shard(task) or _clean_documents(task)


def load_cleaned_shard(task: CleanTask) -> CleanedShard | None:
    """Return what an earlier run stored in the cache, None if not all of it is there and undamaged."""
    return load_results(Cache(task.project), compute_key(task.shard, task.config, _group_decisions(task)), task.shard)


def compute_key(shard: Shard, config: Config, decisions: Sequence[Sequence[Decision]]) -> str:
    """Return the digest of all that cleaning a shard depends on; `decisions` are those about each document."""
    inputs = [[raw.format, raw.source or str(raw.data)] for raw in shard]
    decided = [[number, *map(asdict, about)] for number, about in enumerate(decisions) if about]
    return digest_json([inputs, config.as_plain_values(), digest_code(), package_versions(), decided])


def split_task(task: CleanTask) -> list[CleanTask]:
    """Return a task as smaller ones, which together are the same; a task of one document as it is."""
    size = -(-len(task.shard) // _PIECES)
    return [replace(task, shard=task.shard[start : start + size]) for start in range(0, len(task.shard), size)]


def quarantine_task(task: CleanTask, reason: str) -> CleanedShard:
    """Return a shard of one document that could not be cleaned, in quarantine for `reason`.

    Another machine might have cleaned it, and the next run tries again.
    """
    (raw,) = task.shard
    reason = f"given up, tried again by the next run: {reason}"
    key = digest_json(["given up", compute_key(task.shard, task.config, _group_decisions(task)), reason])
    results = ShardResults([to_record(raw, "", Unreadable(reason))])
    return replace(_store(key, task, results), is_given_up=True)


def _clean_documents(task: CleanTask) -> CleanedShard:
    decisions = _group_decisions(task)
    results = ShardResults()
    for start in range(0, len(task.shard), _BATCH_SIZE):
        stop = start + _BATCH_SIZE
        _clean_batch(task.shard[start:stop], decisions[start:stop], task.config, results)
    return _store(compute_key(task.shard, task.config, decisions), task, results)


def _clean_batch(batch: Shard, decisions: Sequence[Sequence[Decision]], config: Config, results: ShardResults) -> None:
    """Clean some documents together and add them to the results."""
    parsed = [_parse(raw, config.fields) for raw in batch]
    readable = [(document, about) for (_, document), about in zip(parsed, decisions, strict=True) if isinstance(document, Document)]
    cleaned = iter(pipeline.clean_batch([document for document, _ in readable], config, [about for _, about in readable]))
    for raw, (own_id, document) in zip(batch, parsed, strict=True):
        outcome = next(cleaned) if isinstance(document, Document) else document
        if isinstance(outcome, Cleaned) and not outcome.draft.text.strip():
            outcome = Unreadable("nothing is left of it after cleaning; look at it with `curate clean`")
        results.records.append(to_record(raw, own_id, outcome))
        if isinstance(outcome, Cleaned):
            results.sketches.append(_to_sketch_input(outcome))
            results.words.append(collect_words(outcome.draft, outcome.language))
            results.pages.append(_to_page(outcome))


def _store(key: str, task: CleanTask, results: ShardResults) -> CleanedShard:
    """Store the results in the cache, and return what is there then."""
    pairs = zip(_group_decisions(task), results.records, strict=True)
    shard_rulings = [ruling for about, record in pairs for ruling in _list_rulings(about, record)]
    store_results(Cache(task.project), key, results, shard_rulings)
    stored = load_results(Cache(task.project), key, task.shard)
    assert stored
    return stored


def _list_rulings(decisions: Iterable[Decision], record: Mapping[str, Any]) -> Iterable[Ruling]:
    if record["reason"]:
        return [Ruling(one, 0, 0, "stale", f"the document is in quarantine: {record['reason']}") for one in decisions]
    return map(ruling_from_json, record["rulings"])


def _group_decisions(task: CleanTask) -> list[tuple[Decision, ...]]:
    """Return the decisions about each document of a task."""
    return [_select_decisions(raw, task) if task.decisions else () for raw in task.shard]


def _select_decisions(raw: RawDocument, task: CleanTask) -> tuple[Decision, ...]:
    """Return the decisions about one document, whichever of its possible ids it will get (see `naming.choose_id`)."""
    if raw.number == WHOLE_SEED:
        ids = [raw.seed]
    else:
        is_named = any(one.document.startswith(f"{raw.seed}#") for one in task.decisions)
        own_id = _parse(raw, task.config.fields)[0] if is_named else ""
        ids = [f"{raw.seed}#{key}" for key in (own_id, str(raw.number), f"{own_id}~{raw.number}")]
    return tuple(one for one in task.decisions if one.document in ids)


def _parse(raw: RawDocument, names: Fields) -> tuple[str, Document | Unreadable]:
    """Return a document's own id, if its record has one, and the document, or why there is none."""
    own_id = ""
    try:
        if isinstance(raw.data, Unreadable):
            raise raw.data
        if container := readers.CONTAINERS.get(raw.format):
            record = container.parse_record(raw.data, names)
            own_id = record.key
        else:
            record = Record("", readers.unpack_document(raw.seed, raw.data), raw.format)
        return own_id, readers.build_document(raw.seed, record)
    except Unreadable as error:
        return own_id, error


def _to_sketch_input(cleaned: Cleaned) -> SketchInput:
    metadata = cleaned.document.metadata
    return SketchInput("", cleaned.draft, str(metadata.get("date", "")))


def _to_page(cleaned: Cleaned) -> Page:
    metadata = cleaned.document.metadata
    host, date = host_of(metadata.get("url")), str(metadata.get("date", ""))
    return Page(cleaned.document.source, cleaned.page_spans, host, date, find_menus(cleaned.document))
