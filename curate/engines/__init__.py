"""Engines: where the stages of a run are executed.  An engine supplies `map`, and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


class Task(Protocol):
    """One unit of work for an engine; it must be possible to pickle it."""

    @property
    def seconds(self) -> float:
        """Seconds of processor time that the task may take."""


@dataclass(frozen=True, slots=True)
class FailedTask:
    """Stands in place of a result: the task raised an unexpected error, ran out of time, or ended its process.

    `reason` is one line for users.  It names no time and no machine, because it is stored in the corpus.
    """

    task: Any
    reason: str


# map(function, tasks) yields a result or a FailedTask for each task, in the order of the tasks, and reads the tasks as needed
Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
Engine = Callable[[], AbstractContextManager[Map]]

TOO_LONG = "it takes too long"
TOO_MUCH_MEMORY = "it takes too much memory, or ends the process"


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How to retry a failed task.

    `engine` runs the retries.  `split` returns smaller tasks, or the task itself if it has only one item.
    `give_up` returns the result of such a task when it fails again.
    """

    engine: Engine
    split: Callable[[Any], list[Any]]
    give_up: Callable[[FailedTask], Any]


def map_with_cache(run: Map, look_up: Callable[[Any], Any]) -> Map:
    """Return a `map` that passes to `run` only the tasks for which `look_up` returns None; other tasks yield what it returns."""

    def cached_map(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        cached: deque[Any] = deque()  # what the cache has for each task, until its result is yielded

        def uncached_tasks() -> Iterator[Any]:
            for task in tasks:
                cached.append(look_up(task))
                if cached[-1] is None:
                    yield task

        for result in run(function, uncached_tasks()):
            while (hit := cached.popleft()) is not None:
                yield hit
            yield result
        yield from cached

    return cached_map


def map_with_retries(run: Map, function: Callable[[Any], Any], tasks: Iterable[Any], policy: RetryPolicy) -> Iterator[Any]:
    """Yield the results of all tasks, in the order of the tasks.

    A failed task is split and run again, until only the items that cause the failure fail.  Each of
    these is tried once more alone, and then given up.
    """
    for result in run(function, tasks):
        if isinstance(result, FailedTask):
            yield from _retry_in_pieces(function, result, policy)
        else:
            yield result


def _retry_in_pieces(function: Callable[[Any], Any], failed: FailedTask, policy: RetryPolicy) -> Iterator[Any]:
    pieces = policy.split(failed.task)
    with policy.engine() as run:
        for result in run(function, pieces):
            if not isinstance(result, FailedTask):
                yield result
            elif len(pieces) == 1:
                yield policy.give_up(result)
            else:
                yield from _retry_in_pieces(function, result, policy)
