"""What a corpus holds, read document by document; a seed of many is never in memory whole."""

from __future__ import annotations

import json
import operator
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from curate.errors import DamageError
from curate.ledger import jsonl as ledger
from curate.ledger.edits import Edit
from curate.store.manifest import Entry
from curate.store.store import Store

WITHOUT_TEXT = ("quarantined", "forgotten")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it is stored: `metadata` is its line of metadata, `text` empty if it is in quarantine or was forgotten."""

    id: str
    text: str
    edits: tuple[Edit, ...]
    metadata: dict[str, Any]

    @property
    def has_text(self) -> bool:
        """Is it neither in quarantine nor forgotten?"""
        return self.metadata.get("state") not in WITHOUT_TEXT


def iter_documents(store: Store, entry: Entry) -> Iterator[StoredDocument]:
    """Yield the documents of a seed in their order, those without a text too; raise DamageError if the store is broken.

    Of a seed that was forgotten whole there is nothing to yield.
    """
    if not entry.text or store.objects.is_forgotten(entry):
        return
    if entry.documents:
        yield from _iter_records(store, entry)
        return
    yield parse_document(entry.seed, True, *map(store.objects.read, (entry.text, entry.ledger, entry.metadata)))


def parse_document(id: str, is_whole_seed: bool, text: bytes, edits: bytes, metadata: bytes) -> StoredDocument:
    """Return a document that has a text from its parts of the three files of its seed."""
    found = ledger.load_ledgers(edits, f"the ledger of {id}").get(id, ())
    return StoredDocument(id, text.decode("utf-8") if is_whole_seed else json.loads(text)["text"], found, json.loads(metadata))


def _iter_records(store: Store, entry: Entry) -> Iterator[StoredDocument]:
    texts: Iterator[dict[str, Any]] = (json.loads(line) for line in store.objects.iter_lines(entry.text))
    ledgers = ledger.iter_ledgers(store.objects.iter_lines(entry.ledger), f"ledgers/{entry.seed}.jsonl")
    waiting = next(ledgers, None)
    for line in store.objects.iter_lines(entry.metadata):
        metadata = json.loads(line)
        id = metadata["id"]
        if metadata["state"] in WITHOUT_TEXT:
            yield StoredDocument(id, "", (), metadata)
            continue
        text = next(texts, {})
        if text.get("id") != id:
            raise DamageError(f"{entry.seed}: its texts and its metadata do not go together at {id}; try `curate repair`")
        edits: tuple[Edit, ...] = ()
        if waiting and waiting[0] == id:
            edits, waiting = waiting[1], next(ledgers, None)
        yield StoredDocument(id, text["text"], edits, metadata)
    if waiting or next(texts, None):
        raise DamageError(f"{entry.seed}: its texts or its ledger say more than its metadata; try `curate repair`")


def has_only_grown(before: Store, old: Entry, after: Store, new: Entry) -> bool:
    """Did a seed of many documents only get more of them, the texts of all others being as they were?"""
    if not old.documents or not new.documents or before.objects.is_forgotten(old):
        return False
    then, now = before.objects.iter_lines(old.metadata), after.objects.iter_lines(new.metadata)
    both = zip_longest(then, now, fillvalue=b"")
    first = next((pair for pair in both if operator.ne(*pair)), (b"", b""))  # what is the same up to there need not be read
    texts = {about["id"]: about.get("text") for about in map(json.loads, chain(filter(None, first[:1]), then))}
    for about in map(json.loads, chain(filter(None, first[1:]), now)):
        text = texts.pop(about["id"], None)
        if text and text != about.get("text"):
            return False
    return not any(texts.values())


def find_seed(name: str, seeds: Container[str]) -> str:
    """Return the seed that holds the document `name`, empty if none of `seeds` can.

    >>> find_seed("a#1.jsonl#7#8", {"a#1.jsonl"})
    'a#1.jsonl'
    """
    parts = name.split("#")
    heads = ("#".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((head for head in heads if head in seeds), "")
