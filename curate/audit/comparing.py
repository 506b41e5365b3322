"""What changed between two revisions, and what caused it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from curate import contents
from curate.contents import Stored
from curate.digest import canonical
from curate.edits import Edit
from curate.ledger import to_json
from curate.manifest import Entry, Manifest, changes
from curate.store import Store

_OTHERS = {  # what other documents can cause, by rule
    "repeat.site-furniture": "the pages of its site changed, or there are more or fewer of them",
    "dup.near": "another document changed, of which this one holds copies",
    "dup.document": "the document that this one is a copy of changed, or came",
    "dup.quotation": "another document changed, which this one quotes",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One document in two revisions.  `made` and `undone` are edits that only the later, the earlier one has."""

    document: str
    what: str  # added, gone, text, other
    cause: str
    made: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    lines: tuple[str, ...] = ()  # where the source is another: the lines of the cleaned text that differ, after - and +


@dataclass(frozen=True, slots=True)
class _Side:
    """A document in one of the two revisions."""

    stored: Stored
    source: str  # the sha256 of its bytes in the seed
    source_text: str


def differences(store: Store, old: Manifest, new: Manifest) -> Iterator[Difference]:
    """Yield the documents that differ, by kind and then by name; of a seed that is there in one revision only, the seed."""
    found = changes(old, new)
    for what in ("added", "gone"):
        for seed in getattr(found, what):
            yield Difference(seed, what, f"the seed was {'added' if what == 'added' else 'taken away'}")
    for what in ("text", "other"):
        for seed in getattr(found, what):
            before, after = old.by_seed[seed], new.by_seed[seed]
            if not before.text or not after.text:
                yield Difference(seed, what, _cause(old, new, before.source != after.source, ()))
            for past, now in _pairs(store, before, after):
                yield _difference(old, new, past, now)


def _difference(old: Manifest, new: Manifest, past: _Side | None, now: _Side | None) -> Difference:
    if past is None or now is None:
        one = past or now
        assert one
        what = "gone" if past else "added"
        return Difference(one.stored.id, what, f"the record was {'taken away' if past else 'added'}")
    what = "text" if past.stored.text != now.stored.text else "other"
    made: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    if past.source_text == now.source_text:  # offsets of two sources cannot be compared
        before, after = set(past.stored.edits), set(now.stored.edits)
        made = tuple(e for e in now.stored.edits if e not in before)
        undone = tuple(e for e in past.stored.edits if e not in after)
    cause = _cause(old, new, past.source != now.source, (*made, *undone))
    return Difference(now.stored.id, what, cause, made, undone, _lines(past, now))


def _pairs(store: Store, before: Entry, after: Entry) -> Iterator[tuple[_Side | None, _Side | None]]:
    """Yield the documents of a seed that differ, as they were and as they are; digests of all, and these, are in memory."""
    past = {one.stored.id: _digest(one) for one in _sides(store, before)}
    now = {one.stored.id: _digest(one) for one in _sides(store, after)}
    other = {id for id in {*past, *now} if past.get(id) != now.get(id)}
    was = {one.stored.id: one for one in _sides(store, before) if one.stored.id in other}
    for one in _sides(store, after):
        if one.stored.id in other:
            yield was.pop(one.stored.id, None), one
    for gone in was.values():
        yield gone, None


def _sides(store: Store, entry: Entry) -> Iterator[_Side]:
    for one in contents.documents(store, entry):
        about = one.about if entry.documents else {"source": entry.source, "source_text": entry.source_text}
        yield _Side(one, about.get("source", ""), about.get("source_text", ""))


def _digest(side: _Side) -> bytes:
    one = side.stored
    return blake2b(canonical([one.text, one.about, [to_json(edit) for edit in one.edits]]), digest_size=16).digest()


def _lines(past: _Side, now: _Side) -> tuple[str, ...]:
    if past.source_text == now.source_text or not past.stored.text or not now.stored.text:
        return ()
    old, new = (one.stored.text.splitlines() for one in (past, now))
    return tuple(line for line in list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:] if not line.startswith("@@"))


def _cause(old: Manifest, new: Manifest, reread: bool, edits: tuple[Edit, ...]) -> str:
    if reread:
        return "the seed changed"
    by_others = [cause for rule, cause in _OTHERS.items() if any(edit.rule == rule for edit in edits)]
    if by_others:
        return by_others[0]
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
    return f"another version: {', '.join(newer)}" if newer else "another document changed, of which its metadata tell, or curate itself did"
