"""How a run reports its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """The progress that one result brings: `done` of the total, in its unit; and what was cleaned for it."""

    done: int
    documents: int = 0
    characters: int = 0
    left: int = 0


# ShowProgress(results, title, total, step_of) yields the results; step_of returns the step of a result, and all steps add up to total
ShowProgress = Callable[[Iterable[Any], str, int, Callable[[Any], Step]], Iterable[Any]]


def hide_progress(results: Iterable[Any], _title: str, _total: int, _step_of: Callable[[Any], Step]) -> Iterable[Any]:
    """Return the results, and show nothing."""
    return results
