"""Pair the documents of a seed in two revisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from curate.digest import canonical_json
from curate.ledger.jsonl import edit_to_json
from curate.store.documents import StoredDocument, iter_documents
from curate.store.manifest import Entry
from curate.store.store import Store


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A document in one of two revisions; `source` is the sha256 of its bytes in the seed, `source_text` of its source text."""

    stored: StoredDocument
    source: str
    source_text: str


def changed_pairs(
    store: Store, old: Entry, new: Entry, new_store: Store | None = None
) -> Iterator[tuple[DocumentVersion | None, DocumentVersion | None]]:
    """Yield the documents of a seed that differ, as they were and as they are; None where a document is not there.

    `new_store` holds the later ones if they are not in `store` too.

    Memory holds the digests of all documents, and the earlier versions of those that differ.
    """
    later = new_store or store
    old_digests = {one.stored.id: _digest(one) for one in _load_versions(store, old)}
    new_digests = {one.stored.id: _digest(one) for one in _load_versions(later, new)}
    changed = {id for id in {*old_digests, *new_digests} if old_digests.get(id) != new_digests.get(id)}
    earlier = {one.stored.id: one for one in _load_versions(store, old) if one.stored.id in changed}
    for one in _load_versions(later, new):
        if one.stored.id in changed:
            yield earlier.pop(one.stored.id, None), one
    for deleted in earlier.values():
        yield deleted, None


def _load_versions(store: Store, entry: Entry) -> Iterator[DocumentVersion]:
    for one in iter_documents(store, entry):
        about = one.metadata if entry.documents else {"source": entry.source, "source_text": entry.source_text}
        yield DocumentVersion(one, about.get("source", ""), about.get("source_text", ""))


def _digest(version: DocumentVersion) -> bytes:
    one = version.stored
    return blake2b(canonical_json([one.text, one.metadata, [edit_to_json(edit) for edit in one.edits]]), digest_size=16).digest()
