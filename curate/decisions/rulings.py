"""What becomes of the decisions in one document: where they stand, which edits they forbid, what they drop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from curate.decisions import DROP, Decision
from curate.decisions.anchors import find
from curate.digest import canonical_json, digest_json
from curate.rules.registry import REPAIR_CATEGORIES, all_rules

HELD = ("applied", "unused")
_WRITING = ("typography", "spelling")  # kinds of edits that write characters


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision about one document.

    `start` and `end` are offsets of its source text, both 0 where the decision
    is stale.  States: `applied`; `unused` (what it is about would stay, or go,
    without it); `conflicting` (overruled by another decision); `stale` (its place
    cannot be told).  `reason` says why in the last two.
    """

    decision: Decision
    start: int
    end: int
    state: str
    reason: str = ""


def rule_on(source: str, decisions: Iterable[Decision]) -> tuple[Ruling, ...]:
    """Return a ruling on each decision; those that hold are `unused` until they take effect.

    Where a drop meets a restore, the restore holds, whichever came first:
    nothing is lost by it.
    """
    found = [_placed(source, decision) for decision in decisions]
    return tuple(_against_restores(one, found) if one.decision.action == "drop" else one for one in found)


def kind(rule: str) -> str:
    """Return what kind of edit a rule makes: `encoding`, `typography`, `spelling`, `whitespace`, or else a `removal`.

    Taking back an edit forbids its kind, not its rule: another rule, or the
    judge, shall not take away what a person restored.
    """
    known = all_rules().get(rule)
    category = known.category if known else rule.partition(".")[0]
    return category if category in REPAIR_CATEGORIES else "removal"


def forbidding(rulings: Sequence[Ruling], rule: str, start: int, end: int) -> list[int]:
    """Return the indexes of the decisions that forbid an edit of this rule on this span of the source.

    A restore forbids the kind of edit that it takes back, a drop that spelling
    or typography put back at its seam what it took.
    """
    return [index for index, one in enumerate(rulings) if rule != DROP and _forbids(one, rule, start, end)]


def drops(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return the drops that hold."""
    return [one for one in rulings if one.decision.action == "drop" and one.state in HELD]


def with_effect(rulings: Sequence[Ruling], indexes: Iterable[int]) -> tuple[Ruling, ...]:
    """Return the rulings, those at `indexes` as applied."""
    chosen = set(indexes)
    return tuple(replace(one, state="applied") if index in chosen else one for index, one in enumerate(rulings))


def of_all(decisions: Iterable[Decision], rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Return the ruling on each decision, in order; one without any is about a document that is not there."""
    found: dict[Decision, Ruling] = {}
    for one in rulings:
        if one.decision not in found or found[one.decision].state == "stale":
            found[one.decision] = one
    return tuple(found.get(one) or Ruling(one, 0, 0, "stale", "there is no such document") for one in decisions)


def digest_of(rulings: Iterable[Ruling]) -> str:
    """Return the digest of the decisions that hold, whatever their order and notes; empty without any."""
    held = {one.decision: replace(one.decision, note="") for one in rulings if one.state in HELD}
    return digest_json(sorted(canonical_json(asdict(one)).decode() for one in held.values())) if held else ""


def to_json(ruling: Ruling) -> dict[str, Any]:
    """Return the ruling as plain values."""
    return asdict(ruling)


def from_json(table: dict[str, Any]) -> Ruling:
    """Return the ruling that `to_json` wrote."""
    return Ruling(**{**table, "decision": Decision(**table["decision"])})


def _placed(source: str, decision: Decision) -> Ruling:
    place = find(source, decision)
    return Ruling(decision, 0, 0, "stale", place) if isinstance(place, str) else Ruling(decision, *place, "unused")


def _against_restores(drop: Ruling, rulings: Sequence[Ruling]) -> Ruling:
    for other in rulings:
        if _meet(other, drop.start, drop.end) and _takes_back(other.decision, DROP):
            return replace(drop, state="conflicting", reason=f"a restore of the same passage holds: {other.decision.text.strip()[:60]!r}")
    return drop


def _forbids(one: Ruling, rule: str, start: int, end: int) -> bool:
    if one.decision.action == "restore":
        return _meet(one, start, end) and _takes_back(one.decision, rule)
    return one.state in HELD and kind(rule) in _WRITING and one.start <= end and start <= one.end


def _takes_back(decision: Decision, rule: str) -> bool:
    return decision.action == "restore" and (not decision.rule or kind(decision.rule) == kind(rule))


def _meet(one: Ruling, start: int, end: int) -> bool:
    return one.start < end and start < one.end
