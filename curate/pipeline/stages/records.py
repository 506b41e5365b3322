"""Records: cleaned documents as plain values, as they lie in the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curate.decisions.rulings import ruling_from_json, ruling_to_json
from curate.errors import Unreadable
from curate.ledger import jsonl
from curate.ledger.draft import Draft
from curate.ledger.edits import revert
from curate.pipeline import alerts
from curate.pipeline.document import Cleaned
from curate.pipeline.stages.raw_documents import RawDocument
from curate.text.document import Document


def to_record(raw: RawDocument, own_id: str, outcome: Cleaned | Unreadable) -> dict[str, Any]:
    """Return the record of a document, or of why it could not be cleaned; `own_id` is the one in its record, if it has one."""
    origin = {"key": own_id, "source": raw.source, "bytes": raw.size}
    if isinstance(outcome, Unreadable):
        return origin | {"reason": str(outcome)}
    return origin | {
        "reason": "",
        "text": outcome.draft.text,
        "characters": len(outcome.document.source),
        "left": len(outcome.draft.text),
        "edits": [jsonl.edit_to_json(edit) for edit in outcome.draft.edits],
        "suggestions": [jsonl.edit_to_json(edit) for edit in outcome.suggestions],
        "language": outcome.language,
        "format": outcome.document.format,
        "metadata": dict(outcome.document.metadata),
        "alerts": [alerts.to_json(one) for one in outcome.alerts],
        "page_spans": outcome.page_spans,
        "rulings": [ruling_to_json(one) for one in outcome.rulings],
    }


def from_record(id: str, record: Mapping[str, Any]) -> Cleaned:
    """Return a cleaned document from its record, which must be one without a `reason`."""
    edits = tuple(map(jsonl.edit_from_json, record["edits"]))
    spans = record["page_spans"]
    document = Document(id, revert(record["text"], edits), record["format"], record["metadata"])
    return Cleaned(
        document,
        Draft(document.source, edits),
        record["language"],
        tuple(map(jsonl.edit_from_json, record["suggestions"])),
        tuple(map(alerts.from_json, record["alerts"])),
        tuple(map(ruling_from_json, record["rulings"])),
        None if spans is None else tuple((start, end) for start, end in spans),
    )
