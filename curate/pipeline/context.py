"""What a run works with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curate.decisions import Decision
from curate.engines import Engine
from curate.pipeline.progress import ShowProgress
from curate.pipeline.project import Project
from curate.seeds.discovery import Seed
from curate.store.cache import Cache
from curate.store.manifest import Entry, Manifest
from curate.store.store import Store


@dataclass(frozen=True, slots=True)
class RunContext:
    """What a run works with: its seeds, the revision before it, the store and the folder it writes to, and its engine."""

    project: Project
    seeds: Sequence[Seed]
    previous: Manifest | None
    store: Store
    folder: Path
    engine: Engine
    show_progress: ShowProgress
    decisions: Sequence[Decision]
    skipped: list[str]  # seeds of forgotten documents, a name for each document; grows while seeds are read

    @property
    def revision_number(self) -> int:
        """The number of the revision that the run would commit."""
        return self.previous.number + 1 if self.previous else 1

    @property
    def previous_entries(self) -> Mapping[str, Entry]:
        """The entries of the revision before, by seed."""
        return self.previous.by_seed if self.previous else {}

    @property
    def root(self) -> Path:
        """The folder of the project, as an absolute path for workers in other folders."""
        return self.project.root.absolute()

    @property
    def cache(self) -> Cache:
        return Cache(self.root)
