"""Opening a project: what an interrupted command left undone is finished first."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from curate.errors import CurateError
from curate.pipeline.project import Project, load_project
from curate.store.cache import CURATE_FOLDER
from curate.store.layout import UNCOMMITTED
from curate.store.lock import lock_project
from curate.upkeep.forget_plan import finish_interrupted


def open_project(root: Path, into: Path | None = None, seeds: Path | None = None) -> Project:
    """Return the project in a folder, what killed commands left undone finished or swept; raise UsageError if it is not there.

    `seeds` and `into` go before the settings of the project.
    """
    project = load_project(root, into, seeds)
    if project.journal.exists():
        with lock_project(root / CURATE_FOLDER):
            finish_interrupted(project)
    if (project.into / UNCOMMITTED).exists():
        with suppress(CurateError), lock_project(root / CURATE_FOLDER):  # unless another command is at work, or nothing can be written
            project.store.delete_uncommitted()
    return project
