"""The state of each decision in a revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curate.audit import load
from curate.decisions import Decision
from curate.decisions.rulings import Ruling, resolve_decisions
from curate.errors import UsageError
from curate.store.manifest import Manifest
from curate.store.store import Store

PENDING = "pending"  # decided since the last run

_Place = tuple[str, int, int, str]  # action, span, rule


def find_decision_states(store: Store, manifest: Manifest, decisions: Sequence[Decision]) -> list[Ruling]:
    """Return a ruling on each decision, in order; `pending` are those that the revision does not know yet."""
    by_document: dict[str, list[Decision]] = {}
    for one in decisions:
        by_document.setdefault(one.document, []).append(one)
    rulings = [ruling for name, group in by_document.items() for ruling in _rule_on_document(store, manifest, name, group)]
    by_decision = {ruling.decision: ruling for ruling in rulings}
    return [by_decision[one] for one in decisions]


def _rule_on_document(store: Store, manifest: Manifest, name: str, decisions: Iterable[Decision]) -> Iterable[Ruling]:
    try:
        document = load.load_document(store, manifest, name)
    except UsageError as error:
        return [Ruling(one, 0, 0, "stale", str(error).removeprefix(f"{name}: ")) for one in decisions]
    states = {(one["action"], one["start"], one["end"], one.get("rule", "")): one["state"] for one in load.decisions_in_force(document)}
    return [_with_recorded_state(ruling, states) for ruling in resolve_decisions(document.source, decisions)]


def _with_recorded_state(ruling: Ruling, states: Mapping[_Place, str]) -> Ruling:
    if ruling.state != "unused":
        return ruling
    decision = ruling.decision
    return replace(ruling, state=states.get((decision.action, ruling.start, ruling.end, decision.rule), PENDING))
