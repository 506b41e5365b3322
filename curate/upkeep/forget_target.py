"""What a name means that is to be forgotten: where the document is, in the seeds and in every revision."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from curate import readers
from curate.errors import Unreadable, UsageError
from curate.ledger.edits import revert
from curate.pipeline.project import Project
from curate.seeds.access import hash_seed
from curate.seeds.discovery import Seed, find_seeds
from curate.store.documents import find_seed, iter_documents
from curate.store.manifest import Entry, Manifest
from curate.store.store import Store
from curate.upkeep.identity import Snapshot, Version, trace_document, trace_records

_FIRST_WORDS = 12


@dataclass(frozen=True)
class DocumentNames:
    """Names of documents, and of seeds whose documents are all meant."""

    ids: frozenset[str]
    seeds: frozenset[str] = frozenset()

    def holds(self, id: str) -> bool:
        """Is the document called `id` one of them?"""
        return id in self.ids or bool(self.seeds and find_seed(id, self.seeds))

    def __or__(self, other: DocumentNames) -> DocumentNames:
        return DocumentNames(self.ids | other.ids, self.seeds | other.seeds)

    def __bool__(self) -> bool:
        return bool(self.ids or self.seeds)

    @staticmethod
    def of(versions: frozenset[Version]) -> DocumentNames:
        """Return the names that some versions have."""
        return DocumentNames(frozenset(one.id for one in versions), frozenset(one.seed for one in versions if one.is_whole_seed))


@dataclass(frozen=True)
class Target:
    """A document, or a whole seed, that is to be forgotten.

    `present` is where it is in the seeds as they lie now, `places` where it is in
    each revision, by the revision's number.  `twins` are other seeds of the same bytes.
    """

    document: str
    seed: str
    present: frozenset[Version]
    places: Mapping[int, frozenset[Version]]
    twins: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()  # sha256 of all other seeds, if it is a whole seed

    @property
    def is_whole_seed(self) -> bool:
        return self.document == self.seed

    @cached_property
    def versions(self) -> frozenset[Version]:
        """All versions, wherever they are."""
        return self.present.union(*self.places.values())

    @property
    def digests(self) -> set[str]:
        """The sha256 of the bytes of all versions."""
        return {one.source for one in self.versions} - {""}

    @property
    def present_names(self) -> DocumentNames:
        """What it is called now, or was called last."""
        newest = self.present or next(
            (self.places[number] for number in sorted(self.places, reverse=True) if self.places[number]), frozenset()
        )
        return DocumentNames.of(newest) | DocumentNames(frozenset({self.document}), frozenset({self.document} & {self.seed}))


def find_all_seeds(project: Project) -> list[Seed]:
    """Return the seeds of a project, as far as their folders are there."""
    return find_seeds(project.root, [folder for folder in project.config.seeds.paths if (project.root / folder).is_dir()])


def find_target(project: Project, revisions: Sequence[Manifest], document: str) -> Target:
    """Return what a name means now, or last meant: a seed, or a document of one; raise UsageError if there is none such."""
    seeds = find_all_seeds(project)
    known = {seed.name for seed in seeds} | {entry.seed for manifest in revisions for entry in manifest.entries}
    seed = find_seed(document, known)
    if not seed or (seed != document and not readers.is_container(seed)):
        raise UsageError(f"{document}: no such document; `curate status --all` lists the seeds")
    newest = list(reversed(revisions))
    if seed == document:
        return _find_whole_seed(project.store, newest, document, seeds)
    found = trace_document([_snapshot_records(project.store, one) for one in newest], document)
    places = {manifest.number: versions for manifest, versions in zip(newest, found, strict=True)}
    present = found[0] if found else frozenset()
    return Target(document, seed, present, places)


def _find_whole_seed(store: Store, newest: Sequence[Manifest], document: str, seeds: Sequence[Seed]) -> Target:
    """Return a seed as a target; of a container, its records are followed into other seeds as well."""
    lying = list(_hash_seeds(seeds))
    found = trace_document([lambda: lying, *(_snapshot_seeds(one) for one in newest)], document)
    present, *past = found
    names = {one.seed for versions in found[:2] for one in versions}
    if readers.is_container(document):
        entries = [one.by_seed[v.seed] for one, versions in zip(newest, past, strict=True) for v in versions]
        records = [record for entry in entries for record in _iter_records(store, entry)]
        moved = trace_records([_snapshot_records(store, one) for one in newest], records, names)
        past = [
            versions | {one for one in extra if one.seed not in {v.seed for v in versions}}
            for versions, extra in zip(past, moved, strict=True)
        ]
    digests = {one.source for one in present}
    twins = tuple(sorted(one.seed for one in lying if one.source in digests and one not in present))
    places = {one.number: versions for one, versions in zip(newest, past, strict=True)}
    return Target(document, document, present, places, twins, frozenset(one.source for one in lying if one not in present))


def _outside(records: frozenset[Version], whole_seeds: frozenset[Version]) -> frozenset[Version]:
    """Return the records that are in none of these seeds."""
    return frozenset(one for one in records if one.seed not in {seed.seed for seed in whole_seeds})


def _hash_seeds(seeds: Sequence[Seed]) -> Iterator[Version]:
    for seed in seeds:
        if not seed.problem:
            with suppress(Unreadable):
                yield Version(seed.name, seed.name, hash_seed(seed.path)[0])


def _snapshot_seeds(manifest: Manifest) -> Snapshot:
    versions = [Version(one.seed, one.seed, one.source, "" if one.documents else one.source_text) for one in manifest.entries]
    return lambda: versions


def _snapshot_records(store: Store, manifest: Manifest) -> Snapshot:
    return lambda: (record for entry in manifest.entries if entry.documents for record in _iter_records(store, entry))


def _iter_records(store: Store, entry: Entry) -> Iterator[Version]:
    """Yield the documents of a container as it is in a revision, those that were forgotten too."""
    if entry.documents and entry.text and not store.objects.is_forgotten(entry):
        for line in store.objects.iter_lines(entry.metadata):
            record = json.loads(line)
            yield Version(entry.seed, record["id"], record.get("source", ""), record.get("source_text", ""))


def load_sources(store: Store, revisions: Sequence[Manifest], target: Target) -> Iterator[str]:
    """Yield the source texts of a target, the newest first, as often as it is in a revision."""
    for manifest in reversed(revisions):
        names = DocumentNames.of(target.places.get(manifest.number, frozenset()))
        for seed in sorted({one.seed for one in target.places.get(manifest.number, ())}):
            for one in iter_documents(store, manifest.by_seed[seed]):
                if one.has_text and names.holds(one.id):
                    yield revert(one.text, one.edits)


def first_words(store: Store, revisions: Sequence[Manifest], target: Target) -> str:
    """Return how a target begins, in one line; empty if no revision has its text."""
    source = next(load_sources(store, revisions, target), "")
    words = source[:1000].split()
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")
