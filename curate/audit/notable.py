"""What of a revision a person should look at besides its edits: quarantine, documents that a guard has marked, duplicates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curate.store.cleaned import Cleaned
from curate.store.manifest import Manifest
from curate.store.store import Store

Notable = tuple[str, str]  # the kind, and a line about one of it
NOTES = ("review", "duplicate_of")


def of_revision(store: Store, manifest: Manifest) -> Iterator[Notable]:
    """Yield what is not about a document with a text."""
    for line in store.quarantine(manifest):
        about = json.loads(line)
        yield "in quarantine", f"{about.get('id') or about['seed']}: {about['reason']}"
    for name, said in manifest.review.items():
        yield "over budget", f"{name}: {said}"


def of_document(id: str, about: Mapping[str, Any]) -> Iterator[Notable]:
    """Yield what is about a document, of which its metadata say `about`, those of `NOTES` at least."""
    if review := about.get("review"):
        yield "marked for review", f"{id}: {review}"
    if original := about.get("duplicate_of"):
        yield "marked as a duplicate", f"{id}: of {original}"


def counts(store: Store, manifest: Manifest, documents: Iterable[Cleaned]) -> dict[str, int]:
    """Return how many there are of each kind."""
    kinds = [kind for kind, _ in of_revision(store, manifest)]
    return dict(sorted(Counter([*kinds, *(kind for one in documents for kind, _ in of_document(one.id, one.metadata))]).items()))
