"""What a person should look at besides the edits: quarantine, guards that tripped, duplicates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curate.store.cleaned import Cleaned
from curate.store.manifest import Manifest
from curate.store.store import Store

Highlight = tuple[str, str]  # its kind, and a line of text
METADATA_KEYS = ("review", "duplicate_of")  # the metadata that `document_highlights` reads


def revision_highlights(store: Store, manifest: Manifest) -> Iterator[Highlight]:
    """Yield the highlights of a revision that are not about a document with a text."""
    for line in store.quarantine(manifest):
        about = json.loads(line)
        yield "in quarantine", f"{about.get('id') or about['seed']}: {about['reason']}"
    for name, review in manifest.review.items():
        yield "over budget", f"{name}: {review}"


def document_highlights(id: str, metadata: Mapping[str, Any]) -> Iterator[Highlight]:
    """Yield the highlights of a document; of its metadata, those of `METADATA_KEYS` are enough."""
    if review := metadata.get("review"):
        yield "marked for review", f"{id}: {review}"
    if original := metadata.get("duplicate_of"):
        yield "marked as a duplicate", f"{id}: of {original}"


def count_highlights(store: Store, manifest: Manifest, documents: Iterable[Cleaned]) -> dict[str, int]:
    """Return how many highlights there are of each kind."""
    kinds = [kind for kind, _ in revision_highlights(store, manifest)]
    kinds += [kind for one in documents for kind, _ in document_highlights(one.id, one.metadata)]
    return dict(sorted(Counter(kinds).items()))
