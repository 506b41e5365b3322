"""Manifests: what is in a cleaned corpus, and what changed between two of them.

A revision is one manifest.  Its id is the sha256 of the canonical JSON of what
it says, without what is only history: the parent, the version, the versions of
packages.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any

from curate.digest import digest_json
from curate.errors import DamageError, NewerFormatError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One seed in the corpus, be it one document or many.

    `state` is `cleaned`, `duplicate` or `quarantined`.  `added` is the number of
    the revision that first held the seed; with the name it gives the seniority
    by which copies are told from originals.  Sizes: bytes of the seed,
    characters of source text and cleaned text.  Of a seed with many documents,
    `source_text` is the sha256 of the list of their sources' sha256, each with a
    line feed, `language` the most frequent, `reason` and `review` those of the
    first document that has one; the rest is in its metadata, a line a document.
    """

    seed: str
    state: str
    added: int
    source: str = ""  # sha256 of the seed's bytes; empty where they could not be read
    bytes: int = 0
    source_text: str = ""  # sha256 of the source text in UTF-8
    text: str = ""  # sha256 of the cleaned text, the ledger, the metadata
    ledger: str = ""
    metadata: str = ""
    language: str = ""
    characters_in: int = 0
    characters_out: int = 0
    edits: Mapping[str, int] = field(default_factory=dict)  # by rule
    duplicate_of: str = ""
    reason: str = ""  # why it is in quarantine
    review: str = ""  # why a person should look at it
    documents: Mapping[str, int] = field(default_factory=dict)  # by state, of a seed that holds many; empty if it is one

    @property
    def count(self) -> int:
        """The number of documents with a text."""
        return sum(n for state, n in self.documents.items() if state != "quarantined") if self.documents else int(bool(self.text))

    @property
    def objects(self) -> tuple[str, ...]:
        """The digests of the files that hold its text, its ledger and its metadata."""
        return tuple(filter(None, (self.text, self.ledger, self.metadata)))

    @property
    def output(self) -> tuple[str, ...]:
        """What a user would see change."""
        return self.state, self.text, self.ledger, self.metadata, self.reason, self.review, self.duplicate_of

    @property
    def quarantined(self) -> int:
        """The number of documents in quarantine."""
        return self.documents.get("quarantined", 0) if self.documents else int(self.state == "quarantined")


@dataclass(frozen=True)
class Manifest:
    """One revision: its entries, sorted by seed, and what made them."""

    entries: tuple[Entry, ...]
    settings: Mapping[str, Any]
    packs: Mapping[str, str]  # digest of each pack
    judge: str  # digest of the weights of the judge
    duplicates: Mapping[str, Any] = field(default_factory=dict)
    decisions: str = ""  # digest of those that hold; empty without any
    given_up: int = 0  # documents that took too long or too much memory: if there are any, the revision is incomplete
    sites: str = ""  # digest of what is known of the sites; empty where none is
    review: Mapping[str, str] = field(default_factory=dict)  # what went beyond a budget for many documents, by what it is about
    # history, not in the id
    number: int = 1
    version: str = "1.0.0"
    parent: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def id(self) -> str:
        """The name of the revision, 64 hexadecimal digits."""
        return digest_json(self._to_json())

    @cached_property
    def by_seed(self) -> dict[str, Entry]:
        return {entry.seed: entry for entry in self.entries}

    @property
    def objects(self) -> set[str]:
        """The digests of all that the store keeps for it: what its entries hold, its packs, and what is known of its sites."""
        of_entries = {digest for entry in self.entries for digest in entry.objects}
        return of_entries | set(self.packs.values()) | ({self.sites} if self.sites else set())

    def _to_json(self) -> dict[str, Any]:
        seeds = [{k: v for k, v in asdict(entry).items() if v not in ("", 0, {})} for entry in self.entries]
        said = {
            "format": FORMAT,
            "seeds": seeds,
            "settings": self.settings,
            "packs": self.packs,
            "judge": self.judge,
            "duplicates": self.duplicates,
        }
        optional = {"decisions": self.decisions, "given_up": self.given_up, "sites": self.sites, "review": self.review}
        return said | {name: value for name, value in optional.items() if value}

    def dump(self) -> bytes:
        """Return the manifest as JSON that reads well in a diff; the same manifest, the same bytes."""
        history = {"number": self.number, "version": self.version, "parent": self.parent, "packages": self.packages}
        table = {"id": self.id, **self._to_json(), "history": history}
        return (json.dumps(table, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def load_manifest(data: bytes, where: str) -> Manifest:
    """Return the manifest in `data`; raise DamageError if it is broken, changed by hand, or of a later format."""
    try:
        table = json.loads(data)
        if table["format"] > FORMAT:
            raise NewerFormatError(f"{where}: written by a later version of curate (format {table['format']}); upgrade curate")
        entries = tuple(Entry(**entry) for entry in table["seeds"])
        said = {name: table[name] for name in ("settings", "packs", "judge", "duplicates")}
        told = {name: table[name] for name in ("decisions", "given_up", "sites", "review") if name in table}
        manifest = Manifest(entries, **said, **told, **table["history"])
        _refuse_bad_names(manifest)
        whole = manifest.dump() == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamageError(f"{where}: not a manifest ({error}); `curate repair` takes it from cleaned/revisions") from None
    if not whole:
        raise DamageError(f"{where}: does not say what its id promises; `curate repair` takes it from cleaned/revisions")
    return manifest


def _refuse_bad_names(manifest: Manifest) -> None:
    """Raise ValueError if files would be written by names that lead out of the corpus."""
    if not isinstance(manifest.number, int):
        raise ValueError(f"number {manifest.number!r}")
    for entry in manifest.entries:
        if any(part in ("", ".", "..") for part in entry.seed.split("/")) or (os.name == "nt" and set(entry.seed) & set("\\:")):
            raise ValueError(f"a seed called {entry.seed!r}")


@dataclass(frozen=True, slots=True)
class Changes:
    """Seeds whose output differs between two manifests, each list sorted by name."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    text: tuple[str, ...]  # the cleaned text changed, or left
    other: tuple[str, ...]  # only the ledger, the metadata or a reason changed
    grown: tuple[str, ...] = ()  # documents were added, and the texts of all others are as they were

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))


NO_CHANGES = Changes((), (), (), ())


def compare_manifests(old: Manifest | None, new: Manifest) -> Changes:
    """Return what changed for a reader of the corpus from `old` (None: nothing there) to `new`."""
    before = old.by_seed if old else {}
    after = new.by_seed
    both = sorted(before.keys() & after.keys())
    text = tuple(s for s in both if before[s].text and before[s].text != after[s].text)
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - after.keys())),
        text=text,
        other=tuple(s for s in both if s not in text and before[s].output != after[s].output),
    )


def bump_version(old: Manifest | None, new: Manifest, found: Changes) -> str:
    """Return the version after `old`'s, where `found` has changed.

    MAJOR when text of an existing document changed or left, MINOR when
    documents were added, PATCH for everything else.
    """
    if old is None:
        return "1.0.0"
    major, minor, patch = map(int, old.version.split("."))
    if found.text or any(old.by_seed[seed].text for seed in found.gone):
        return f"{major + 1}.0.0"
    entered = (*found.added, *found.grown, *(s for s in found.other if not old.by_seed[s].text))
    if any(new.by_seed[seed].text for seed in entered):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"
