"""Slices into a corpus: of each seed one text, one ledger and one metadata file, and its entry in the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from curate.audit.report.counts import ReportCounts
from curate.pipeline.stages.slices import Files, Slice, merged
from curate.store.manifest import Entry
from curate.store.store import Store


@dataclass(frozen=True, slots=True)
class Origin:
    """A seed file of many documents: its sha256, its size in bytes, the revision that first held it."""

    source: str
    bytes: int
    added: int


def entries(stream: Iterable[Slice], origins: Mapping[str, Origin], store: Store) -> Iterator[Entry]:
    """Yield the entry of each seed, its files put into the store; `stream` is in the order of seeds.

    One slice at a time is in memory.
    """
    for (seed, whole), stretches in groupby(stream, key=lambda one: (one.seed, one.whole)):
        if whole:
            yield _of_one(next(stretches), store)
        else:
            yield _of_many(stretches, origins[seed], store)


def _of_one(one: Slice, store: Store) -> Entry:
    """Return the entry of a seed that is one document."""
    (state,) = one.states
    entry = Entry(one.seed, state, one.added, one.source, one.bytes, reason=one.reason)
    if state == "quarantined":
        return entry
    return replace(
        entry,
        source_text=one.files.sources.decode().rstrip(),
        text=store.put(one.files.text),
        ledger=store.put(one.files.ledger),
        metadata=store.put(one.files.metadata),
        language=next(iter(one.languages)),
        characters_in=one.characters_in,
        characters_out=one.characters_out,
        edits=dict(sorted(one.edits.items())),
        duplicate_of=one.duplicate_of,
        review=one.review,
    )


def _of_many(stretches: Iterable[Slice], origin: Origin, store: Store) -> Entry:
    """Return the entry of a seed of many documents, written stretch by stretch."""
    sources, total = sha256(), None
    with store.writing() as text, store.writing() as ledger, store.writing() as metadata:
        for one in stretches:
            for file, part in ((text, one.files.text), (ledger, one.files.ledger), (metadata, one.files.metadata)):
                file.write(part)
            sources.update(one.files.sources)
            counted = replace(one, counts=ReportCounts(), rows=(), alerts=(), files=Files())
            total = merged([total, counted]) if total else counted
    assert total  # there is no seed without a slice
    return Entry(
        total.seed,
        "cleaned" if total.states.get("cleaned") else "duplicate" if total.states.get("duplicate") else "quarantined",
        origin.added,
        origin.source,
        origin.bytes,
        sources.hexdigest(),
        text.digest,
        ledger.digest,
        metadata.digest,
        max(sorted(total.languages), key=lambda name: total.languages[name], default=""),
        total.characters_in,
        total.characters_out,
        dict(sorted(total.edits.items())),
        reason=total.reason,
        review=total.review,
        documents=dict(sorted(total.states.items())),
    )
