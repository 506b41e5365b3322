"""SIGKILL at random moments: what was acknowledged must be there, and the next run must come to the same end.

Moments are counted in processor time, so that on a busy machine as many fall before the end (Linux only).
Each trial takes a copy of a small project, forks a process that does one thing, kills it, and asks: does the corpus verify,
are all revisions there that were, is what the command had acknowledged there, and does doing it again, and a run, give the
revision that the same without a kill gives?
"""

from __future__ import annotations

import math
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

from curate.cli import app
from curate.decisions.create import create_drop
from curate.decisions.file import append_decisions, load_decisions
from curate.errors import CurateError
from curate.pipeline.project import Project
from curate.pipeline.run import run
from curate.upkeep.open_project import open_project
from curate.upkeep.verify import verify_corpus
from torture_parts.table import Table

_WORDS = [
    "rain",
    "harbour",
    "boat",
    "quay",
    "night",
    "morning",
    "light",
    "mill",
    "village",
    "evening",
    "snow",
    "river",
    "door",
    "letter",
    "stone",
    "garden",
    "bread",
    "winter",
]
_TIMES = 1_000


def _story(number: int, length: int = 80) -> str:
    rng = random.Random(number)
    return (
        f"Story {number}\n\n"
        + "\n\n".join(" ".join(rng.choice(_WORDS) + str(number) for _ in range(length)) + "." for _ in range(3))
        + "\n"
    )


def project_in(folder: Path) -> Project:
    """Open the project as any command does: what was begun and journalled is finished first."""
    return open_project(folder)


def _base(folder: Path) -> None:
    """Make a project of three revisions, with seeds that are new and changed since."""
    seeds = folder / "seeds"
    seeds.mkdir(parents=True)
    for revision in range(3):
        for number in range(revision * 4, revision * 4 + 4):
            (seeds / f"story{number:02}.txt").write_text(_story(number), "utf-8")
        (seeds / "page.html").write_text(f"<html><body><nav>Home | News</nav><p>{_story(90 + revision)}</p></body></html>", "utf-8")
        run(project_in(folder), jobs=1)


def _changed(folder: Path) -> None:
    for number in range(20, 26):
        (folder / "seeds" / f"story{number:02}.txt").write_text(_story(number), "utf-8")
    (folder / "seeds" / "story00.txt").write_text(_story(77), "utf-8")


@dataclass(frozen=True)
class Deed:
    """One thing that is done and killed: `before` it, what is done to the project; whether revisions may go by it."""

    name: str
    act: Callable[[Path, int], None]  # the project, and where to write a byte for each thing acknowledged
    before: Callable[[Path], object] = Path.exists  # nothing to prepare
    lets_go: bool = False


def _command(*words: str) -> Callable[[Path, int], None]:
    def act(folder: Path, _: int) -> None:
        with Path(os.devnull).open("w") as null, redirect_stdout(null), redirect_stderr(null):
            app([word.replace("PROJECT", str(folder)) for word in words] + ["--project", str(folder)], standalone_mode=False)

    return act


def _new_files(folder: Path) -> None:
    (folder / "new").mkdir()
    for number in range(30, 50):
        (folder / "new" / f"new{number}.txt").write_text(_story(number), "utf-8")


