"""A worker: does the tasks that come in on its standard input, and answers on its standard output."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any

from curate.engines import TOO_MUCH, Lost
from curate.engines.local import MEMORY, fault
from curate.errors import CurateError


def main() -> None:
    """Work until there is no more input, which is also when whoever asks has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asks
    limit_memory()
    answers = os.fdopen(os.dup(1), "wb", 1 << 20)
    os.dup2(2, 1)  # whatever a package prints is no answer
    questions = sys.stdin.buffer
    while True:
        try:
            function, task = pickle.load(questions)
        except EOFError:
            return
        allow(task.seconds)
        found = answer(function, task)
        allow(0)
        pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        if isinstance(found, Lost) and found.why == TOO_MUCH:
            return  # who knows what is left of this process


def allow(seconds: float) -> None:
    """Let this process end when it has used so many more seconds of processor time; 0: let it go on."""
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_PROF, seconds)


def answer(function: Any, task: Any) -> Any:
    """Return what a function makes of a task, the CurateError that it raises, or that the task is lost."""
    try:
        return function(task)
    except CurateError as error:
        return error
    except Exception as error:
        return Lost(None, fault(error))


def limit_memory() -> None:
    """Let this process fail that takes more memory than a task may; what it shares with others is not counted."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, most))


if __name__ == "__main__":
    main()
