"""Follow a document through all revisions: by its content, and by its name only where the content does not say which it is.

A number or a name may come to mean another document when seeds are renamed or
lines are put in above.  So a version of a document is any of the same content.
An older text under the same name is an earlier version of it, unless that text
lives on under another name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Version:
    """A document, or a whole seed, as it is in one snapshot: the seeds as they lie now, or a revision.

    `id` is the seed's name if it is a whole seed.  `source` is the sha256 of its
    bytes, `source_text` that of its text; both may be empty.
    """

    seed: str
    id: str
    source: str
    source_text: str = ""

    @property
    def is_whole_seed(self) -> bool:
        return self.id == self.seed


Snapshot = Callable[[], Iterable[Version]]  # yields all documents, again and again


@dataclass(slots=True)
class _Content:
    """Digests of what a document says, in all versions that were found."""

    digests: set[str] = field(default_factory=set)

    def add(self, versions: Iterable[Version]) -> None:
        for one in versions:
            self.digests |= {one.source, one.source_text} - {""}

    def matches(self, version: Version) -> bool:
        return version.source in self.digests or version.source_text in self.digests


def trace_document(snapshots: Sequence[Snapshot], name: str) -> list[frozenset[Version]]:
    """Return the versions of a document in each snapshot; `snapshots` are the newest first, and so is the result.

    `name` means what it means in the newest snapshot that has it.  All results are
    empty if none has.  Other documents of the same content that are there at the
    same time are documents of their own; but of equal records in one seed each is
    as good as the other, and all are returned.
    """
    found: list[list[Version]] = [[] for _ in snapshots]
    start = next((number for number, snapshot in enumerate(snapshots) if any(one.id == name for one in snapshot())), None)
    if start is None:
        return [frozenset() for _ in snapshots]
    content, names, twins = _Content(), {name}, set[str]()
    content.add(one for one in snapshots[start]() if one.id == name)
    for number in range(start, len(snapshots)):
        versions = [one for one in snapshots[number]() if content.matches(one)]
        own = [one for one in versions if one.id in names]
        if own:
            twins |= {one.id for one in versions if one.seed not in {same.seed for same in own}}
        elif versions:
            names = {one.id for one in versions}
        else:
            versions = list(_find_earlier_version(snapshots, number, names))
            content.add(versions)
        found[number] = versions
    for number in range(start):
        found[number] = [one for one in snapshots[number]() if content.matches(one)]
    return [frozenset(one for one in versions if one.id not in twins) for versions in found]


def _find_earlier_version(snapshots: Sequence[Snapshot], number: int, names: set[str]) -> Iterator[Version]:
    """Yield what had one of the names in a snapshot, unless its content lives on under another name in the next newer one."""
    for candidate in [one for one in snapshots[number]() if one.id in names]:
        content = _Content()
        content.add([candidate])
        newer = snapshots[number - 1]() if number else ()
        if not any(content.matches(one) and one.id not in names for one in newer):
            yield candidate


def trace_records(snapshots: Sequence[Snapshot], records: Iterable[Version], seeds: Iterable[str]) -> list[frozenset[Version]]:
    """Return where records of the same content as `records` are, in each snapshot; `seeds` are those that hold them now.

    What the newest snapshot has in other seeds are documents of their own.
    """
    content, own = _Content(), set(seeds)
    content.add(records)
    matching = [[one for one in snapshot() if content.matches(one)] for snapshot in snapshots]
    twins = {one.id for one in matching[0] if one.seed not in own} if matching else set()
    return [frozenset(one for one in versions if one.id not in twins) for versions in matching]
