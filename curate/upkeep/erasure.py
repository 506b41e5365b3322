"""What of a store must be written anew, or go, so that a document is nowhere in it.

Of a seed that is forgotten whole, all objects go.  Of a seed of many documents,
the objects are written without the one; its line of metadata keeps digests, so
that all others can still be checked.  What is said of the words of the
document where others are compared with it goes too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from curate.digest import canonical_json
from curate.store.manifest import Entry, Manifest
from curate.store.store import Store

_EVIDENCE = re.compile(r"(\S+ the same word 5-grams as (.+?):\d+) \(only .*\)\.", re.DOTALL)
_KEPT = ("id", "added", "source", "source_text", "text")  # of the metadata of what was forgotten: its name and digests

_TOLD = ("copies", "removed_copies")  # lists in metadata that tell the words in which two passages differ


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be forgotten: a document of a seed, or a whole seed if they are called alike."""

    document: str
    seed: str

    @property
    def is_whole(self) -> bool:
        return self.document == self.seed

    def holds(self, id: str) -> bool:
        """Is the document called `id` to be forgotten?"""
        return id == self.document or (self.is_whole and id.startswith(f"{self.seed}#"))


def create_stand_ins(store: Store, revisions: Iterable[Manifest], target: Target) -> dict[str, str]:
    """Return the objects that hold something of the target, each with the digest of what is to stand in for it, empty if nothing is.

    What stands in is put into the store.  An object that another document needs as it is stays.
    """
    entries = {
        entry.objects: entry for manifest in revisions for entry in manifest.entries if entry.text and store.objects.resolve(entry.metadata)
    }
    mine = [entry for entry in entries.values() if entry.seed == target.seed]
    others = [entry for entry in entries.values() if entry.seed != target.seed]
    found: dict[str, str] = {}
    if target.is_whole:
        needed = {store.objects.resolve(digest) for entry in others for digest in entry.objects}
        found |= {now: "" for entry in mine for digest in entry.objects if (now := store.objects.resolve(digest)) not in needed}
    else:
        found |= _rewrite_objects(store, {entry.text for entry in mine}, _drop_text, target)
        others += mine
    found |= _rewrite_objects(store, {entry.ledger for entry in others}, _drop_edit, target)
    found |= _rewrite_objects(store, {entry.metadata for entry in others}, _drop_metadata, target)
    return found


def find_affected_revisions(store: Store, revisions: Iterable[Manifest], changed: Mapping[str, str]) -> list[Manifest]:
    """Return the revisions that need an object for which another is to stand in."""
    return [one for one in revisions if any(store.objects.resolve(digest) in changed for entry in one.entries for digest in entry.objects)]


def find_source_digests(store: Store, entry: Entry, target: Target) -> set[str]:
    """Return the digests that an entry gives of the bytes of the target."""
    if entry.seed != target.seed:
        return set()
    if target.is_whole:
        return {entry.source} - {""}
    if not entry.text or not store.objects.resolve(entry.metadata):
        return set()
    lines = (json.loads(line) for line in store.objects.iter_lines(entry.metadata))
    return {about["source"] for about in lines if about["id"] == target.document and about.get("source")}


Change = Callable[[dict[str, Any], Target], dict[str, Any] | None]


def _rewrite_objects(store: Store, digests: Iterable[str], change: Change, target: Target) -> dict[str, str]:
    """Put what comes of objects of JSON Lines whose lines change, and return it by what it stands in for."""
    found = {}
    name = json.dumps(target.seed, ensure_ascii=False)[1:-1].encode()

    def changed(line: bytes) -> bytes:
        if name not in line:
            return line
        table = json.loads(line)
        new = change(table, target)
        return line if new == table else b"" if new is None else _encode_line(new, line)

    for digest in sorted({store.objects.resolve(digest) for digest in digests}):
        if any(changed(line) != line for line in store.objects.iter_lines(digest)):
            with store.objects.stage() as file:
                for line in store.objects.iter_lines(digest):
                    file.write(changed(line))
            found[digest] = file.digest
    return found


def _encode_line(table: dict[str, Any], like: bytes) -> bytes:
    """Return a line of JSON, written as it was."""
    compact = not like.startswith(b'{"document": ')
    return (canonical_json(table) if compact else json.dumps(table, ensure_ascii=False).encode("utf-8")) + b"\n"


def _drop_text(table: dict[str, Any], target: Target) -> dict[str, Any] | None:
    return None if target.holds(table["id"]) else table


def _drop_edit(table: dict[str, Any], target: Target) -> dict[str, Any] | None:
    return None if target.holds(table.get("document", "")) else _drop_evidence(table, target)


def _drop_evidence(edit: dict[str, Any], target: Target) -> dict[str, Any]:
    """Return an edit that does not tell the words of the target."""
    told = _EVIDENCE.fullmatch(edit.get("reason", ""))
    found = edit | {"reason": f"{told[1]}."} if told and target.holds(told[2]) else edit
    return found | {"via": [_drop_evidence(one, target) for one in edit["via"]]} if edit.get("via") else found


def _drop_metadata(table: dict[str, Any], target: Target) -> dict[str, Any]:
    if target.holds(table["id"]):
        kept = {key: table[key] for key in _KEPT if key in table}
        return kept | {"state": "forgotten", "was": table.get("was", table["state"])}
    told = {key: [_drop_words(one) if target.holds(one["document"]) else one for one in table[key]] for key in _TOLD if key in table}
    return table | told


def _drop_words(copy: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in copy.items() if key != "there"}
