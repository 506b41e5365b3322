"""Tasks for the workers of `test_engines.py`, which have to import them from a module."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace

from curate.engines import FailedTask


@dataclass(frozen=True)
class Task:
    items: tuple[str, ...]
    seconds: float = 2.0


def join_items(task: Task) -> str:
    """Return the items as one string, unless one of them does what it says."""
    for item in task.items:
        while item == "hangs":
            pass
        if item == "sleeps":
            time.sleep(60)
        if item == "eats":
            bytearray(8_000_000_000)
        if item == "dies":
            os._exit(1)
        if item == "fails":
            raise ValueError("oh")
    return "".join(task.items)


def split(task: Task) -> list[Task]:
    """Return the two halves of a task; of a task of one item, the task itself."""
    half = -(-len(task.items) // 2)
    return [replace(task, items=items) for items in (task.items[:half], task.items[half:]) if items]


def give_up(failed: FailedTask) -> str:
    """Return the result of a task that has failed for good."""
    return f"<{failed.task.items[0]}: {failed.reason}>"
