"""Load the documents of a revision, with source text and edits, from a store."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curate.errors import UsageError
from curate.ledger.edits import Edit, revert
from curate.store.cleaned_document import Cleaned
from curate.store.documents import StoredDocument, find_seed, iter_documents
from curate.store.manifest import Entry, Manifest
from curate.store.store import Store

DocumentEdits = Iterable[tuple[Cleaned, Iterable[Edit]]]  # documents, each with some of its edits


def load_documents(store: Store, manifest: Manifest, name: str = "") -> Iterator[Cleaned]:
    """Yield the documents of a revision that have a text, in a stream, or only the one called `name`.

    The name of a seed with many documents stands for all of them.  Raises
    UsageError if there is no such text, DamageError if the store is broken.
    """
    entries = (_find_entry(manifest, name),) if name else manifest.entries
    for entry in entries:
        is_found = False
        for stored in iter_documents(store, entry):
            if name in ("", entry.seed, stored.id):
                is_found = True
                if stored.has_text:
                    yield rebuild_source(stored)
                elif name == stored.id:
                    raise UsageError(f"{name}: {_why_no_text(stored.metadata)}")
        if name and not is_found:
            raise UsageError(f"{name}: {_why_no_document(store, entry)}")


def load_document(store: Store, manifest: Manifest, name: str) -> Cleaned:
    """Return the document called `name`; raise UsageError if it has no text, or if `name` is a seed with many documents."""
    entry = _find_entry(manifest, name)
    if entry.documents and name == entry.seed:
        first = next(load_documents(store, manifest, name)).id
        raise UsageError(f"{name}: holds {entry.count:,} documents; name one of them, like {first}")
    return next(load_documents(store, manifest, name))


def rebuild_source(stored: StoredDocument) -> Cleaned:
    """Return a stored document with its source text, rebuilt from the cleaned text and the edits."""
    return Cleaned(stored.id, stored.text, revert(stored.text, stored.edits), stored.edits, stored.metadata)


def decisions_in_force(document: Cleaned) -> list[dict[str, Any]]:
    """Return the decisions that hold in a document, with their places in its source text."""
    return list(document.metadata.get("decisions", ()))


def marked_copies(document: Cleaned) -> list[Edit]:
    """Return the passages that are marked as copies but kept, as the edits that would remove them."""
    spans = [(copy["start"], copy["end"], copy["similarity"]) for copy in document.metadata.get("copies", ())]
    return [Edit(start, end, document.source[start:end], "", "dup.near", confidence=similarity) for start, end, similarity in spans]


def _find_entry(manifest: Manifest, name: str) -> Entry:
    """Return the entry of the seed that holds a document; raise UsageError, with the nearest name, if there is none."""
    seed = find_seed(name, manifest.by_seed)
    entry = manifest.by_seed.get(seed)
    if entry is None or (name != seed and not entry.documents):
        close = difflib.get_close_matches(name, manifest.by_seed, 1, 0.5)
        raise UsageError(f"{name}: no such document; {f'did you mean {close[0]}?' if close else '`curate status --all` lists them'}")
    return entry


def _why_no_text(metadata: Mapping[str, Any]) -> str:
    return f"in quarantine: {metadata['reason']}" if metadata["state"] == "quarantined" else "forgotten; nothing is left of it"


def _why_no_document(store: Store, entry: Entry) -> str:
    if entry.text and store.objects.is_forgotten(entry):
        return "forgotten; nothing is left of it"
    return f"no such document in {entry.seed}" if entry.documents else f"in quarantine: {entry.reason}"
