"""The stages on a cluster, as Ray core tasks.

All machines must have the same curate, and see the project's folder under the
same path.  A task writes files that are named by what they hold, so that it
may be done twice: a machine that goes away costs what it was at, nothing else.
"""

from __future__ import annotations

import os
import signal
import socket
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from curate.engines import TOO_MUCH, Engine, Lost, Map
from curate.engines.worker import answer, limit_memory
from curate.errors import CurateError, UsageError

_RETRIES = 3  # of a task whose process or machine went away
_SECONDS = 10  # in which a cluster must answer


def engine(address: str = "") -> Engine:
    """Return the engine of the cluster at an address; of none, of one that is started on this machine."""
    return partial(_cluster, address)


@contextmanager
def _cluster(address: str) -> Iterator[Map]:
    """Give a `map` over the cluster; raise UsageError where Ray is not installed or the cluster not there."""
    try:
        import ray
    except ImportError:
        raise UsageError("Ray is not installed; pip install 'curate-corpus[ray]'") from None
    if ray.is_initialized():  # by an engine around this one, or by the caller
        yield _map
        return
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # what is cleaned here is nobody else's concern
    try:
        _knock(address)
        ray.init(address or "local", log_to_driver=False, logging_level="error")
    except (OSError, ValueError) as error:
        raise UsageError(f"{address}: no Ray cluster answers there: {str(error).splitlines()[0]}") from None
    try:
        yield _map
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError where nobody listens at host:port, for which Ray would wait minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), _SECONDS).close()


def _map(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
    import ray

    remote = ray.remote(max_retries=_RETRIES, num_cpus=1)(_within)
    most = 2 * int(ray.cluster_resources().get("CPU", 1)) + 2  # enough to keep all at work
    asked: deque[tuple[Any, Any]] = deque()
    for task in tasks:
        asked.append((task, remote.remote(function, task)))
        if len(asked) > most:
            yield _result(*asked.popleft())
    while asked:
        yield _result(*asked.popleft())


def _result(task: Any, reference: Any) -> Any:
    import ray

    try:
        found = ray.get(reference)
    except ray.exceptions.RayError:  # its process was ended, again and again
        return Lost(task, TOO_MUCH)
    if isinstance(found, CurateError):
        raise found
    return Lost(task, found.why) if isinstance(found, Lost) else found


def _within(function: Callable[[Any], Any], task: Any) -> Any:
    """Do a task; the system ends the process if that takes too long, since Python may be kept from it."""
    limit_memory()
    if os.name == "nt":
        return answer(function, task)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, task.seconds)
    try:
        return answer(function, task)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
