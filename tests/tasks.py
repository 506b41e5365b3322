"""Tasks for workers, which import them from here."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace

from curate.engines import Lost


@dataclass(frozen=True)
class Task:
    items: tuple[str, ...]
    seconds: float = 2.0


def do(task: Task) -> str:
    """Say what the items are, unless one of them is hostile."""
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
    half = -(-len(task.items) // 2)
    return [replace(task, items=items) for items in (task.items[:half], task.items[half:]) if items]


def give_up(lost: Lost) -> str:
    return f"<{lost.task.items[0]}: {lost.why}>"
