"""What became of the decisions, read from a revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from curate.audit import reading
from curate.decisions import Decision
from curate.decisions.rulings import Ruling, rule_on
from curate.errors import UsageError
from curate.store.manifest import Manifest
from curate.store.store import Store

PENDING = "pending"  # written down since the last run


def states(store: Store, manifest: Manifest, decisions: Sequence[Decision]) -> list[Ruling]:
    """Return a ruling on each decision, in order, as of this revision; `pending` are those that it does not know yet."""
    by_document: dict[str, list[Decision]] = {}
    for one in decisions:
        by_document.setdefault(one.document, []).append(one)
    found = {ruling.decision: ruling for name, mine in by_document.items() for ruling in _of(store, manifest, name, mine)}
    return [found[one] for one in decisions]


def _of(store: Store, manifest: Manifest, name: str, decisions: Iterable[Decision]) -> Iterable[Ruling]:
    try:
        document = reading.document(store, manifest, name)
    except UsageError as error:
        return [Ruling(one, 0, 0, "stale", str(error).removeprefix(f"{name}: ")) for one in decisions]
    known = {(one["action"], one["start"], one["end"], one.get("rule", "")): one["state"] for one in reading.decided(document)}
    return [_known(ruling, known) for ruling in rule_on(document.source, decisions)]


def _known(ruling: Ruling, known: dict[tuple[str, int, int, str], str]) -> Ruling:
    if ruling.state != "unused":
        return ruling
    decision = ruling.decision
    return replace(ruling, state=known.get((decision.action, ruling.start, ruling.end, decision.rule), PENDING))
