"""The first stage: a part is read and cleaned, each document by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from curate import readers
from curate.config import Config, Fields
from curate.decisions import Decision
from curate.decisions.rulings import Ruling, ruling_from_json, ruling_to_json
from curate.digest import digest_json
from curate.duplicates.sketches import SketchInput
from curate.errors import CurateError, Unreadable
from curate.language.corpus_words import collect_words
from curate.ledger import jsonl as ledger
from curate.ledger.draft import Draft
from curate.ledger.edits import revert
from curate.pipeline import alerts
from curate.pipeline import document as pipeline
from curate.pipeline.document import Cleaned
from curate.pipeline.stages import results
from curate.pipeline.stages.depends import code, maker, versions
from curate.pipeline.stages.items import WHOLE, Item, Part
from curate.pipeline.stages.results import CleanedPart, Results
from curate.readers.record import Record
from curate.seeds.provenance import host_of
from curate.store.cache import Cache
from curate.text.document import Document

_BATCH = 32  # documents that are cleaned together
_SECONDS, _SECONDS_A_BYTE = 60.0, 10e-6
_PIECES = 16


@dataclass(frozen=True, slots=True)
class CleanTask:
    """`decisions` are those about the seeds of the part; `maker` is what is installed where the run was begun (see `depends`)."""

    part: Part
    config: Config
    project: Path
    decisions: tuple[Decision, ...] = ()
    maker: str = ""

    @property
    def seconds(self) -> float:
        """How long it may take: far more than it does, and no longer for one hostile document among many."""
        return _SECONDS + _SECONDS_A_BYTE * sum(item.size for item in self.part)


def recalled(task: CleanTask) -> CleanedPart | None:
    """Return what an earlier run left behind of a part, None if not all of it is there and whole."""
    return results.kept(Cache(task.project), part_key(task.part, task.config, _decided(task)), task.part)


def clean(task: CleanTask) -> CleanedPart:
    """Read and clean the items of a part; raise CurateError on a machine where something else is installed than where the run was begun."""
    if task.maker and task.maker != maker():
        raise CurateError("the machines have different versions of curate, or of the packages it uses; install the same everywhere")
    return recalled(task) or _cleaned(task)


def split(task: CleanTask) -> list[CleanTask]:
    """Return a task as smaller ones, one after the other the same; one of a single item as it is."""
    size = -(-len(task.part) // _PIECES)
    return [replace(task, part=task.part[start : start + size]) for start in range(0, len(task.part), size)]


def give_up(task: CleanTask, why: str) -> CleanedPart:
    """Return the part of one item that could not be cleaned, put in quarantine for it.

    Another machine might have cleaned it, and the next run tries again.
    """
    (item,) = task.part
    reason = f"given up, tried again by the next run: {why}"
    decided = _decided(task)
    key = digest_json(["given up", part_key(task.part, task.config, decided), reason])
    records = [_about(item, "") | _record(Unreadable(reason))]
    return replace(_kept(key, task, Results(records)), given_up=True)


def _kept(key: str, task: CleanTask, found: Results) -> CleanedPart:
    ruled = [ruling for mine, record in zip(_decided(task), found.records, strict=True) for ruling in _ruled(mine, record)]
    results.keep(Cache(task.project), key, found, ruled)
    kept = results.kept(Cache(task.project), key, task.part)
    assert kept
    return kept


def _decided(task: CleanTask) -> list[tuple[Decision, ...]]:
    """Return the decisions about each item."""
    return [_about_item(item, task) if task.decisions else () for item in task.part]


def _about_item(item: Item, task: CleanTask) -> tuple[Decision, ...]:
    """Return the decisions about the document of an item, whichever of the names it might have it will get."""
    own = (
        item.number != WHOLE
        and any(one.document.startswith(f"{item.seed}#") for one in task.decisions)
        and _read(item, task.config.fields)[0]
    )
    keys = () if item.number == WHOLE else (own, str(item.number), f"{own}~{item.number}")
    names = [f"{item.seed}#{key}" for key in keys] or [item.seed]
    return tuple(one for one in task.decisions if one.document in names)


def _ruled(decisions: Iterable[Decision], record: Mapping[str, Any]) -> Iterable[Ruling]:
    if record["reason"]:
        return [Ruling(one, 0, 0, "stale", f"the document is in quarantine: {record['reason']}") for one in decisions]
    return map(ruling_from_json, record["rulings"])


def part_key(part: Part, config: Config, decided: Sequence[Sequence[Decision]]) -> str:
    """Return the digest of all that cleaning a part depends on; `decided` has the decisions about each item."""
    said = [[item.format, item.source or str(item.data)] for item in part]
    wanted = [[number, *map(asdict, mine)] for number, mine in enumerate(decided) if mine]
    return digest_json([said, config.as_plain_values(), code(), versions(), wanted])


def _cleaned(task: CleanTask) -> CleanedPart:
    """Clean a part and keep what comes of it."""
    decided = _decided(task)
    found = Results()
    for start in range(0, len(task.part), _BATCH):
        batch = task.part[start : start + _BATCH]
        read = [_read(item, task.config.fields) for item in batch]
        about = list(zip((document for _, document in read), decided[start : start + _BATCH], strict=True))
        documents = [document for document, _ in about if isinstance(document, Document)]
        wanted = [mine for document, mine in about if isinstance(document, Document)]
        cleaned = iter(pipeline.clean_batch(documents, task.config, wanted))
        for item, (own, document) in zip(batch, read, strict=True):
            done = next(cleaned) if isinstance(document, Document) else document
            if isinstance(done, Cleaned) and not done.draft.text.strip():
                done = Unreadable("nothing is left of it after cleaning; look at it with `curate clean`")
            found.records.append(_about(item, own) | _record(done))
            if isinstance(done, Cleaned):
                found.sketches.append(_to_sketch_input(done))
                found.words.append(collect_words(done.draft, done.language))
    return _kept(part_key(task.part, task.config, decided), task, found)


def _to_sketch_input(cleaned: Cleaned) -> SketchInput:
    about = cleaned.document.metadata
    return SketchInput("", cleaned.draft, host_of(about.get("url")), str(about.get("date", "")))


def _read(item: Item, names: Fields) -> tuple[str, Document | Unreadable]:
    """Return an item's own id and its document, or why it has none."""
    key = ""
    try:
        if isinstance(item.data, Unreadable):
            raise item.data
        if container := readers.CONTAINERS.get(item.format):
            record = container.parse_record(item.data, names)
            key = record.key
        else:
            record = Record("", readers.unpack_document(item.seed, item.data), item.format)
        return key, readers.build_document(item.seed, record)
    except Unreadable as error:
        return key, error


