"""The audit as data: the edits of a revision, chosen and counted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curate.audit.counting import balance
from curate.errors import UsageError
from curate.ledger.edits import Edit, revert
from curate.ledger.jsonl import edit_to_json
from curate.rules.registry import category_of
from curate.store import contents
from curate.store.cleaned import Cleaned
from curate.store.contents import Stored
from curate.store.manifest import Entry, Manifest
from curate.store.store import Store

_DOUBTFUL = 0.6  # confidence


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule was applied and how many characters it took out and put in."""

    rule: str
    category: str
    edits: int
    characters_out: int
    characters_in: int


def documents(store: Store, manifest: Manifest, name: str = "") -> Iterator[Cleaned]:
    """Yield the documents of a revision that have a text, in a stream, or the one called `name`.

    The name of a seed that holds many means all of them.  Raises UsageError if
    there is no such text, DamageError if the store is broken.
    """
    entries = (_entry(manifest, name),) if name else manifest.entries
    for entry in entries:
        found = 0
        for one in contents.documents(store, entry):
            if name in ("", entry.seed, one.id):
                found += 1
                if one.has_text:
                    yield cleaned(one)
                elif name == one.id:
                    raise UsageError(f"{name}: {_why_not(one.about)}")
        if name and not found:
            raise UsageError(f"{name}: {_why_none(store, entry)}")


def _why_not(about: Mapping[str, Any]) -> str:
    return f"in quarantine: {about['reason']}" if about["state"] == "quarantined" else "forgotten; nothing is left of it"


def _why_none(store: Store, entry: Entry) -> str:
    if entry.text and not store.now(entry.metadata):
        return "forgotten; nothing is left of it"
    return f"no such document in {entry.seed}" if entry.documents else f"in quarantine: {entry.reason}"


def _entry(manifest: Manifest, name: str) -> Entry:
    seed = contents.seed_of(name, manifest.by_seed)
    entry = manifest.by_seed.get(seed)
    if entry is None or (name != seed and not entry.documents):
        close = difflib.get_close_matches(name, manifest.by_seed, 1, 0.5)
        raise UsageError(f"{name}: no such document; {f'did you mean {close[0]}?' if close else '`curate status --all` lists them'}")
    return entry


def document(store: Store, manifest: Manifest, name: str) -> Cleaned:
    """Return the document called `name`; raise UsageError if there is no such text, or if it names a seed of many."""
    entry = _entry(manifest, name)
    if entry.documents and name == entry.seed:
        first = next(documents(store, manifest, name)).id
        raise UsageError(f"{name}: holds {entry.count:,} documents; name one of them, like {first}")
    return next(documents(store, manifest, name))


def cleaned(one: Stored) -> Cleaned:
    """Return a stored document with its source text."""
    return Cleaned(one.id, one.text, revert(one.text, one.edits), one.edits, one.about)


def decided(document: Cleaned) -> list[dict[str, Any]]:
    """Return the decisions that hold in a document, with their places in its source text."""
    return list(document.metadata.get("decisions", ()))


def marks(document: Cleaned) -> list[Edit]:
    """Return the passages that are marked as copies and kept, as the edits that would remove them."""
    spans = [(copy["start"], copy["end"], copy["similarity"]) for copy in document.metadata.get("copies", ())]
    return [Edit(start, end, document.source[start:end], "", "dup.near", confidence=similarity) for start, end, similarity in spans]


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


def as_json(document: Cleaned, edits: Sequence[Edit]) -> dict[str, Any]:
    """Return a document's audit as plain values; `characters` are those of these edits."""
    return {
        "document": document.id,
        "state": document.metadata["state"],
        "language": document.language,
        "characters_in": len(document.source),
        "characters_out": len(document.text),
        "characters": balance(document.source, edits).as_json(),
        "edits": [{**edit_to_json(edit), "category": category_of(edit.rule)} for edit in edits],
    }
