"""What a report says, as plain values: what the page's script reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from curate.audit import counting
from curate.audit.counting import Amount, Kind
from curate.audit.report.collecting import Collected
from curate.audit.report.counts import Listed
from curate.audit.report.pieces import Names, pieces
from curate.audit.report.visible import COMMANDS
from curate.audit.suspicion import Lines, lines_of, suspicions
from curate.rules.registry import all_rules
from curate.store.cleaned import Cleaned
from curate.store.manifest import Manifest


def of(manifest: Manifest, found: Collected) -> dict[str, Any]:
    """Return the data of a report on a revision."""
    names = Names()
    names("")  # 0 says nothing
    full = [found.texts[one.id] for one in found.listed if one.id in found.texts]
    lines = lines_of(full)
    documents = [_named(one, found.texts.get(one.id), lines, names) for one in found.listed]
    rest = _amounts(found.rest, names)
    said = names.all()
    return {
        "revision": {"id": manifest.id, "version": manifest.version},
        "characters": found.counts.characters.as_json(),
        "count": {"documents": found.counts.documents, "listed": len(found.listed), "shown": len(full)},
        "documents": documents,
        "rest": rest,
        "names": said,
        "rules": _rules(said),
        "bands": {"confidence": [list(band) for band in counting.CONFIDENCE], "size": [_finite(band) for band in counting.SIZES]},
        "commands": COMMANDS,
    }


def alone(one: Cleaned) -> dict[str, Any]:
    """Return the pieces of one document, with the names they need."""
    names = Names()
    names("")
    found = parts(one, lines_of([one]), names)
    return {"pieces": found, "names": names.all(), "rules": _rules(names.all())}


def _rules(names: Iterable[str]) -> dict[str, list[str]]:
    return {name: [rule.category, rule.reason] for name in names if (rule := all_rules().get(name))}


def parts(one: Cleaned, lines: Lines, names: Names) -> list[Any]:
    """Return the pieces of a document whose text is at hand."""
    return pieces(one, suspicions(one, lines), names)


def _named(one: Listed, text: Cleaned | None, lines: Lines, names: Names) -> dict[str, Any]:
    """Return a document with its pieces, or how many edits it has of each kind."""
    table = {
        "id": one.id,
        "language": one.language,
        "characters": one.characters.as_json(),
        "risk": one.risk,
        "duplicate_of": one.notes.get("duplicate_of"),
        "review": one.notes.get("review"),
        "amounts": [] if text else _amounts(one.amounts, names),
    }
    known = {key: value for key, value in table.items() if value}
    return known | {"pieces": parts(text, lines, names)} if text else known


def _amounts(amounts: Mapping[Kind, Amount], names: Names) -> list[list[int]]:
    """Return a row for each kind: rule, language, confidence, size, then passages, words, characters."""
    return [
        [names(kind.rule), names(kind.language), names(kind.confidence), names(kind.size), amount.passages, amount.words, amount.characters]
        for kind, amount in amounts.items()
    ]


def _finite(band: tuple[float, str]) -> list[Any]:
    highest, name = band
    return [highest if highest != float("inf") else None, name]
