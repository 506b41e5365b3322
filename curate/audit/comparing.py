"""What changed between two revisions, and what caused it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from curate.audit.causes import Between, Cause, Decided, between, of_edit, of_record
from curate.audit.words import Piece, compare, within_word
from curate.decisions.anchors import context
from curate.digest import canonical_json
from curate.ledger.edits import Edit, revert
from curate.ledger.jsonl import edit_to_json
from curate.store import contents
from curate.store.contents import Stored
from curate.store.manifest import Entry, Manifest, changes
from curate.store.store import Store

_OF_THE_TEXT = {"source", "source_text", "text", "added"}


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that only one of two revisions has, or that both have on another ground.

    `past` and `now` are the edit as it was and as it is, one of them None if it
    was not made there.  `before` and `after` are what stands around it in the source.
    """

    cause: Cause
    past: Edit | None
    now: Edit | None
    before: str = ""
    after: str = ""

    @property
    def edit(self) -> Edit:
        """The later one there is."""
        found = self.now or self.past
        assert found
        return found

    @property
    def what(self) -> str:
        """`removed` or `restored` where text went or came back, `made` or `undone` of other edits, `reasoned` of both."""
        if self.past and self.now:
            return "reasoned"
        if self.edit.after.strip() or not self.edit.before.strip():
            return "made" if self.now else "undone"
        return "removed" if self.now else "restored"


@dataclass(frozen=True, slots=True)
class Difference:
    """One document in two revisions.

    `what`: `added`, `gone`, `text` (it reads otherwise) or `other` (only what is
    known of it differs: its ledger, or the `fields` of its metadata).  `changes`
    are those of the ledger where both have the same source text; where they
    have not, `pieces` lead from the earlier cleaned text to the later.
    """

    document: str
    what: str
    causes: tuple[Cause, ...]
    changes: tuple[Change, ...] = ()
    fields: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """A document in one of the two revisions."""

    stored: Stored
    source: str  # the sha256 of its bytes in the seed
    source_text: str


def differences(store: Store, old: Manifest, new: Manifest) -> Iterator[Difference]:
    """Yield the documents that differ, by kind and then by name; of a seed that is there in one revision only, the seed."""
    found, whole = changes(old, new), between(store, old, new)
    for what in ("added", "gone"):
        for seed in getattr(found, what):
            yield Difference(seed, what, (_arrival(what, "seed"),))
    for what in ("text", "other"):
        for seed in getattr(found, what):
            before, after = old.by_seed[seed], new.by_seed[seed]
            if not before.text or not after.text:
                same = before.source == after.source
                yield Difference(seed, what, (of_record(("state",), (), whole) if same else Cause("seed", ("changed",)),))
                continue
            for past, now in _pairs(store, before, after):
                yield _difference(past, now, whole)


def as_json(difference: Difference) -> dict[str, Any]:
    """Return a difference as plain values."""
    made = [
        {
            "what": one.what,
            "cause": asdict(one.cause),
            "past": edit_to_json(one.past) if one.past else None,
            "now": edit_to_json(one.now) if one.now else None,
        }
        for one in difference.changes
    ]
    return {**asdict(difference), "changes": made}


def _arrival(what: str, noun: str) -> Cause:
    return Cause("seed", (f"the {noun} was {'added' if what == 'added' else 'taken away'}",))


def _difference(past: _Side | None, now: _Side | None, whole: Between) -> Difference:
    if past is None or now is None:
        one = past or now
        assert one
        what = "gone" if past else "added"
        return Difference(one.stored.id, what, (_arrival(what, "record"),))
    id, what = now.stored.id, "text" if past.stored.text != now.stored.text else "other"
    fields = _fields(past.stored.about, now.stored.about)
    if past.source_text != now.source_text:  # offsets of two sources cannot be compared
        cause = Cause("seed", ("changed",)) if past.source != now.source else of_record(("text",), (), whole)
        return Difference(id, what, (cause,), (), fields, compare(past.stored.text, now.stored.text))
    decided = _decided(past.stored, now.stored)
    changed = tuple(_changes(past.stored, now.stored, decided, whole))
    causes = tuple(dict.fromkeys(one.cause for one in changed))
    if not causes:
        causes = (Cause("seed", ("changed",)) if past.source != now.source else of_record(fields, decided, whole),)
    return Difference(id, what, causes, changed, fields)


def _changes(past: Stored, now: Stored, decided: Sequence[Decided], whole: Between) -> Iterator[Change]:
    source, both = revert(now.text, now.edits), {*past.edits} & {*now.edits}
    gone = {(e.start, e.end, e.after): e for e in past.edits if e not in both}
    rows: list[tuple[Edit, Edit | None, Edit | None]] = []
    rows += [(e, gone.pop((e.start, e.end, e.after), None), e) for e in now.edits if e not in both]
    rows += [(e, e, None) for e in gone.values()]
    for edit, old, new in sorted(rows, key=lambda row: (row[0].start, row[2] is None)):
        met = [e for e in (past.edits if new else now.edits) if e.start < edit.end and edit.start < e.end]
        yield Change(of_edit(edit, met, decided, whole), old, new, *context(source, edit.start, edit.end))


def _decided(past: Stored, now: Stored) -> tuple[Decided, ...]:
    """Return the decisions that hold in one of the two only."""
    rows = [{_held(one): one for one in stored.about.get("decisions", ())} for stored in (past, now)]
    source = revert(now.text, now.edits)
    found = []
    for key in sorted(rows[0].keys() ^ rows[1].keys()):
        one = rows[0].get(key) or rows[1][key]
        taken_back = "taken back: " if key in rows[0] else ""
        found.append(Decided(one["start"], one["end"], f"{taken_back}{one['action']} {_quoted(source, one['start'], one['end'])!r}"))
    return tuple(found)


def _quoted(source: str, start: int, end: int) -> str:
    """Return the words that a span is of, the first of many."""
    left, right = within_word(source[start:end], *context(source, start, end))
    return " ".join((left + source[start:end] + right).split())[:60]


def _held(decided: dict[str, Any]) -> tuple[str, int, int, str]:
    return decided["action"], decided["start"], decided["end"], decided.get("rule", "")


def _fields(past: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the metadata that differ, but for what tells of the text itself."""
    return tuple(sorted(key for key in {*past, *now} - _OF_THE_TEXT if past.get(key) != now.get(key)))


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
    return blake2b(canonical_json([one.text, one.about, [edit_to_json(edit) for edit in one.edits]]), digest_size=16).digest()
