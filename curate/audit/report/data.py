"""What a report says, as plain values: what the page's script reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from curate.audit import counting
from curate.audit.counting import Amount, Kind
from curate.audit.report.collecting import Collected, Listed
from curate.audit.report.pieces import Names, pieces
from curate.audit.report.visible import COMMANDS
from curate.audit.suspicion import Lines, lines_of, suspicions
from curate.manifest import Manifest
from curate.rules import all_rules


def of(manifest: Manifest, found: Collected) -> dict[str, Any]:
    """Return the data of a report on a revision."""
    names = Names()
    names("")  # 0 says nothing
    full = [one.document for one in found.listed if one.document.id in found.with_text]
    lines = lines_of(full)
    documents = [
        _named(one, names) | ({"pieces": parts(one, lines, names)} if one.document.id in found.with_text else {}) for one in found.listed
    ]
    rest = _amounts(found.rest, names)
    said = names.all()
    return {
        "revision": {"id": manifest.id, "version": manifest.version},
        "characters": found.characters.as_json(),
        "count": {"documents": found.documents, "listed": len(found.listed), "shown": len(full)},
        "documents": documents,
        "rest": rest,
        "names": said,
        "rules": _rules(said),
        "bands": {"confidence": [list(band) for band in counting.CONFIDENCE], "size": [_finite(band) for band in counting.SIZES]},
        "commands": COMMANDS,
    }


def alone(one: Listed) -> dict[str, Any]:
    """Return the pieces of one document, with the names they need."""
    names = Names()
    names("")
    found = parts(one, lines_of([one.document]), names)
    return {"pieces": found, "names": names.all(), "rules": _rules(names.all())}


def _rules(names: Iterable[str]) -> dict[str, list[str]]:
    return {name: [rule.category, rule.reason] for name in names if (rule := all_rules().get(name))}


def parts(one: Listed, lines: Lines, names: Names) -> list[Any]:
    """Return the pieces of a document whose text is at hand."""
    return pieces(one.document, suspicions(one.document, lines), names)


def _named(one: Listed, names: Names) -> dict[str, Any]:
    table = {
        "id": one.document.id,
        "language": one.document.language,
        "characters": one.characters.as_json(),
        "risk": one.risk,
        "duplicate_of": one.document.metadata.get("duplicate_of"),
        "review": one.document.metadata.get("review"),
        "amounts": [] if one.document.source else _amounts(one.amounts, names),
    }
    return {key: value for key, value in table.items() if value}


def _amounts(amounts: Mapping[Kind, Amount], names: Names) -> list[list[int]]:
    """Return a row for each kind: rule, language, confidence, size, then passages, words, characters."""
    return [
        [names(kind.rule), names(kind.language), names(kind.confidence), names(kind.size), amount.passages, amount.words, amount.characters]
        for kind, amount in amounts.items()
    ]


def _finite(band: tuple[float, str]) -> list[Any]:
    highest, name = band
    return [highest if highest != float("inf") else None, name]
