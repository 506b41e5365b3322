"""The last stage: remove the copied passages of a shard, and write its texts, ledgers and metadata.

What it stores in the cache are slices: of each seed, the stretch of its files
that this shard holds.
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
from curate.ledger import jsonl
from curate.pipeline import document as pipeline
from curate.pipeline.alerts import DocumentAlert
from curate.pipeline.copies import count_copies
from curate.pipeline.document import Cleaned
from curate.pipeline.metadata import build_metadata
from curate.pipeline.stages.losses import find_source, measure_losses
from curate.pipeline.stages.naming import NamedShard
from curate.pipeline.stages.raw_documents import WHOLE_SEED
from curate.pipeline.stages.records import from_record
from curate.pipeline.stages.slices import Files, Slice, SliceRow, merge_slices, store_slices
from curate.store import cleaned_document as readable
from curate.store.cache import Cache


@dataclass(frozen=True, slots=True)
class FinishTask:
    """What one task finishes; its slices are stored in the cache under `key`.

    `overlaps` are by document, `provenance` by seed, `corpus_words` are words that
    the corpus confirms, folded; of each only what concerns the shard.
    """

    key: str
    shard: NamedShard
    overlaps: Mapping[str, Overlaps]
    provenance: Mapping[str, Mapping[str, Any]]
    config: Config
    project: Path
    corpus_words: frozenset[str] = frozenset()
    seconds: float = 600.0  # how long it may take


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A row of `NamedShard.name_table`."""

    seed: str
    number: int
    id: str
    added: int

    @property
    def is_whole_seed(self) -> bool:
        return self.number == WHOLE_SEED


def compute_key(task: FinishTask, evidence: str) -> str:
    """Return the digest of all that finishing a shard depends on; `evidence` is that of the overlaps, which the task may lack."""
    names = sha256(task.shard.name_table.read_bytes())
    words = sorted(task.corpus_words)
    return digest_json(["slices", task.shard.key, names, evidence, dict(task.provenance), words, task.config.as_plain_values()])


def finish_shard(task: FinishTask) -> str:
    """Finish a shard and return the key of its slices in the cache."""
    cache = Cache(task.project)
    records = cache.get(task.shard.key)
    if records is None:
        raise CurateError(f"{cache.root}: changed by somebody else during the run; run again")
    rows = json.loads(task.shard.name_table.read_bytes())
    slices = [_build_slice(NamedDocument(*row), record, task) for row, record in zip(rows, records, strict=True)]
    store_slices(cache, task.key, [merge_slices(list(group)) for _, group in groupby(slices, key=lambda one: one.seed)])
    return task.key


def _build_slice(name: NamedDocument, record: Mapping[str, Any], task: FinishTask) -> Slice:
    """Return the slice of one document."""
    origin = {"source": record["source"], "bytes": record["bytes"]} if name.is_whole_seed else {}
    empty = Slice(name.seed, name.is_whole_seed, name.added, **origin)
    if record["reason"]:
        return _fill_quarantined(empty, name, record)
    before = from_record(name.id, record)
    cleaned, overlaps = pipeline.finish(before, task.overlaps.get(name.id, Overlaps()), task.config, task.corpus_words)
    about = _build_metadata(name, record, task, cleaned, overlaps)
    if words := corrected_words(before.draft) & task.corpus_words:
        about["own_words"] = sorted(words)
    source = find_source(name.seed, name.is_whole_seed, about, task.provenance.get(name.seed, {}))
    filled = _fill_finished(empty, cleaned, about)
    losses = {source: measure_losses(name.id, cleaned)}
    return replace(filled, duplicate_of=overlaps.duplicate_of, copies=count_copies(cleaned, overlaps), losses=losses)


def _fill_quarantined(empty: Slice, name: NamedDocument, record: Mapping[str, Any]) -> Slice:
    about = {"id": name.id, "state": "quarantined", "reason": record["reason"], "added": name.added, "source": record["source"]}
    files = Files(metadata=b"" if name.is_whole_seed else _to_line(about))
    row = SliceRow(name.id, 0.0, 0, (0, 0, len(files.metadata), 0))
    return replace(empty, states={"quarantined": 1}, reason=record["reason"], rows=[row], files=files)


def _build_metadata(
    name: NamedDocument, record: Mapping[str, Any], task: FinishTask, cleaned: Cleaned, overlaps: Overlaps
) -> dict[str, Any]:
    """Return the metadata of a finished document; of a record, with what its seed's entry in the manifest would say."""
    provenance = dict(task.provenance.get(name.seed, {}))
    about = build_metadata(cleaned, provenance if name.is_whole_seed else provenance | record["metadata"], overlaps)
    about["state"] = "duplicate" if overlaps.duplicate_of else "cleaned"
    if not name.is_whole_seed:
        digests = {"source_text": _digest_text(cleaned.document.source), "text": _digest_text(cleaned.draft.text)}
        about |= {"added": name.added, "source": record["source"], **digests}
    return about


def _fill_finished(empty: Slice, cleaned: Cleaned, about: Mapping[str, Any]) -> Slice:
    """Return the slice with the files and the counts of a document with the metadata `about`."""
    id, text, edits = cleaned.document.id, cleaned.draft.text, cleaned.draft.edits
    summary = DocumentSummary.from_document(readable.Cleaned(id, text, cleaned.document.source, edits, about))
    files = Files(
        text.encode("utf-8") if empty.is_whole_seed else _to_line(_select_shown(about) | {"text": text}),
        jsonl.dump_ledger(id, edits),
        _to_line(about),
        _to_line(summary.as_json()),
        f"{_digest_text(cleaned.document.source)}\n".encode(),
    )
    sizes = len(files.text), len(files.ledger), len(files.metadata), len(files.summaries)
    return replace(
        empty,
        states={about["state"]: 1},
        languages={cleaned.language: 1},
        edits=dict(Counter(edit.rule for edit in edits)),
        characters_in=len(cleaned.document.source),
        characters_out=len(text),
        review=cleaned.review and (cleaned.review if empty.is_whole_seed else f"{id}: {cleaned.review}"),
        alerts=[DocumentAlert(empty.seed, id, one) for one in cleaned.alerts],
        counts=ReportCounts.from_summaries([summary]),
        rows=[SliceRow(id, summary.risk, summary.size, sizes)],
        files=files,
    )


def _select_shown(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata that stand beside a text that is one of many in a file."""
    return {name: about[name] for name in ("id", "title", "url", "date", "author", "language") if name in about}


def _digest_text(text: str) -> str:
    return sha256(text.encode("utf-8"))


def _to_line(values: Any) -> bytes:
    return canonical_json(values) + b"\n"
