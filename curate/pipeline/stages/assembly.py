"""The corpus from slices: of each seed one text, one ledger and one metadata file, and its entry in the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby

from curate.audit.report.counts import ReportCounts
from curate.pipeline.stages.slices import Files, Slice, merge_slices
from curate.store.manifest import Entry
from curate.store.store import Store


@dataclass(frozen=True, slots=True)
class ContainerFile:
    """The file of a seed of many documents: its sha256, its size in bytes, and the number of the revision that first held it."""

    source: str
    bytes: int
    added: int


def assemble_entries(slices: Iterable[Slice], containers: Mapping[str, ContainerFile], store: Store) -> Iterator[Entry]:
    """Yield the entry of each seed, its files put into the store.

    `slices` are in the order of the seeds, `containers` by seed.  One slice at a
    time is in memory.
    """
    for (seed, is_whole_seed), its_slices in groupby(slices, key=lambda one: (one.seed, one.is_whole_seed)):
        if is_whole_seed:
            yield _assemble_document(next(its_slices), store)
        else:
            yield _assemble_container(its_slices, containers[seed], store)


def _assemble_document(one: Slice, store: Store) -> Entry:
    """Return the entry of a seed that is one document."""
    (state,) = one.states
    entry = Entry(one.seed, state, one.added, one.source, one.bytes, reason=one.reason)
    if state == "quarantined":
        return entry
    return replace(
        entry,
        source_text=one.files.sources.decode().rstrip(),
        text=store.objects.put(one.files.text),
        ledger=store.objects.put(one.files.ledger),
        metadata=store.objects.put(one.files.metadata),
        language=next(iter(one.languages)),
        characters_in=one.characters_in,
        characters_out=one.characters_out,
        edits=dict(sorted(one.edits.items())),
        duplicate_of=one.duplicate_of,
        review=one.review,
    )


def _assemble_container(slices: Iterable[Slice], container: ContainerFile, store: Store) -> Entry:
    """Return the entry of a seed of many documents; its files are written slice by slice."""
    sources, total = sha256(), None
    with store.objects.stage() as text, store.objects.stage() as ledger, store.objects.stage() as metadata:
        for one in slices:
            text.write(one.files.text)
            ledger.write(one.files.ledger)
            metadata.write(one.files.metadata)
            sources.update(one.files.sources)
            counted = replace(one, counts=ReportCounts(), rows=(), alerts=(), files=Files())
            total = merge_slices([total, counted]) if total else counted
    assert total  # there is no seed without a slice
    return Entry(
        total.seed,
        next((state for state in ("cleaned", "duplicate") if total.states.get(state)), "quarantined"),
        container.added,
        container.source,
        container.bytes,
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
