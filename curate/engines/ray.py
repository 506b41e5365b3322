"""An engine on a cluster: each task is a Ray core task.

All machines must have the same version of curate and see the project's folder under the same path.
A task may run twice, because its files are named by their content.  So a machine that goes away
costs only the tasks that it was running.
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

from curate.engines import TOO_MUCH_MEMORY, Engine, FailedTask, Map
from curate.engines.worker import limit_memory, run_task
from curate.errors import CurateError, UsageError

_MAX_RETRIES = 3  # of a task whose process or machine went away
_CONNECT_TIMEOUT = 10  # seconds


def ray_engine(address: str = "") -> Engine:
    """Return the engine of the cluster at `address`; without an address, one that starts a cluster on this machine."""
    return partial(_connect, address)


@contextmanager
def _connect(address: str) -> Iterator[Map]:
    """Provide a `map` over the cluster; raise UsageError if Ray is not installed or no cluster answers."""
    try:
        import ray
    except ImportError:
        raise UsageError("Ray is not installed; pip install 'curate-corpus[ray]'") from None
    if ray.is_initialized():  # by an engine around this one, or by the caller
        yield _map_on_cluster
        return
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # send nothing about users' corpora to anyone
    try:
        _require_listener(address)
        ray.init(address or "local", log_to_driver=False, logging_level="error")
    except (OSError, ValueError) as error:
        raise UsageError(f"{address}: no Ray cluster answers there: {str(error).splitlines()[0]}") from None
    try:
        yield _map_on_cluster
    finally:
        ray.shutdown()


def _require_listener(address: str) -> None:
    """Raise OSError if nothing listens at host:port; Ray itself would wait for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), _CONNECT_TIMEOUT).close()


def _map_on_cluster(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
    import ray

    remote = ray.remote(max_retries=_MAX_RETRIES, num_cpus=1)(_run_with_time_limit)
    max_pending = 2 * int(ray.cluster_resources().get("CPU", 1)) + 2  # enough to keep all machines busy
    pending: deque[tuple[Any, Any]] = deque()
    for task in tasks:
        pending.append((task, remote.remote(function, task)))
        if len(pending) > max_pending:
            yield _fetch_result(*pending.popleft())
    while pending:
        yield _fetch_result(*pending.popleft())


def _fetch_result(task: Any, reference: Any) -> Any:
    import ray

    try:
        answer = ray.get(reference)
    except ray.exceptions.RayError:  # its process ended, in each of the retries
        return FailedTask(task, TOO_MUCH_MEMORY)
    if isinstance(answer, CurateError):
        raise answer
    return FailedTask(task, answer.reason) if isinstance(answer, FailedTask) else answer


def _run_with_time_limit(function: Callable[[Any], Any], task: Any) -> Any:
    """Run a task; the system ends the process after `task.seconds`, because C code may keep Python from doing so."""
    limit_memory()
    if os.name == "nt":
        return run_task(function, task)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, task.seconds)
    try:
        return run_task(function, task)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
