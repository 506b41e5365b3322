"""Where the stages run changes nothing, and what takes a process with it takes nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
import tasks
from conftest import OTHER, STORY, put
from tasks import Task

from curate.engines import TOO_LONG, TOO_MUCH, Engine, Mending, local, surely
from curate.pipeline.run import Project, run
from curate.pipeline.stages import cleaning, results
from curate.upkeep.verify import verify


def done(engine: Engine, *items: str, size: int = 4) -> list[str]:
    """The answers about the items, so many a task."""
    mending = Mending(engine, tasks.split, tasks.give_up)
    with engine() as pool:
        every = (Task(items[start : start + size]) for start in range(0, len(items), size))
        return list(surely(pool, tasks.do, every, mending))


def test_workers_answer_in_the_order_of_the_tasks() -> None:
    items = [chr(ord("a") + n) for n in range(26)]
    assert done(partial(local.workers, 3), *items, size=2) == [a + b for a, b in zip(items[::2], items[1::2], strict=True)]


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ("hangs", TOO_LONG),
        ("sleeps", TOO_LONG),
        ("dies", TOO_MUCH),
        ("fails", "a fault of curate, please report it: ValueError: oh"),
        ("eats", TOO_MUCH),
    ],
)
def test_only_the_guilty_item_is_lost(item: str, why: str) -> None:
    if item == "eats" and sys.platform != "linux":
        pytest.skip("only Linux keeps count of the memory")
    engine = partial(local.workers, 2)
    quick = partial(Task, seconds={"hangs": 0.7, "sleeps": 0.1}.get(item, 20))
    with engine() as pool:
        found = list(
            surely(pool, tasks.do, [quick(("a", "b")), quick(("c", item)), quick(("d",))], Mending(engine, tasks.split, tasks.give_up))
        )
    assert found == ["ab", "c", f"<{item}: {why}>", "d"]


def test_a_document_that_is_given_up_is_in_quarantine_and_the_revision_incomplete(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, text in enumerate((STORY, OTHER, f"{STORY} {OTHER}")):
        put(project, f"{number}.txt", f"Number {number}\n\n{text}\n")
    clean = cleaning.clean

    def fails_on_one(task: cleaning.CleanTask) -> results.CleanedPart:
        if any(item.seed == "1.txt" for item in task.part):
            raise MemoryError
        return clean(task)

    monkeypatch.setattr(cleaning, "clean", fails_on_one)
    revision = run(project).revision
    assert revision.given_up == 1 and revision.by_seed["1.txt"].reason == f"given up, tried again by the next run: {TOO_MUCH}"
    assert list(verify(project.store)) == []
    monkeypatch.undo()
    after = run(project).revision
    assert after.given_up == 0 and after.by_seed["1.txt"].state == "cleaned" and after.version == "1.1.0"


def test_what_an_interrupted_run_has_cleaned_is_not_cleaned_again(project: Project) -> None:
    records = [{"id": n, "text": f"Page {n}\n\n{' '.join(f'w{n}x{i}' for i in range(20))}.\n"} for n in range(3000)]
    put(project, "many.jsonl", "".join(json.dumps(one) + "\n" for one in records))
    command = [sys.executable, "-m", "curate.cli", "run", "--project", str(project.root), "--jobs", "2"]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # which a test run in the background would not
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heard)
    cache = project.root / ".curate" / "cache"
    while len(list(cache.glob("*/*"))) < 9 and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: the workers get it too
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"curate: interrupted; the last revision is unchanged\n")
    kept = {path: path.stat().st_mtime_ns for path in cache.glob("*/*")}
    result = run(project, jobs=2)
    assert result.revision.by_seed["many.jsonl"].count == 3000
    again = [path for path, then in kept.items() if path.exists() and path.stat().st_mtime_ns != then]
    assert len(again) <= 6 < len(kept)  # two workers had one part each in hand, of which the summary was not yet there
