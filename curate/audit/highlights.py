"""What a person should look at besides the edits: quarantine, guards that tripped, duplicates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from curate.store.cleaned_document import Cleaned
from curate.store.manifest import Manifest
from curate.store.store import Store

METADATA_KEYS = ("review", "alerts", "duplicate_of")  # the metadata that `document_highlights` reads
FIRST_KINDS = ("documents with text kept for review", "documents that lost most of their text")  # those that a report lists first, in full
_ALERT_KINDS = {"withheld": FIRST_KINDS[0], "lost": FIRST_KINDS[1], "copied": "documents that stand in others"}


class Highlight(NamedTuple):
    """Its kind, a line of text, and how bad it is among its kind, from 0 to 1."""

    kind: str
    line: str
    share: float = 0.0


def revision_highlights(store: Store, manifest: Manifest) -> Iterator[Highlight]:
    """Yield the highlights of a revision that are not about a document with a text."""
    for line in store.readable.quarantine_lines(manifest):
        about = json.loads(line)
        yield Highlight("in quarantine", f"{about.get('id') or about['seed']}: {about['reason']}")
    for name, review in manifest.review.items():
        yield Highlight("over budget", f"{name}: {review}")


def document_highlights(id: str, metadata: Mapping[str, Any]) -> Iterator[Highlight]:
    """Yield the highlights of a document; of its metadata, those of `METADATA_KEYS` are enough."""
    for alert in metadata.get("alerts", ()):
        yield Highlight(_ALERT_KINDS[alert["kind"]], f"{id}: {alert['message']}", alert["share"])
    if "alerts" not in metadata and (review := metadata.get("review")):  # a revision from before there were alerts
        yield Highlight("marked for review", f"{id}: {review}")
    if original := metadata.get("duplicate_of"):
        yield Highlight("marked as a duplicate", f"{id}: of {original}")


def count_highlights(store: Store, manifest: Manifest, documents: Iterable[Cleaned]) -> dict[str, int]:
    """Return how many highlights there are of each kind."""
    kinds = [highlight.kind for highlight in revision_highlights(store, manifest)]
    kinds += [highlight.kind for one in documents for highlight in document_highlights(one.id, one.metadata)]
    return dict(sorted(Counter(kinds).items()))
