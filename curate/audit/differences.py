"""Find what changed between two revisions, document by document, and what caused it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from curate.audit.causes import Cause, find_edit_cause, find_record_cause
from curate.audit.decision_changes import DecisionChange, changed_decisions
from curate.audit.document_pairs import DocumentVersion, changed_pairs
from curate.audit.revision_changes import RevisionChanges, compare_revisions
from curate.audit.word_diff import DiffPiece, diff_words
from curate.decisions.anchors import extract_context
from curate.ledger.edits import Edit, revert
from curate.ledger.jsonl import edit_to_json
from curate.store.documents import StoredDocument
from curate.store.manifest import Manifest, compare_manifests
from curate.store.store import Store

_TEXT_FIELDS = {"source", "source_text", "text", "added"}  # metadata that tell of the text itself


@dataclass(frozen=True, slots=True)
class EditChange:
    """An edit that only one of two revisions has, or that both have for different reasons.

    `past` and `now` are the edit in the earlier and the later revision; one of
    them may be None.  `before` and `after` are the source text around it.
    """

    cause: Cause
    past: Edit | None
    now: Edit | None
    before: str = ""
    after: str = ""

    @property
    def edit(self) -> Edit:
        """The edit as it is now, or else as it was."""
        edit = self.now or self.past
        assert edit
        return edit

    @property
    def kind(self) -> str:
        """`removed` or `restored` if text went or came back, `made` or `undone` for other edits, `reasoned` if both have it."""
        if self.past and self.now:
            return "reasoned"
        if self.edit.after.strip() or not self.edit.before.strip():
            return "made" if self.now else "undone"
        return "removed" if self.now else "restored"


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that differs between two revisions.

    `kind`: `added`, `gone`, `text` (the cleaned text differs) or `other` (only its
    ledger differs, or the `fields` of its metadata).  If the source text is the
    same in both, `changes` are those of the ledger; if not, `pieces` lead from the
    earlier cleaned text to the later one.
    """

    document: str
    kind: str
    causes: tuple[Cause, ...]
    changes: tuple[EditChange, ...] = ()
    fields: tuple[str, ...] = ()
    pieces: tuple[DiffPiece, ...] = ()


def find_differences(store: Store, old: Manifest, new: Manifest) -> Iterator[Difference]:
    """Yield the documents that differ, by kind and then by name; for a seed that only one revision has, the seed."""
    seeds, revision_changes = compare_manifests(old, new), compare_revisions(store, old, new)
    for kind in ("added", "gone"):
        for seed in getattr(seeds, kind):
            yield Difference(seed, kind, (_arrival_cause(kind, "seed"),))
    for kind in ("text", "other"):
        for seed in getattr(seeds, kind):
            before, after = old.by_seed[seed], new.by_seed[seed]
            if not before.text or not after.text:
                is_same = before.source == after.source
                yield Difference(seed, kind, (_record_or_seed_cause(is_same, ("state",), (), revision_changes),))
                continue
            for past, now in changed_pairs(store, before, after):
                yield _compare_versions(past, now, revision_changes)


def difference_as_json(difference: Difference) -> dict[str, Any]:
    """Return a difference as plain values."""
    edits = [
        {
            "what": one.kind,
            "cause": asdict(one.cause),
            "past": edit_to_json(one.past) if one.past else None,
            "now": edit_to_json(one.now) if one.now else None,
        }
        for one in difference.changes
    ]
    values = asdict(difference)
    return {"document": values.pop("document"), "what": values.pop("kind"), **values, "changes": edits}


def _arrival_cause(kind: str, noun: str) -> Cause:
    return Cause("seed", (f"the {noun} was {'added' if kind == 'added' else 'taken away'}",))


def _record_or_seed_cause(
    is_same_source: bool, fields: Sequence[str], decisions: Sequence[DecisionChange], changes: RevisionChanges
) -> Cause:
    """Return that the seed changed, or else why the metadata do."""
    return find_record_cause(fields, decisions, changes) if is_same_source else Cause("seed", ("changed",))


def _compare_versions(past: DocumentVersion | None, now: DocumentVersion | None, changes: RevisionChanges) -> Difference:
    if past is None or now is None:
        one = past or now
        assert one
        kind = "gone" if past else "added"
        return Difference(one.stored.id, kind, (_arrival_cause(kind, "record"),))
    id, kind = now.stored.id, "text" if past.stored.text != now.stored.text else "other"
    fields, is_same_source = _changed_fields(past.stored.metadata, now.stored.metadata), past.source == now.source
    if past.source_text != now.source_text:  # offsets of different source texts cannot be compared
        cause = _record_or_seed_cause(is_same_source, ("text",), (), changes)
        return Difference(id, kind, (cause,), (), fields, diff_words(past.stored.text, now.stored.text))
    decisions = changed_decisions(past.stored, now.stored)
    edits = tuple(_changed_edits(past.stored, now.stored, decisions, changes))
    causes = tuple(dict.fromkeys(one.cause for one in edits))
    return Difference(id, kind, causes or (_record_or_seed_cause(is_same_source, fields, decisions, changes),), edits, fields)


def _changed_edits(
    past: StoredDocument, now: StoredDocument, decisions: Sequence[DecisionChange], changes: RevisionChanges
) -> Iterator[EditChange]:
    source, unchanged = revert(now.text, now.edits), {*past.edits} & {*now.edits}
    dropped = {(e.start, e.end, e.after): e for e in past.edits if e not in unchanged}
    rows: list[tuple[Edit, Edit | None, Edit | None]] = []
    rows += [(e, dropped.pop((e.start, e.end, e.after), None), e) for e in now.edits if e not in unchanged]
    rows += [(e, e, None) for e in dropped.values()]
    for edit, old, new in sorted(rows, key=lambda row: (row[0].start, row[2] is None)):
        touching = [e for e in (past.edits if new else now.edits) if e.start < edit.end and edit.start < e.end]
        cause = find_edit_cause(edit, touching, decisions, changes)
        yield EditChange(cause, old, new, *extract_context(source, edit.start, edit.end))


def _changed_fields(past: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the metadata that differ, except those that tell of the text itself."""
    return tuple(sorted(key for key in {*past, *now} - _TEXT_FIELDS if past.get(key) != now.get(key)))
