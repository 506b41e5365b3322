"""What a run works with, and how it tells how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curate.decisions import Decision
from curate.engines import Engine
from curate.pipeline.project import Project
from curate.seeds.discovery import Seed
from curate.store.cache import Cache
from curate.store.manifest import Entry, Manifest
from curate.store.store import Store


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come with one more result: `done` of what is counted, and what was cleaned in it."""

    done: int
    documents: int = 0
    characters: int = 0
    left: int = 0


# shows how far a run has come: the results, what is done, what all steps will have done, and the step of a result
Watch = Callable[[Iterable[Any], str, int, Callable[[Any], Step]], Iterable[Any]]


def unwatched(results: Iterable[Any], _what: str, _total: int, _step: Callable[[Any], Step]) -> Iterable[Any]:
    """Show nothing."""
    return results


@dataclass(frozen=True, slots=True)
class Work:
    """What a run works with: its seeds, the revision before it, where it stores, and how it gets things done."""

    project: Project
    found: Sequence[Seed]
    old: Manifest | None
    store: Store
    folder: Path
    engine: Engine
    watch: Watch
    decided: Sequence[Decision]
    left_out: list[str]  # grows while seeds are read

    @property
    def number(self) -> int:
        return self.old.number + 1 if self.old else 1

    @property
    def known(self) -> Mapping[str, Entry]:
        return self.old.by_seed if self.old else {}

    @property
    def root(self) -> Path:
        """The folder of the project, as those see it who work elsewhere."""
        return self.project.root.absolute()

    @property
    def cache(self) -> Cache:
        return Cache(self.root)
