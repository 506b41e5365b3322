"""The last stage: the copied passages of a part go, and its texts, ledgers and metadata are written.

What it leaves in the cache are slices: of each seed, the stretch of its files
that this part holds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from curate.audit.report.counts import ReportCounts
from curate.audit.report.document_summary import DocumentSummary
from curate.config import Config
from curate.digest import canonical_json, digest_json, sha256
from curate.duplicates.overlaps import Overlaps
from curate.errors import CurateError
from curate.language.corpus_words import corrected_words
from curate.ledger import jsonl as ledger
from curate.pipeline import document as pipeline
from curate.pipeline import metadata
from curate.pipeline.alerts import DocumentAlert
from curate.pipeline.copies import count_copies
from curate.pipeline.stages import losses, slices
from curate.pipeline.stages.cleaning import restored
from curate.pipeline.stages.items import WHOLE
from curate.pipeline.stages.naming import NamedPart
from curate.pipeline.stages.slices import Files, Slice
from curate.store import cleaned as shown
from curate.store.cache import Cache


@dataclass(frozen=True, slots=True)
class FinishTask:
    """`overlaps` are by document, `provenance` by seed, `own` the corpus' words, folded; only what concerns the part.

    What comes of it goes into the cache under `key`.
    """

    key: str
    part: NamedPart
    overlaps: Mapping[str, Overlaps]
    provenance: Mapping[str, Mapping[str, Any]]
    config: Config
    project: Path
    own: frozenset[str] = frozenset()
    seconds: float = 600.0  # how long it may take


def key_of(task: FinishTask, grounds: str) -> str:
    """Return the digest of all that finishing a part depends on; `grounds` are those of the overlaps, which the task may lack."""
    names = sha256(task.part.names.read_bytes())
    return digest_json(["slices", task.part.key, names, grounds, dict(task.provenance), sorted(task.own), task.config.as_plain_values()])


def finish(task: FinishTask) -> str:
    """Finish a part and return the key of its slices in the cache."""
    cache = Cache(task.project)
    records = cache.get(task.part.key)
    if records is None:
        raise CurateError(f"{cache.root}: changed by somebody else during the run; run again")
    names = json.loads(task.part.names.read_bytes())
    made = [_slice(Item(*row), record, task) for row, record in zip(names, records, strict=True)]
    slices.keep(cache, task.key, [slices.merged(list(group)) for _, group in groupby(made, key=lambda one: one.seed)])
    return task.key


@dataclass(frozen=True, slots=True)
class Item:
    """Of one item of a part: its seed, its number there, its id, and the revision it came by."""

    seed: str
    number: int
    id: str
    added: int

    @property
    def whole(self) -> bool:
        return self.number == WHOLE


def _slice(item: Item, record: Mapping[str, Any], task: FinishTask) -> Slice:
    origin = {"source": record["source"], "bytes": record["bytes"]} if item.whole else {}
    made = Slice(item.seed, item.whole, item.added, **origin)
    if record["reason"]:
        about = {"id": item.id, "state": "quarantined", "reason": record["reason"], "added": item.added, "source": record["source"]}
        files = Files(metadata=b"" if item.whole else _line(about))
        row = (item.id, 0.0, 0, 0, 0, len(files.metadata), 0)
        return replace(made, states={"quarantined": 1}, reason=record["reason"], rows=[row], files=files)
    before = restored(item.id, record)
    cleaned, overlaps = pipeline.finish(before, task.overlaps.get(item.id, Overlaps()), task.config, task.own)
    provenance = dict(task.provenance.get(item.seed, {}))
    about = metadata.of(cleaned, provenance if item.whole else provenance | record["metadata"], overlaps)
    if own := corrected_words(before.draft) & task.own:
        about["own_words"] = sorted(own)
    about["state"] = "duplicate" if overlaps.duplicate_of else "cleaned"
    text, source_text = cleaned.draft.text, sha256(cleaned.document.source.encode("utf-8"))
    if not item.whole:
        about |= {"added": item.added, "source": record["source"], "source_text": source_text, "text": sha256(text.encode("utf-8"))}
    summary = DocumentSummary.of(shown.Cleaned(item.id, text, cleaned.document.source, cleaned.draft.edits, about))
    files = Files(
        text.encode("utf-8") if item.whole else _line(_shown(about) | {"text": text}),
        ledger.dump_ledger(item.id, cleaned.draft.edits),
        _line(about),
        _line(summary.as_json()),
        f"{source_text}\n".encode(),
    )
    sizes = len(files.text), len(files.ledger), len(files.metadata), len(files.listed)
    return replace(
        made,
        states={about["state"]: 1},
        languages={cleaned.language: 1},
        edits=dict(Counter(edit.rule for edit in cleaned.draft.edits)),
        characters_in=len(cleaned.document.source),
        characters_out=len(text),
        duplicate_of=overlaps.duplicate_of,
        losses={losses.source_of(item.seed, item.whole, about, provenance): losses.of_document(item.id, cleaned)},
        review=cleaned.review and (cleaned.review if item.whole else f"{item.id}: {cleaned.review}"),
        alerts=[DocumentAlert(item.seed, item.id, one) for one in cleaned.alerts],
        copies=count_copies(cleaned, overlaps),
        counts=ReportCounts.of([summary]),
        rows=[(item.id, summary.risk, summary.size, *sizes)],
        files=files,
    )


def _shown(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands beside a text that is one of many in a file."""
    return {name: about[name] for name in ("id", "title", "url", "date", "author", "language") if name in about}


def _line(values: Any) -> bytes:
    return canonical_json(values) + b"\n"
