"""The stages on this machine: in this process, or in several that may be killed."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from curate.engines import TOO_LONG, TOO_MUCH, Engine, Lost, Map
from curate.errors import CurateError

MEMORY = 4_000_000_000  # bytes that a worker may take
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # in a worker: each has a core

OUT_OF_TIME = -getattr(signal, "SIGPROF", 0) or None  # how a worker ends that used up its processor time; None: not on this system
_PATIENCE = 10  # times its processor time that a task may take by the clock
_LITTLE = 1_000_000  # bytes that are cleaned sooner than workers are started


def engine(jobs: int | None, size: int) -> Engine:
    """Return the engine for seeds of so many bytes; `jobs` None: as many workers as the machine has, none for little."""
    if jobs == 1 or (jobs is None and size < _LITTLE):
        return here
    return partial(workers, jobs or os.cpu_count() or 1)


@contextmanager
def here() -> Iterator[Map]:
    """Give a `map` in this process: for little, where nothing is worth starting a worker for."""
    yield _map


def _map(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
    for task in tasks:
        try:
            yield function(task)
        except CurateError:
            raise
        except Exception as error:
            yield Lost(task, fault(error))


@contextmanager
def workers(jobs: int) -> Iterator[Map]:
    """Give a `map` over `jobs` processes.

    A worker whose task takes more than its `seconds` of processor time ends, as
    does one that takes more than 4 GB of memory (where the system keeps count);
    one that waits ten times as long is killed; another takes its place.  What
    counts is what a task does: on a busy machine, or one that was asleep, it
    is not lost.  Workers are started when they are first needed.
    """
    idle: deque[_Worker] = deque(_Worker() for _ in range(jobs))
    every = tuple(idle)
    with ThreadPoolExecutor(jobs) as threads:

        def ask(function: Callable[[Any], Any], task: Any) -> Any:
            worker = idle.popleft()  # there are as many threads as workers
            try:
                return worker.ask(function, task)
            finally:
                idle.append(worker)

        def run(function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
            asked: deque[Future[Any]] = deque()
            for task in tasks:
                asked.append(threads.submit(ask, function, task))
                if len(asked) > 2 * jobs + 2:  # enough to keep all at work, and few enough for the memory
                    yield asked.popleft().result()
            while asked:
                yield asked.popleft().result()

        try:
            yield run
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in every:
                worker.kill()


class _Worker:
    """A process that does tasks, one after the other; when it is gone, the next task starts another."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, function: Callable[[Any], Any], task: Any) -> Any:
        """Return what `function` makes of `task`, or that it was lost; raise the CurateError that it raises."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(_PATIENCE * task.seconds, end)
        timer.start()
        try:
            answer = self._answer((function, task))
        except (EOFError, OSError, pickle.UnpicklingError):
            return Lost(task, TOO_LONG if self._ran_out() or late.is_set() else TOO_MUCH)
        finally:
            timer.cancel()
        if isinstance(answer, CurateError):
            raise answer
        return Lost(task, answer.why) if isinstance(answer, Lost) else answer

    def _answer(self, question: Any) -> Any:
        if self._process is None:
            self._process = _start()
        assert self._process.stdin and self._process.stdout
        pickle.dump(question, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)

    def _ran_out(self) -> bool:
        """Did the process, whose pipe is closed, use up its processor time?  It is gone afterwards."""
        if process := self._process:
            with suppress(subprocess.TimeoutExpired):  # the pipe closes before it has quite ended
                process.wait(1)
        self.kill()
        return process is not None and process.returncode == OUT_OF_TIME

    def kill(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()


def _start() -> subprocess.Popen[bytes]:
    """Start a worker, with this process' own modules; a new interpreter, so that neither threads nor the caller's script matter."""
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "curate.engines.worker"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=1 << 20, env=environment
    )


def fault(error: Exception) -> str:
    """Return in words an error that nobody foresaw."""
    return TOO_MUCH if isinstance(error, MemoryError) else f"a fault of curate, please report it: {type(error).__name__}: {error}"
