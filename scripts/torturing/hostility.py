"""Every hostile input by itself: a run over a project of this one seed, in workers that may be killed."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from hostile import INPUTS
from hostile.made import CLEANED, EITHER, Hostile

from curate.config import Config
from curate.corpus import run
from curate.engines import TOO_LONG, TOO_MUCH
from curate.project import Project
from curate.verify import verify
from torturing.table import Table

_SIZE = 1_000_000
_SECONDS, _SECONDS_A_BYTE = 60, 10e-6  # what a document may take


@dataclass(frozen=True)
class Ended:
    name: str
    seconds: float
    state: str = ""
    reason: str = ""
    wrong: str = ""


def measure(_: int, share: float) -> Table:
    """Return what became of the inputs; each is made for a million, or that share of it."""
    ended = [_told(_ended(hostile, int(_SIZE * share))) for hostile in INPUTS]
    table = Table(("hostile inputs", "seconds at most", "MB at most"), bad=[f"{one.name}: {one.wrong}" for one in ended if one.wrong])
    for what, wanted in (("cleaned", CLEANED), ("in quarantine, with a reason", "quarantined")):
        table.rows.append((f"{what}: {sum(one.state == wanted for one in ended)}", *_most(ended, wanted)))
    for why in (TOO_LONG, TOO_MUCH):
        table.rows.append((f"of these, because {why}: {sum(why in one.reason for one in ended)}", "", ""))
    return table


def _most(ended: list[Ended], state: str) -> tuple[str, int]:
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return f"{max((one.seconds for one in ended if one.state == state), default=0):.1f}", workers // 1_000_000


def _told(one: Ended) -> Ended:
    print(f"{one.seconds:7.1f} s  {one.name[:40]:40} {one.state:11} {one.wrong} {one.reason[:120]}", file=sys.stderr, flush=True)
    return one


def _ended(hostile: Hostile, size: int) -> Ended:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder), Config(), Path(folder) / "cleaned")
        bytes = hostile.write(project.root / "seeds", size).stat().st_size
        started = time.monotonic()
        try:
            revision = run(project, jobs=2).revision
        except Exception as error:
            return Ended(hostile.name, time.monotonic() - started, wrong=f"crashed: {type(error).__name__}: {error}"[:200])
        seconds = time.monotonic() - started
        problems = list(verify(project.store))
        if problems or [entry.seed for entry in revision.entries] != [hostile.name]:
            return Ended(hostile.name, seconds, wrong=f"does not verify: {problems[:1]}")
        (entry,) = revision.entries
        state = entry.state.replace("duplicate", CLEANED)
        late = "late" if seconds > 1 + _SECONDS + _SECONDS_A_BYTE * bytes and not entry.documents else ""
        wrong = late or ("" if hostile.state in (EITHER, state) else f"must be {hostile.state}")
        return Ended(hostile.name, seconds, state, entry.reason, wrong)
