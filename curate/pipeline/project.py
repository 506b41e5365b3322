"""A project: a folder with seeds and settings, and the folder its corpus goes into."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from curate import config as configs
from curate.config import Config, load_config
from curate.errors import UsageError
from curate.files import refuse_symlinks
from curate.seeds.discovery import Seed, find_seeds
from curate.store.cache import CURATE_FOLDER
from curate.store.layout import JOURNAL
from curate.store.store import Store


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with seeds and settings, and the folder its corpus goes into."""

    root: Path
    config: Config
    into: Path

    @property
    def store(self) -> Store:
        return Store(self.into)

    @property
    def journal(self) -> Path:
        """The file that is there while a document is being forgotten."""
        return self.into / JOURNAL


def load_project(root: Path, into: Path | None = None, seeds: Path | None = None) -> Project:
    """Return the project in a folder; raise UsageError if it is not there.

    `seeds` and `into` go before its settings.  Wrong where a forgetting may have
    been interrupted: `curate.upkeep.open_project.open_project` finishes that first.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: no such folder; name the project's with --project")
    if (coding := sys.getfilesystemencoding()) != "utf-8":
        raise UsageError(f"file names are read as {coding}, which loses some; start Python with -X utf8 or PYTHONUTF8=1")
    settings = load_config(root)
    if seeds is not None:
        settings = replace(settings, seeds=configs.Seeds((str(seeds) if seeds.is_absolute() else os.path.relpath(seeds, root),)))
    inside = root / CURATE_FOLDER
    own = [] if seeds is not None else [root / folder for folder in settings.seeds.paths]
    refuse_symlinks([inside, *(inside / name for name in ("cache", "staging", "work")), *own, *([] if into else [root / "cleaned"])])
    return Project(root, settings, into or root / "cleaned")


def list_seeds(project: Project) -> list[Seed]:
    """Return the seeds of a project; raise UsageError if there are none, or if the corpus would lie among them."""
    for folder in project.config.seeds.paths:
        if project.into.resolve().is_relative_to((project.root / folder).resolve()):
            raise UsageError(f"{folder}: holds the corpus {project.into} itself; name another folder for one of them")
    seeds = find_seeds(project.root, project.config.seeds.paths)
    if not seeds:
        folders = ", ".join(project.config.seeds.paths)
        raise UsageError(f"{folders}: no seeds there; put files into it, or use `curate add`")
    return seeds


@contextmanager
def temporary_folder(folder: Path) -> Iterator[Path]:
    """Delete the folder, give its path for use during a run, and delete it again; whoever uses it creates it."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
