"""The data of a report as plain values, for the script of its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curate.audit.report.collector import ReportContent
from curate.audit.report.controls import CONTROLS
from curate.audit.report.document_summary import Amounts, DocumentSummary
from curate.audit.report.pieces import NameTable, Piece, split_document
from curate.audit.suspicions import LineIndex, find_suspicions, index_lines
from curate.audit.totals import CONFIDENCE_BANDS, SIZE_BANDS
from curate.rules.registry import all_rules
from curate.store.cleaned_document import Cleaned
from curate.store.manifest import Manifest


def report_data(manifest: Manifest, content: ReportContent) -> dict[str, Any]:
    """Return the data of a report on a revision."""
    names = NameTable()
    full = [content.documents[one.id] for one in content.summaries if one.id in content.documents]
    index = index_lines(full)
    documents = [_document_row(one, content.documents.get(one.id), index, names) for one in content.summaries]
    rest = _amount_rows(content.unlisted_amounts, names)
    return {
        "revision": {"id": manifest.id, "version": manifest.version},
        "characters": content.counts.characters.as_json(),
        "count": {"documents": content.counts.documents, "listed": len(content.summaries), "shown": len(full)},
        "documents": documents,
        "rest": rest,
        "names": names.names(),
        "rules": _describe_rules(names.names()),
        "bands": {"confidence": [list(band) for band in CONFIDENCE_BANDS], "size": [_finite_band(band) for band in SIZE_BANDS]},
        "commands": CONTROLS,
    }


def document_data(document: Cleaned) -> dict[str, Any]:
    """Return the pieces of one document, with the names and rules they need."""
    names = NameTable()
    pieces = _document_pieces(document, index_lines([document]), names)
    return {"pieces": pieces, "names": names.names(), "rules": _describe_rules(names.names())}


def _document_row(summary: DocumentSummary, document: Cleaned | None, index: LineIndex, names: NameTable) -> dict[str, Any]:
    """Return a document with its pieces; without its text, with how many edits it has of each kind."""
    table = {
        "id": summary.id,
        "language": summary.language,
        "characters": summary.characters.as_json(),
        "risk": summary.risk,
        "duplicate_of": summary.notes.get("duplicate_of"),
        "review": summary.notes.get("review"),
        "amounts": [] if document else _amount_rows(summary.amounts, names),
    }
    row = {key: value for key, value in table.items() if value}
    return row | {"pieces": _document_pieces(document, index, names)} if document else row


def _document_pieces(document: Cleaned, index: LineIndex, names: NameTable) -> list[Piece]:
    return split_document(document, find_suspicions(document, index), names)


def _describe_rules(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the category and the reason of each rule among the names."""
    return {name: [rule.category, rule.reason] for name in names if (rule := all_rules().get(name))}


def _amount_rows(amounts: Amounts, names: NameTable) -> list[list[int]]:
    """Return a row for each kind: rule, language, confidence, size, then passages, words, characters."""
    return [
        [*map(names.number, (kind.rule, kind.language, kind.confidence, kind.size)), amount.passages, amount.words, amount.characters]
        for kind, amount in amounts.items()
    ]


def _finite_band(band: tuple[float, str]) -> list[Any]:
    """Return a band as JSON can hold it: None stands for no highest value."""
    highest, name = band
    return [highest if highest != float("inf") else None, name]
