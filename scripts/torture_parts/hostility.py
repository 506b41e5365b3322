"""Every hostile input by itself: `curate run` over a project of this one seed, in workers that may be killed.

Seconds are of processor time, of the command and all its workers: what a document is given is counted in these. Memory is that of
the process that held the most.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from hostile import INPUTS
from hostile.made import CLEANED, EITHER, Hostile

from curate.config import Config
from curate.engines import TOO_LONG, TOO_MUCH_MEMORY
from curate.engines.local import MEMORY_LIMIT
from curate.pipeline.project import Project
from curate.upkeep.verify import verify_corpus
from torture_parts.table import Table

_SIZE = 1_000_000
_DONE = (0, 3)  # how the command ends: all is done; a guard against loss has tripped besides
_SECONDS, _SECONDS_A_BYTE = 60, 10e-6  # what a document may take; one that is given up was tried once more, alone


@dataclass(frozen=True)
class Ended:
    """What became of an input; `wrong` is empty if it is as promised."""

    name: str
    allowed: float
    seconds: float = 0
    bytes: int = 0
    state: str = ""
    reason: str = ""
    wrong: str = ""


def measure(_: int, share: float) -> Table:
    """Return what became of the inputs; each is made for a million, or that share of it."""
    ended = [_told(_ended(hostile, int(_SIZE * share))) for hostile in INPUTS]
    table = Table(
        ("hostile inputs", "inputs", "seconds at most", "MB at most"), bad=[f"{one.name}: {one.wrong}" for one in ended if one.wrong]
    )
    for what, wanted in (("cleaned", CLEANED), ("in quarantine, with a reason", "quarantined"), ("neither", "")):
        table.rows.append(_row(what, [one for one in ended if one.state == wanted]))
    for why in (TOO_LONG, TOO_MUCH_MEMORY):
        table.rows.append(_row(f"(in quarantine because {why})", [one for one in ended if why in one.reason]))
    return table


def _row(what: str, ended: list[Ended]) -> tuple[object, ...]:
    most = max((one.bytes for one in ended), default=0) // 1_000_000
    return what, len(ended), f"{max((one.seconds for one in ended), default=0):.1f}", f"{most:,}"


def _told(one: Ended) -> Ended:
    said = f"{one.seconds:7.1f} s {one.bytes // 1_000_000:6,} MB  {one.name[:40]:40} {one.state:11} {one.wrong} {one.reason[:120]}"
    print(said, file=sys.stderr, flush=True)
    return one


def _ended(hostile: Hostile, size: int) -> Ended:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder), Config(), Path(folder) / "cleaned")
        with ProcessPoolExecutor(1) as apart:  # or what is told of a command's memory would be that of this process
            bytes = apart.submit(_write, hostile.name, project.root / "seeds", size).result()
        one, code = _run(project.root, Ended(hostile.name, _SECONDS + _SECONDS_A_BYTE * bytes))
        return _judged(project, hostile, one) if code in _DONE else replace(one, wrong=f"ends with {code}")


def _write(name: str, folder: Path, size: int) -> int:
    (hostile,) = (one for one in INPUTS if one.name == name)
    return hostile.write(folder, size).stat().st_size


def _run(root: Path, one: Ended) -> tuple[Ended, int]:
    """Run the command, and return what it used and how it ended."""
    words = [sys.executable, "-m", "curate.cli", "run", "--quiet", "--jobs", "2", "--project", str(root)]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    return replace(one, seconds=used.ru_utime + used.ru_stime, bytes=used.ru_maxrss * 1024), running.returncode


def _judged(project: Project, hostile: Hostile, one: Ended) -> Ended:
    current = project.store.load_current()
    assert current
    problems = list(verify_corpus(project.store))
    if problems or [entry.seed for entry in current.entries] != [hostile.name]:
        return replace(one, wrong=f"does not verify: {problems[:1]}")
    (entry,) = current.entries
    state = entry.state.replace("duplicate", CLEANED)
    times = 2 if TOO_LONG in entry.reason or TOO_MUCH_MEMORY in entry.reason else 1
    wrong = {
        "late": one.seconds > times * (1 + one.allowed) and not entry.documents,
        "beyond the memory": one.bytes > MEMORY_LIMIT,
        f"must be {hostile.state}": hostile.state not in (EITHER, state),
    }
    return replace(one, state=state, reason=entry.reason, wrong=", ".join(what for what, found in wrong.items() if found))
