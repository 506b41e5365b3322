"""A worker process: reads tasks from its standard input and writes the results to its standard output."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any

from curate.engines import TOO_MUCH_MEMORY, FailedTask
from curate.engines.local import MEMORY_LIMIT, describe_fault
from curate.errors import CurateError


def main() -> None:
    """Run tasks until the input ends, which also happens when the parent process has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent process
    limit_memory()
    answers = os.fdopen(os.dup(1), "wb", 1 << 20)
    os.dup2(2, 1)  # what a package prints must not get among the answers
    requests = sys.stdin.buffer
    while True:
        try:
            function, task = pickle.load(requests)
        except EOFError:
            return
        set_time_limit(task.seconds)
        answer = run_task(function, task)
        set_time_limit(0)
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        if isinstance(answer, FailedTask) and answer.reason == TOO_MUCH_MEMORY:
            return  # the state of this process can no longer be trusted


def set_time_limit(seconds: float) -> None:
    """Let the system end this process after so many more seconds of processor time; 0 removes the limit.  No effect on Windows."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def run_task(function: Any, task: Any) -> Any:
    """Return `function(task)`, the CurateError that it raises, or a FailedTask for any other exception."""
    try:
        return function(task)
    except CurateError as error:
        return error
    except Exception as error:
        return FailedTask(None, describe_fault(error))


def limit_memory() -> None:
    """Let allocations beyond `MEMORY_LIMIT` fail in this process; memory that it shares does not count.  No effect on Windows."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard_limit = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MEMORY_LIMIT if hard_limit == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard_limit)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard_limit))


if __name__ == "__main__":
    main()
