"""What a guard against loss says of a document, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from curate.text.segment import Span

WITHHELD, LOST, COPIED = "withheld", "lost", "copied"
_NAMED = 3  # spans that a message names


@dataclass(frozen=True, slots=True)
class Alert:
    """What a guard says of one document.

    kind: WITHHELD (removals were not carried out), LOST (most of the document
    went) or COPIED (all of it stands in other documents; it is kept).  share: of
    what the guard weighs, 0 to 1; the larger, the worse.  message: in words.
    spans: what was withheld, in offsets of the source text.
    """

    kind: str
    share: float
    message: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentAlert:
    """An alert, the document that it is about, and the seed that holds it."""

    seed: str
    document: str
    alert: Alert


def to_json(alert: Alert) -> dict[str, Any]:
    """Return an alert as plain values; one without spans has none."""
    return {name: value for name, value in asdict(alert).items() if value != ()}


def from_json(table: Mapping[str, Any]) -> Alert:
    """Return the alert that `to_json` wrote."""
    return Alert(table["kind"], table["share"], table["message"], tuple((start, end) for start, end in table.get("spans", ())))


def describe(alerts: Iterable[Alert]) -> str:
    """Return in words what the guards say of a document; empty where they say nothing."""
    return "; ".join(alert.message for alert in alerts)


def rank(alerts: Iterable[DocumentAlert]) -> list[DocumentAlert]:
    """Return the alerts, what was withheld before what went, the worst of each first."""
    kinds = (WITHHELD, LOST, COPIED)
    return sorted(alerts, key=lambda one: (kinds.index(one.alert.kind), -one.alert.share, one.document))


def name_spans(spans: Iterable[Span]) -> str:
    """Name the first spans, and count the others.

    >>> name_spans([(0, 7), (9, 20), (30, 40), (50, 60), (70, 80)])
    '0-7, 9-20, 30-40 and 2 more'
    """
    names = [f"{start}-{end}" for start, end in spans]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
