"""The first stage: a part is read and cleaned, each document by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curate import ledger, pipeline, readers
from curate.cache import Cache
from curate.config import Config
from curate.digest import digest
from curate.document import Document
from curate.draft import Draft
from curate.duplicates import columns
from curate.duplicates.sketches import Sketched, sketch
from curate.edits import revert
from curate.errors import Unreadable
from curate.pipeline import Cleaned
from curate.readers.record import Record
from curate.stages.depends import code, versions
from curate.stages.items import Item, Part

_BATCH = 32  # documents that are cleaned together


@dataclass(frozen=True, slots=True)
class CleanTask:
    part: Part
    config: Config
    project: Path


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of an item after cleaning: its own id if it has one, and whether it has a text."""

    seed: str
    number: int
    key: str
    has_text: bool


@dataclass(frozen=True, slots=True)
class CleanedPart:
    """What `clean` leaves behind: records in the cache under `key`, one for each item, and sketches of those with a text."""

    key: str
    made: tuple[Made, ...]


def clean(task: CleanTask) -> CleanedPart:
    """Read and clean the items of a part."""
    key = part_key(task.part, task.config)
    cache = Cache(task.project)
    records = cache.get(key)
    if records is None or not columns.is_whole(cache.path(sketch_key(key))):
        records = _cleaned(task, key)
    made = [Made(item.seed, item.number, record["key"], not record["reason"]) for item, record in zip(task.part, records, strict=True)]
    return CleanedPart(key, tuple(made))


def sketch_key(key: str) -> str:
    """Return the key of the sketches of the part with this key."""
    return digest(["sketches", key])


def part_key(part: Part, config: Config) -> str:
    """Return the digest of all that cleaning a part depends on."""
    said = [[item.format, item.source or str(item.data)] for item in part]
    return digest([said, config.resolved(), code(), versions()])


def _cleaned(task: CleanTask, key: str) -> list[dict[str, Any]]:
    """Clean a part, keep what came of it, and return the records."""
    records: list[dict[str, Any]] = []
    sketches: list[Sketched] = []
    for start in range(0, len(task.part), _BATCH):
        batch = task.part[start : start + _BATCH]
        read = [_read(item) for item in batch]
        documents = [document for _, document in read if isinstance(document, Document)]
        cleaned = iter(pipeline.clean_batch(documents, task.config))
        for item, (own, document) in zip(batch, read, strict=True):
            done = next(cleaned) if isinstance(document, Document) else document
            if isinstance(done, Cleaned) and not done.draft.text.strip():
                done = Unreadable("nothing is left of it after cleaning; look at it with `curate clean`")
            records.append(_about(item, own) | _record(done))
            if isinstance(done, Cleaned):
                sketches.append(_sketched(done))
    cache = Cache(task.project)
    cache.put_file(sketch_key(key), sketch(sketches))
    cache.put(key, records)
    return records


def _sketched(cleaned: Cleaned) -> Sketched:
    about = cleaned.document.metadata
    site = urlsplit(str(about.get("url", ""))).hostname or ""
    return Sketched("", cleaned.draft, site, str(about.get("date", "")))


def _read(item: Item) -> tuple[str, Document | Unreadable]:
    """Return an item's own id and its document, or why it has none."""
    key = ""
    try:
        if isinstance(item.data, Unreadable):
            raise item.data
        if container := readers.CONTAINERS.get(item.format):
            record = container.parse(item.data)
            key = record.key
        else:
            record = Record("", item.data, item.format)
        return key, readers.document(item.seed, record)
    except Unreadable as error:
        return key, error


def _about(item: Item, key: str) -> dict[str, Any]:
    return {"key": key, "source": item.source, "bytes": len(item.data) if isinstance(item.data, bytes) else 0}


def _record(cleaned: Cleaned | Unreadable) -> dict[str, Any]:
    if isinstance(cleaned, Unreadable):
        return {"reason": str(cleaned)}
    return {
        "reason": "",
        "text": cleaned.draft.text,
        "edits": [ledger.to_json(edit) for edit in cleaned.draft.edits],
        "suggestions": [ledger.to_json(edit) for edit in cleaned.suggestions],
        "language": cleaned.language,
        "format": cleaned.document.format,
        "metadata": dict(cleaned.document.metadata),
        "review": cleaned.review,
    }


def restored(id: str, record: Mapping[str, Any]) -> Cleaned:
    """Return a document as it was cleaned, from its record in the cache."""
    edits = tuple(map(ledger.from_json, record["edits"]))
    document = Document(id, revert(record["text"], edits), record["format"], record["metadata"])
    suggestions = tuple(map(ledger.from_json, record["suggestions"]))
    return Cleaned(document, Draft(document.source, edits), record["language"], suggestions, record["review"])
