"""What of a store must be written anew, or go, so that a document is nowhere in it.

Of a seed that is forgotten whole, all objects go.  Of a seed of many documents,
the objects are written without the one; its line of metadata keeps digests, so
that all others can still be checked.  What is said of the words of the
document where others are compared with it goes too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from curate.digest import canonical_json
from curate.store.manifest import Entry, Manifest
from curate.store.store import Store
from curate.upkeep.forget_target import DocumentNames, Target
from curate.upkeep.identity import Version

_EVIDENCE = " the same word 5-grams as "  # before the name and the place of an original, in the reason of an edit
_WORDS = re.compile(r":\d+ \(only ")  # after its name: its place, and the words in which the two differ
_KEPT = ("id", "added", "source", "source_text", "text")  # of the metadata of what was forgotten: its name and digests
_COPY_LISTS = ("copies", "removed_copies")  # lists in metadata that have the words in which two passages differ

Change = Callable[[dict[str, Any], DocumentNames], dict[str, Any] | None]


def create_stand_ins(store: Store, revisions: Sequence[Manifest], target: Target) -> dict[str, str]:
    """Return the objects that hold something of the target, each with the digest of what is to stand in for it, empty if nothing is.

    What stands in is put into the store.  An object that another document needs as it is stays.
    """
    plan = _ErasurePlan(store)
    for manifest in revisions:
        versions = target.places.get(manifest.number, frozenset())
        for entry in manifest.entries:
            if entry.text and not store.objects.is_forgotten(entry):
                plan.add(entry, versions)
    return plan.delete_objects() | plan.rewrite_objects()


def find_affected_revisions(store: Store, revisions: Iterable[Manifest], changed: Mapping[str, str]) -> list[Manifest]:
    """Return the revisions that need an object for which another is to stand in."""
    return [one for one in revisions if any(store.objects.resolve(digest) in changed for entry in one.entries for digest in entry.objects)]


class _ErasurePlan:
    """Which objects of a store are to be deleted, and which to be written anew, without which documents."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.deleted: set[str] = set()
        self.needed: set[str] = set()
        self.changes: dict[Change, dict[str, DocumentNames]] = {_drop_text: {}, _drop_edit: {}, _drop_metadata: {}}

    def add(self, entry: Entry, versions: frozenset[Version]) -> None:
        """Take an entry of a revision into account, in which the target has these versions."""
        own = frozenset(one for one in versions if one.seed == entry.seed)
        objects = {self.store.objects.resolve(digest) for digest in entry.objects}
        if any(one.is_whole_seed for one in own):
            self.deleted |= objects
            return
        self.needed |= objects
        if own:
            self._change(_drop_text, entry.text, DocumentNames.of(own))
        if versions:
            self._change(_drop_edit, entry.ledger, DocumentNames.of(versions))
            self._change(_drop_metadata, entry.metadata, DocumentNames.of(versions))

    def _change(self, change: Change, digest: str, names: DocumentNames) -> None:
        known = self.changes[change]
        digest = self.store.objects.resolve(digest)
        known[digest] = known[digest] | names if digest in known else names

    def delete_objects(self) -> dict[str, str]:
        """Return the objects that go, and for which nothing stands in."""
        return dict.fromkeys(sorted(self.deleted - self.needed), "")

    def rewrite_objects(self) -> dict[str, str]:
        """Put what comes of the objects that change, and return it by what it stands in for."""
        found = {}
        for change, names_by_object in self.changes.items():
            for digest, names in sorted(names_by_object.items()):
                if new := _rewrite_object(self.store, digest, change, names):
                    found[digest] = new
        return found


def _rewrite_object(store: Store, digest: str, change: Change, names: DocumentNames) -> str:
    """Put what comes of an object of JSON Lines whose lines change, and return its digest, empty if none does."""
    quoted = [json.dumps(name, ensure_ascii=False)[1:-1].encode() for name in names.ids | names.seeds]

    def changed(line: bytes) -> bytes:
        if not any(name in line for name in quoted):
            return line
        table = json.loads(line)
        new = change(table, names)
        return line if new == table else b"" if new is None else _encode_line(new, line)

    if all(changed(line) == line for line in store.objects.iter_lines(digest)):
        return ""
    with store.objects.stage() as file:
        for line in store.objects.iter_lines(digest):
            file.write(changed(line))
    return file.digest


def _encode_line(table: dict[str, Any], like: bytes) -> bytes:
    """Return a line of JSON, written as it was."""
    compact = not like.startswith(b'{"document": ')
    return (canonical_json(table) if compact else json.dumps(table, ensure_ascii=False).encode("utf-8")) + b"\n"


def _drop_text(table: dict[str, Any], names: DocumentNames) -> dict[str, Any] | None:
    return None if names.holds(table["id"]) else table


def _drop_edit(table: dict[str, Any], names: DocumentNames) -> dict[str, Any] | None:
    return None if names.holds(table.get("document", "")) else _drop_evidence(table, names)


def _drop_evidence(edit: dict[str, Any], names: DocumentNames) -> dict[str, Any]:
    """Return an edit that does not tell the words of the target."""
    found = edit | {"reason": _cut_reason(edit.get("reason", ""), names)} if "reason" in edit else edit
    return found | {"via": [_drop_evidence(one, names) for one in edit["via"]]} if edit.get("via") else found


def _cut_reason(reason: str, names: DocumentNames) -> str:
    """Return a reason without the words of the original that it names, if that is the target.

    Where a name may end in several places, as in `a:1 (only b).txt:0 (only …`, each is tried.
    """
    start = reason.find(_EVIDENCE) + len(_EVIDENCE)
    for match in _WORDS.finditer(reason, start) if start >= len(_EVIDENCE) else ():
        if names.holds(reason[start : match.start()]):
            return f"{reason[: match.end() - len(' (only ')]}."
    return reason


def _drop_metadata(table: dict[str, Any], names: DocumentNames) -> dict[str, Any]:
    if names.holds(table["id"]):
        kept = {key: table[key] for key in _KEPT if key in table}
        return kept | {"state": "forgotten", "was": table.get("was", table["state"])}
    lists = {key: [_drop_words(one) if names.holds(one["document"]) else one for one in table[key]] for key in _COPY_LISTS if key in table}
    return table | lists


def _drop_words(copy: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in copy.items() if key != "there"}
