"""The stages on this machine: in this process, or in several."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

_FEW = 32  # tasks that are done sooner than workers are started


@contextmanager
def workers(jobs: int | None, tasks: int) -> Iterator[Map]:
    """Give a `map` over `jobs` processes; None: as many as the machine has and `tasks` are worth."""
    count = jobs or (1 if tasks < _FEW else os.cpu_count() or 1)
    if count == 1:
        yield map
        return
    with ProcessPoolExecutor(count) as pool:
        yield lambda function, items: pool.map(function, items, chunksize=1)
