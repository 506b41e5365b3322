"""The audit as data: the edits of a revision, chosen and counted."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from curate import ledger
from curate.cleaned import Cleaned
from curate.edits import Edit, apply, revert
from curate.errors import UsageError
from curate.ledger import to_json
from curate.manifest import Entry, Manifest
from curate.rules import category_of
from curate.store import Store

_DOUBTFUL = 0.6  # confidence


@dataclass(frozen=True, slots=True)
class Audited:
    """One document of a revision: its source text and all edits of it."""

    entry: Entry
    source: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule was applied and how many characters it took out and put in."""

    rule: str
    category: str
    edits: int
    characters_out: int
    characters_in: int


def documents(store: Store, manifest: Manifest, name: str = "") -> Iterator[Audited]:
    """Yield the documents of a revision, or the one called `name`; raise UsageError if it has no such text."""
    if name and not manifest.by_seed.get(name):
        close = difflib.get_close_matches(name, manifest.by_seed, 1, 0.5)
        raise UsageError(f"{name}: no such document; {f'did you mean {close[0]}?' if close else '`curate status --all` lists them'}")
    for entry in manifest.entries:
        if name not in ("", entry.seed):
            continue
        if entry.text:
            yield read(store, entry)
        elif name:
            raise UsageError(f"{name}: in quarantine: {entry.reason}")


def read(store: Store, entry: Entry) -> Audited:
    """Return one document; raise DamageError if the store is broken."""
    edits = ledger.load(store.get(entry.ledger), f"ledgers/{entry.seed}.jsonl").get(entry.seed, ())
    return Audited(entry, revert(store.get(entry.text).decode("utf-8"), edits), edits)


def cleaned(store: Store, manifest: Manifest, name: str = "") -> Iterator[Cleaned]:
    """Yield the documents as `documents` does, each with its cleaned text and its metadata."""
    for one in documents(store, manifest, name):
        about = json.loads(store.get(one.entry.metadata))
        yield Cleaned(one.entry.seed, apply(one.source, one.edits), one.source, one.edits, about)


def is_doubtful(edit: Edit) -> bool:
    """Should a person look at it?  Nothing but the judge's own view speaks for it."""
    return edit.confidence <= _DOUBTFUL


def chosen(edits: Iterable[Edit], rule: str, category: str) -> tuple[Edit, ...]:
    """Return the edits of this rule and category; an empty name means any."""
    return tuple(e for e in edits if rule in ("", e.rule) and category in ("", category_of(e.rule)))


def counts(edits: Iterable[Edit]) -> list[Count]:
    """Return the counts by rule, those that took out most first."""
    found: dict[str, list[int]] = {}
    for edit in edits:
        count = found.setdefault(edit.rule, [0, 0, 0])
        count[0] += 1
        count[1] += len(edit.before)
        count[2] += len(edit.after)
    rows = [Count(rule, category_of(rule), *count) for rule, count in found.items()]
    return sorted(rows, key=lambda c: (-c.characters_out, c.rule))


def as_json(audited: Audited, edits: Iterable[Edit]) -> dict[str, Any]:
    """Return a document's audit as plain values."""
    entry = audited.entry
    return {
        "document": entry.seed,
        "state": entry.state,
        "language": entry.language,
        "characters_in": entry.characters_in,
        "characters_out": entry.characters_out,
        "edits": [{**to_json(edit), "category": category_of(edit.rule)} for edit in edits],
    }
