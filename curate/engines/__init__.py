"""Where the stages run.  An engine supplies `map`, and nothing more."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


class Task(Protocol):
    """What an engine is given to do: a value that can be pickled."""

    @property
    def seconds(self) -> float:
        """How long it may take."""


@dataclass(frozen=True, slots=True)
class Lost:
    """In place of a result: the task did not end, or took the process that did it with it.  `why` names no clock and no host."""

    task: Any
    why: str


# from a function and tasks to results, or what was lost, in the order of the tasks; these are taken as they are needed
Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
Engine = Callable[[], AbstractContextManager[Map]]

TOO_LONG = "it takes too long"
TOO_MUCH = "it takes too much memory, or ends the process"


@dataclass(frozen=True, slots=True)
class Mending:
    """What to do about a lost task: `split` it into smaller ones, of which one of a single item is its own; at last `give_up`."""

    engine: Engine
    split: Callable[[Any], list[Any]]
    give_up: Callable[[Lost], Any]


def recalling(run: Map, recall: Callable[[Any], Any]) -> Map:
    """Return a `map` that asks `run` only for the tasks of which `recall` does not know the result: None."""

    def recalled(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        known: deque[Any] = deque()

        def unknown() -> Iterator[Any]:
            for task in tasks:
                known.append(recall(task))
                if known[-1] is None:
                    yield task

        for result in run(function, unknown()):
            while (found := known.popleft()) is not None:
                yield found
            yield result
        yield from known

    return recalled


def surely(run: Map, function: Callable[[Any], Any], tasks: Iterable[Any], mending: Mending) -> Iterator[Any]:
    """Yield the results of all tasks, in their order.

    What was lost is done again in pieces, so that only a guilty item is lost
    again; that is tried once more alone, and then given up.
    """
    for result in run(function, tasks):
        if isinstance(result, Lost):
            yield from _again(function, result, mending)
        else:
            yield result


def _again(function: Callable[[Any], Any], lost: Lost, mending: Mending) -> Iterator[Any]:
    pieces = mending.split(lost.task)
    with mending.engine() as run:
        for result in run(function, pieces):
            if not isinstance(result, Lost):
                yield result
            elif len(pieces) == 1:
                yield mending.give_up(result)
            else:
                yield from _again(function, result, mending)
