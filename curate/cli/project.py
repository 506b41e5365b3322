"""Open the project or the corpus that a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curate.errors import UsageError

# what a command needs beyond this it imports itself, so that `curate --help` is quick
if TYPE_CHECKING:
    from curate.pipeline.run import Project
    from curate.store.manifest import Manifest


def open_project(root: Path, into: Path | None, seeds: Path | None = None) -> Project:
    """Return the project in the folder `root`; raise UsageError if there is no such folder."""
    from curate.upkeep import open_project as upkeep

    return upkeep.open_project(root, into, seeds)


def open_corpus(root: Path, into: Path | None) -> tuple[Project, Manifest]:
    """Return a project and the manifest of its current revision; raise UsageError if it has none."""
    project = open_project(root, into)
    manifest = project.store.load_current()
    if manifest is None:
        raise UsageError(f"{project.into}: no corpus there; run `curate run` first")
    return project, manifest


def check_names(rule: str, category: str) -> None:
    """Raise UsageError, with the nearest name, if a rule or category that is named does not exist."""
    import difflib

    from curate.rules.registry import CATEGORIES, all_rules

    for noun, name, names in (("rule", rule, list(all_rules())), ("category", category, list(CATEGORIES))):
        if name and name not in names:
            close = difflib.get_close_matches(name, names, 1)
            raise UsageError(f"{name}: no such {noun}{f'; did you mean {close[0]}?' if close else '; `curate rules` lists them'}")
