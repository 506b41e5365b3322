"""Rulings: what each decision comes to in one document.

A decision may have no place any more, may be overruled by another, or may forbid or make edits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from curate.decisions import DROP_RULE, Decision
from curate.decisions.anchors import find_span
from curate.digest import canonical_json, digest_json
from curate.rules.registry import REPAIR_CATEGORIES, all_rules

VALID_STATES = ("applied", "unused")
_WRITING_KINDS = ("typography", "spelling")  # kinds of edits that insert characters


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision with its place and its state in one document.

    `start` and `end` are offsets in the source text, both 0 if the decision is stale.  `state` is
    `applied`, `unused` (the result would be the same without it), `conflicting` (another decision
    prevails) or `stale` (its place was not found).  `reason` explains the last two.
    """

    decision: Decision
    start: int
    end: int
    state: str
    reason: str = ""


def resolve_decisions(source: str, decisions: Iterable[Decision]) -> tuple[Ruling, ...]:
    """Return a ruling on each decision; the valid ones are `unused` until they take effect.

    If a drop and a restore overlap, the restore prevails, whichever came first, because that loses no text.
    """
    rulings = [_locate(source, decision) for decision in decisions]
    return tuple(_check_conflict(one, rulings) if one.decision.action == "drop" else one for one in rulings)


def edit_kind_of(rule: str) -> str:
    """Return the kind of edit that a rule makes: `encoding`, `typography`, `spelling`, `whitespace`, or `removal` for all others.

    A restore forbids all edits of the kind that it takes back, so that no other rule and not the judge
    removes the passage instead.
    """
    known = all_rules().get(rule)
    category = known.category if known else rule.partition(".")[0]
    return category if category in REPAIR_CATEGORIES else "removal"


def find_vetoes(rulings: Sequence[Ruling], rule: str, start: int, end: int) -> list[int]:
    """Return the indexes of the decisions that forbid an edit by `rule` of the span of the source.

    A restore forbids the kind of edit that it takes back.  A drop forbids typography and spelling to insert
    again, at its place, the characters that it removed.
    """
    return [index for index, one in enumerate(rulings) if rule != DROP_RULE and _forbids(one, rule, start, end)]


def select_drops(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return the rulings on drops that are valid."""
    return [one for one in rulings if one.decision.action == "drop" and one.state in VALID_STATES]


def mark_applied(rulings: Sequence[Ruling], indexes: Iterable[int]) -> tuple[Ruling, ...]:
    """Return the rulings with those at `indexes` in the state `applied`."""
    chosen = set(indexes)
    return tuple(replace(one, state="applied") if index in chosen else one for index, one in enumerate(rulings))


def collect_rulings(decisions: Iterable[Decision], rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return one ruling for each decision, in order; it is stale if no document has one."""
    by_decision: dict[Decision, Ruling] = {}
    for one in rulings:
        if one.decision not in by_decision or by_decision[one.decision].state == "stale":
            by_decision[one.decision] = one
    return tuple(by_decision.get(one) or Ruling(one, 0, 0, "stale", "there is no such document") for one in decisions)


def digest_rulings(rulings: Iterable[Ruling]) -> str:
    """Return the digest of the valid decisions, empty if there are none; their order and notes do not matter."""
    valid = {one.decision: replace(one.decision, note="") for one in rulings if one.state in VALID_STATES}
    return digest_json(sorted(canonical_json(asdict(one)).decode() for one in valid.values())) if valid else ""


def ruling_to_json(ruling: Ruling) -> dict[str, Any]:
    """Return the ruling as a dict of plain values."""
    return asdict(ruling)


def ruling_from_json(table: dict[str, Any]) -> Ruling:
    """Return the ruling that `ruling_to_json` wrote."""
    return Ruling(**{**table, "decision": Decision(**table["decision"])})


def _locate(source: str, decision: Decision) -> Ruling:
    place = find_span(source, decision)
    return Ruling(decision, 0, 0, "stale", place) if isinstance(place, str) else Ruling(decision, *place, "unused")


def _check_conflict(drop: Ruling, rulings: Sequence[Ruling]) -> Ruling:
    """Return the ruling on a drop, as conflicting if a restore overlaps it."""
    for other in rulings:
        if _overlaps(other, drop.start, drop.end) and _takes_back(other.decision, DROP_RULE):
            return replace(drop, state="conflicting", reason=f"a restore of the same passage holds: {other.decision.text.strip()[:60]!r}")
    return drop


def _forbids(one: Ruling, rule: str, start: int, end: int) -> bool:
    if one.decision.action == "restore":
        return _overlaps(one, start, end) and _takes_back(one.decision, rule)
    return one.state in VALID_STATES and edit_kind_of(rule) in _WRITING_KINDS and one.start <= end and start <= one.end


def _takes_back(decision: Decision, rule: str) -> bool:
    return decision.action == "restore" and (not decision.rule or edit_kind_of(decision.rule) == edit_kind_of(rule))


def _overlaps(one: Ruling, start: int, end: int) -> bool:
    return one.start < end and start < one.end
