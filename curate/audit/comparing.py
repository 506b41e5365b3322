"""What changed between two revisions, and what caused it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from curate.audit import reading
from curate.edits import Edit
from curate.manifest import Entry, Manifest, changes
from curate.store import Store


@dataclass(frozen=True, slots=True)
class Difference:
    """One document in two revisions.  `made` and `undone` are edits that only the later, the earlier one has."""

    seed: str
    what: str  # added, gone, text, other
    cause: str
    made: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    lines: tuple[str, ...] = ()  # where the source is another: the lines of the cleaned text that differ, after - and +


def differences(store: Store, old: Manifest, new: Manifest) -> Iterator[Difference]:
    """Yield the documents that differ, by kind and then by name."""
    found = changes(old, new)
    for what in ("added", "gone"):
        for seed in getattr(found, what):
            yield Difference(seed, what, f"the seed was {'added' if what == 'added' else 'taken away'}")
    for what in ("text", "other"):
        for seed in getattr(found, what):
            before, after = old.by_seed[seed], new.by_seed[seed]
            made, undone = _edits(store, before, after)
            yield Difference(seed, what, _cause(old, new, before, after, (*made, *undone)), made, undone, _lines(store, before, after))


def _edits(store: Store, before: Entry, after: Entry) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    if before.source_text != after.source_text or not before.text:
        return (), ()  # offsets of two sources cannot be compared
    past, now = (reading.read(store, entry).edits for entry in (before, after))
    return tuple(e for e in now if e not in set(past)), tuple(e for e in past if e not in set(now))


def _lines(store: Store, before: Entry, after: Entry) -> tuple[str, ...]:
    if before.source_text == after.source_text or not before.text or not after.text:
        return ()
    old, new = (store.get(entry.text).decode("utf-8").splitlines() for entry in (before, after))
    return tuple(line for line in list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:] if not line.startswith("@@"))


def _cause(old: Manifest, new: Manifest, before: Entry, after: Entry, edits: tuple[Edit, ...]) -> str:
    if before.source != after.source:
        return "the seed changed"
    if any(edit.rule == "dup.near" for edit in edits):
        return "another document changed, of which this one holds copies"
    if old.settings != new.settings:
        tables = sorted(key for key in new.settings if old.settings.get(key) != new.settings[key])
        return f"the settings changed: {', '.join(tables)}"
    if old.packs != new.packs:
        packs = sorted(key for key in {*old.packs, *new.packs} if old.packs.get(key) != new.packs.get(key))
        return f"the rules changed: {', '.join(packs)}"
    newer = [
        f"{name} {old.packages.get(name, '?')} -> {version}"
        for name, version in sorted(new.packages.items())
        if old.packages.get(name) != version
    ]
    return f"another version: {', '.join(newer) or 'of curate itself'}"
