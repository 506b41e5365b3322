"""The disk fails at each call that writes: full from there on (ENOSPC), or that one call only (EIO).

After each fault, what was said is one line; the corpus verifies, or the next command finishes what was begun; the command done again
ends as it does without any fault, and the next run gives the same revision.
"""

from __future__ import annotations

import errno
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from conftest import OTHER, PAGE, STORY, put
from failing import Disk, failing
from test_faults import BEFORE, COMMANDS

from curate.config import Config
from curate.errors import CurateError, UsageError
from curate.pipeline.project import Project
from curate.pipeline.run import run
from curate.upkeep.open_project import open_project
from curate.upkeep.verify import verify_corpus
from torture_parts.table import Table

FAULTS = ((errno.ENOSPC, True), (errno.EIO, False))
_DONE = ("the same bytes are a seed already", "no such document")  # what a command says that had done its work before it failed


def measure(seed: int, share: float) -> Table:
    """Return how many faults there were at each command, and what came of them."""
    chance = random.Random(seed)
    table = Table(("command", "calls that write", "faults", "crashed", "corpora that do not verify", "next run differs"))
    for name, command in COMMANDS.items():
        with tempfile.TemporaryDirectory() as folder:
            project = _project(Path(folder) / "p")
            if name in BEFORE:
                BEFORE[name](project)
            shutil.copytree(project.root, project.root.with_name("saved"))
            calls, wanted = _undisturbed(project, command)
            chosen = sorted(chance.sample(range(calls), round(calls * share)))
            ended = [_ended(project, command, Disk(project.root, at, *fault), wanted) for at in chosen for fault in FAULTS]
        table.bad += [f"{name}: {line}" for lines in ended for line in lines.values()]
        table.rows.append((name, calls, len(ended), *(sum(kind in lines for lines in ended) for kind in ("crash", "damage", "differs"))))
    return table


def _project(root: Path) -> Project:
    root.mkdir()
    project = Project(root, Config(), root / "cleaned")
    put(project, "a.txt", f"A storm\n\n{STORY}\n\nShare this\n\nThe end of it.\n")
    put(project, "b/b.txt", f"Another day\n\n{OTHER}\n\n{STORY}\n")
    put(project, "c.html", PAGE)
    run(project, jobs=1)
    return project


def _undisturbed(project: Project, command: Callable[[Project], object]) -> tuple[int, str]:
    with failing(Disk(project.root)) as disk:
        command(project)
    return len(disk.calls), run(project, jobs=1).revision.id


def _ended(project: Project, command: Callable[[Project], object], disk: Disk, wanted: str) -> dict[str, str]:
    """Return a line about each thing that went wrong with one fault, by its kind."""
    shutil.rmtree(project.root)
    shutil.copytree(project.root.with_name("saved"), project.root)
    found = {}
    try:
        with failing(disk):
            command(project)
    except CurateError:
        pass
    except Exception as error:
        found["crash"] = repr(error)
    try:
        found |= dict(_after(project, command, wanted))
    except Exception as error:
        found["crash"] = f"afterwards: {error!r}"
    where = f"{errno.errorcode[disk.number]} at {disk.calls[disk.at].replace(str(project.root), '')}" if found else ""
    return {kind: f"{where}: {line}" for kind, line in found.items()}


def _after(project: Project, command: Callable[[Project], object], wanted: str) -> Iterator[tuple[str, str]]:
    open_project(project.root)
    for problem in list(verify_corpus(project.store))[:1]:
        yield "damage", problem
    try:
        command(project)
    except UsageError as error:
        if not any(said in str(error) for said in _DONE):
            yield "crash", f"again: {error}"
    if run(project, jobs=1).revision.id != wanted:
        yield "differs", "the next run makes another revision"
    for problem in list(verify_corpus(project.store))[:1]:
        yield "damage", f"after the next run: {problem}"
