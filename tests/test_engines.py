"""Engines: the result does not depend on them, and a document that ends its process costs nothing but itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from functools import partial

import pytest
import tasks
from conftest import OTHER, STORY, put
from tasks import Task

from curate.engines import TOO_LONG, TOO_MUCH_MEMORY, Engine, RetryPolicy, local, map_with_retries
from curate.pipeline.run import Project, run
from curate.pipeline.stages.cleaning import CleanTask, clean_shard
from curate.pipeline.stages.results import CleanedShard
from curate.upkeep.verify import verify_corpus


def run_tasks(engine: Engine, tasks_to_run: Iterable[Task]) -> list[str]:
    """Run tasks on an engine, with retries, and return their results."""
    with engine() as pool:
        return list(map_with_retries(pool, tasks.join_items, tasks_to_run, RetryPolicy(engine, tasks.split, tasks.give_up)))


def test_workers_answer_in_the_order_of_the_tasks() -> None:
    pairs = [(chr(ord("a") + n), chr(ord("b") + n)) for n in range(0, 26, 2)]
    assert run_tasks(partial(local.worker_pool, 3), map(Task, pairs)) == [first + second for first, second in pairs]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("hangs", TOO_LONG),
        ("sleeps", TOO_LONG),
        ("dies", TOO_MUCH_MEMORY),
        ("fails", "a fault of curate, please report it: ValueError in tasks.py, join_items"),
        ("eats", TOO_MUCH_MEMORY),
    ],
)
def test_only_the_item_that_fails_is_given_up(item: str, reason: str) -> None:
    if item == "eats" and sys.platform != "linux":
        pytest.skip("only Linux keeps count of the memory")
    limited_task = partial(Task, seconds={"hangs": 0.7, "sleeps": 0.1}.get(item, 20))
    three_tasks = map(limited_task, [("a", "b"), ("c", item), ("d",)])
    assert run_tasks(partial(local.worker_pool, 2), three_tasks) == ["ab", "c", f"<{item}: {reason}>", "d"]


def test_a_document_that_is_given_up_is_in_quarantine_and_the_revision_incomplete(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, text in enumerate((STORY, OTHER, f"{STORY} {OTHER}")):
        put(project, f"{number}.txt", f"Number {number}\n\n{text}\n")

    def fail_on_one(task: CleanTask) -> CleanedShard:
        if any(raw.seed == "1.txt" for raw in task.shard):
            raise MemoryError
        return clean_shard(task)

    monkeypatch.setattr("curate.pipeline.clean_seeds.clean_shard", fail_on_one)
    revision = run(project).revision
    assert revision.given_up == 1 and revision.by_seed["1.txt"].reason == f"given up, tried again by the next run: {TOO_MUCH_MEMORY}"
    assert list(verify_corpus(project.store)) == []
    monkeypatch.undo()
    after = run(project).revision
    assert after.given_up == 0 and after.by_seed["1.txt"].state == "cleaned" and after.version == "1.1.0"


def test_what_an_interrupted_run_has_cleaned_is_not_cleaned_again(project: Project) -> None:
    records = [{"id": n, "text": f"Page {n}\n\n{' '.join(f'w{n}x{i}' for i in range(20))}.\n"} for n in range(3000)]
    put(project, "many.jsonl", "".join(json.dumps(one) + "\n" for one in records))
    command = [sys.executable, "-m", "curate.cli", "run", "--project", str(project.root), "--jobs", "2"]
    listen_to_ctrl_c = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a process that was started in the background ignores it
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=listen_to_ctrl_c
    )
    cache = project.root / ".curate" / "cache"
    while len(list(cache.glob("*/*"))) < 9 and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: the workers get it too
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"curate: interrupted; the last revision is unchanged\n")
    modified = {path: path.stat().st_mtime_ns for path in cache.glob("*/*")}
    result = run(project, jobs=2)
    assert result.revision.by_seed["many.jsonl"].count == 3000
    again = [path for path, time_before in modified.items() if path.exists() and path.stat().st_mtime_ns != time_before]
    assert len(again) <= 6 < len(modified)  # each of the two workers was at one shard, whose summary was not yet written