def _about(item: Item, key: str) -> dict[str, Any]:
    return {"key": key, "source": item.source, "bytes": item.size}


def _record(cleaned: Cleaned | Unreadable) -> dict[str, Any]:
    if isinstance(cleaned, Unreadable):
        return {"reason": str(cleaned)}
    return {
        "reason": "",
        "text": cleaned.draft.text,
        "characters": len(cleaned.document.source),
        "left": len(cleaned.draft.text),
        "edits": [ledger.edit_to_json(edit) for edit in cleaned.draft.edits],
        "suggestions": [ledger.edit_to_json(edit) for edit in cleaned.suggestions],
        "language": cleaned.language,
        "format": cleaned.document.format,
        "metadata": dict(cleaned.document.metadata),
        "alerts": [alerts.to_json(one) for one in cleaned.alerts],
        "rulings": [ruling_to_json(one) for one in cleaned.rulings],
        "page_spans": cleaned.page_spans,
    }


def restored(id: str, record: Mapping[str, Any]) -> Cleaned:
    """Return a document as it was cleaned, from its record in the cache."""
    edits = tuple(map(ledger.edit_from_json, record["edits"]))
    document = Document(id, revert(record["text"], edits), record["format"], record["metadata"])
    suggestions = tuple(map(ledger.edit_from_json, record["suggestions"]))
    ruled = tuple(map(ruling_from_json, record["rulings"]))
    spoken = tuple(map(alerts.from_json, record["alerts"]))
    spans = record["page_spans"]
    page_spans = None if spans is None else tuple((start, end) for start, end in spans)
    return Cleaned(document, Draft(document.source, edits), record["language"], suggestions, spoken, ruled, page_spans)