def _decide(folder: Path, acknowledge: int) -> None:
    """Do what the page of `curate review` does for each decision, forty times."""
    for number in range(40):
        source = (folder / "seeds" / f"story{number % 12:02}.txt").read_text("utf-8")
        start = 9 + 40 * (number // 12)
        append_decisions(folder, [create_drop(f"story{number % 12:02}.txt", source, (start, start + 30), f"number {number}")])
        os.write(acknowledge, b".")


DEEDS = (
    Deed("run", _command("run", "--jobs", "1", "-q"), _changed),
    Deed("add", _command("add", "PROJECT/new"), _new_files),
    Deed("gc", _command("gc", "--keep", "1"), lets_go=True),
    Deed("forget", _command("forget", "story01.txt")),
    Deed("review", _decide),
)


def measure(seed: int, share: float) -> Table:
    """Return what a thousand kills did, or that share of them."""
    table = Table(("SIGKILL at random moments of", "times", "before the end", "unreadable", "acknowledged and lost", "another revision"))
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary) / "base"
        _base(base)
        for deed in DEEDS:
            trials = Trials(base, Path(temporary), round(_TIMES * share) // len(DEEDS), random.Random(seed))
            table.rows.append(_row(deed, trials, table))
    return table


@dataclass(frozen=True)
class Trials:
    base: Path
    temporary: Path
    times: int
    rng: random.Random


def _row(deed: Deed, trials: Trials, table: Table) -> tuple[object, ...]:
    trial, begun = trials.temporary / "trial", trials.temporary / "begun"
    for folder in (trial, begun):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(trials.base, begun)
    deed.before(begun)
    shutil.copytree(begun, trial)
    *_, length = _killed(deed, trial, math.inf)
    wanted = run(project_in(trial), jobs=1).revision.id
    known = [one.id for one in project_in(begun).store.load_revisions()]
    unreadable = lost = other = early = 0
    for number in range(trials.times):
        shutil.rmtree(trial)
        shutil.copytree(begun, trial)
        ended, acknowledged, _ = _killed(deed, trial, trials.rng.uniform(0, length))
        early += not ended
        problems, missing = _problems(trial), _missing(deed, trial, known, acknowledged)
        again = _again(deed, trial)
        unreadable, lost, other = unreadable + bool(problems), lost + bool(missing), other + (again != wanted)
        for said in (*problems[:2], *missing[:2], *([f"gives {again[:40]}"] if again != wanted else ())):
            table.bad.append(f"{deed.name}, kill {number}: {said}")
    return (deed.name, trials.times, early, unreadable, lost, other)


def _killed(deed: Deed, folder: Path, seconds: float) -> tuple[bool, int, float]:
    """Do a deed in a process of its own and kill that after so much processor time.

    Returns whether it had ended, how much it had acknowledged, and what it took.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with suppress(CurateError, SystemExit):
            deed.act(folder, writing)
        os._exit(0)
    os.close(writing)
    done, used = 0, 0.0
    while used < seconds and not done:
        used = int(Path(f"/proc/{child}/schedstat").read_text().split()[0]) / 1e9
        done, _ = os.waitpid(child, os.WNOHANG)
        time.sleep(0.0005)
    if not done:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as file:
        return bool(done), len(file.read()), used


def _problems(folder: Path) -> list[str]:
    return list(verify_corpus(project_in(folder).store))


def _missing(deed: Deed, folder: Path, known: Sequence[str], acknowledged: int) -> list[str]:
    """Return what had been acknowledged, by this deed or before it, and is not there."""
    there = {one.id for one in project_in(folder).store.load_revisions()}
    gone = [one for one in (known[-1:] if deed.lets_go else known) if one not in there]
    kept = len(load_decisions(folder))
    return gone + ([f"{acknowledged - kept} decisions"] if kept < acknowledged else [])


def _again(deed: Deed, folder: Path) -> str:
    """Return the id of the revision after the deed is done again and a run; or why there is none."""
    try:
        _in_process(deed, folder)
        return run(project_in(folder), jobs=1).revision.id
    except CurateError as error:
        return str(error)


def _in_process(deed: Deed, folder: Path) -> None:
    if deed.name == "review":
        _rest(deed, folder)
        return
    with suppress(CurateError):  # it had been done: what is added, or forgotten, twice is refused
        deed.act(folder, os.open(os.devnull, os.O_WRONLY))


def _rest(deed: Deed, folder: Path) -> None:
    """Make the decisions anew: those that are there already change nothing."""
    file = os.open(os.devnull, os.O_WRONLY)
    deed.act(folder, file)
    os.close(file)
