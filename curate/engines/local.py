"""Engines on this machine: in this process, or in worker processes that can be killed."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from curate.engines import TOO_LONG, TOO_MUCH_MEMORY, Engine, FailedTask, Map
from curate.errors import CurateError

MEMORY_LIMIT = 4_000_000_000  # bytes that a worker may allocate
_SINGLE_THREADED = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # each worker has one core

# exit status of a worker that used up its processor time; None where the system has no such limit
_TIME_LIMIT_STATUS = -getattr(signal, "SIGPROF", 0) or None
_WALL_CLOCK_FACTOR = 10  # a task may take this many times its processor time by the clock
_SMALL_INPUT = 1_000_000  # bytes; less is cleaned sooner than workers are started


def choose_engine(jobs: int | None, size: int) -> Engine:
    """Return the engine for `size` bytes of seeds; with `jobs` None, one worker for each core, or none for a small input."""
    if jobs == 1 or (jobs is None and size < _SMALL_INPUT):
        return in_process_engine
    return partial(worker_pool, jobs or os.cpu_count() or 1)


@contextmanager
def in_process_engine() -> Iterator[Map]:
    """Provide a `map` in this process, for inputs too small for workers.  It enforces neither time nor memory limits."""
    yield _map_in_process


def _map_in_process(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
    for task in tasks:
        try:
            yield function(task)
        except CurateError:
            raise
        except Exception as error:
            yield FailedTask(task, describe_fault(error))


@contextmanager
def worker_pool(jobs: int) -> Iterator[Map]:
    """Provide a `map` over `jobs` worker processes, which are started when they are first needed.

    A worker ends when its task has used `task.seconds` of processor time, or allocates more than
    `MEMORY_LIMIT` (where the system enforces that).  A worker that takes ten times as long by the clock
    is killed.  Another worker takes its place.  Processor time is what counts, so that a task does
    not fail because the machine is busy or was asleep.
    """
    idle: deque[_Worker] = deque(_Worker() for _ in range(jobs))
    workers = tuple(idle)
    with ThreadPoolExecutor(jobs) as threads:

        def run_on_idle_worker(function: Callable[[Any], Any], task: Any) -> Any:
            worker = idle.popleft()  # there are as many threads as workers
            try:
                return worker.run_task(function, task)
            finally:
                idle.append(worker)

        def run(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
            pending: deque[Future[Any]] = deque()
            for task in tasks:
                pending.append(threads.submit(run_on_idle_worker, function, task))
                if len(pending) > 2 * jobs + 2:  # enough to keep all workers busy, and few enough for the memory
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()

        try:
            yield run
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.kill()


class _Worker:
    """A process that runs one task after the other; if it has ended, the next task starts a new one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def run_task(self, function: Callable[[Any], Any], task: Any) -> Any:
        """Return `function(task)`, or a FailedTask; raise the CurateError that the function raises."""
        timed_out = threading.Event()

        def kill_late_process() -> None:
            timed_out.set()
            self.kill()

        timer = threading.Timer(_WALL_CLOCK_FACTOR * task.seconds, kill_late_process)
        timer.start()
        try:
            answer = self._send((function, task))
        except (EOFError, OSError, pickle.UnpicklingError):
            return FailedTask(task, TOO_LONG if self._used_up_time() or timed_out.is_set() else TOO_MUCH_MEMORY)
        finally:
            timer.cancel()
        if isinstance(answer, CurateError):
            raise answer
        return FailedTask(task, answer.reason) if isinstance(answer, FailedTask) else answer

    def _send(self, request: Any) -> Any:
        """Send a request to the process, which is started if need be, and return its answer."""
        if self._process is None:
            self._process = _start_worker()
        assert self._process.stdin and self._process.stdout
        pickle.dump(request, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)

    def _used_up_time(self) -> bool:
        """Did the process, whose pipe is closed, end because its processor time was used up?  Kills it in any case."""
        if process := self._process:
            with suppress(subprocess.TimeoutExpired):  # the pipe closes a little before the process has ended
                process.wait(1)
        self.kill()
        return process is not None and process.returncode == _TIME_LIMIT_STATUS

    def kill(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()


def _start_worker() -> subprocess.Popen[bytes]:
    """Start a worker in a new interpreter with this process' module path; unlike a fork it inherits no threads and no script."""
    environment = {**os.environ, **_SINGLE_THREADED, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "curate.engines.worker"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=1 << 20, env=environment
    )


def describe_fault(error: Exception) -> str:
    """Return one line for the user about an unexpected error: its type and place, not its message, which may quote a document."""
    if isinstance(error, MemoryError):
        return TOO_MUCH_MEMORY
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, {frames[-1].name}" if frames else ""
    return f"a fault of curate, please report it: {type(error).__name__}{place}"
