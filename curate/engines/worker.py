"""A worker: does the tasks that come in on its standard input, and answers on its standard output."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any

from curate.engines import TOO_MUCH, Lost
from curate.engines.local import fault
from curate.errors import CurateError


def main() -> None:
    """Work until there is no more input, which is also when whoever asks has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asks
    _limit_memory(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb", 1 << 20)
    os.dup2(2, 1)  # whatever a package prints is no answer
    questions = sys.stdin.buffer
    while True:
        try:
            function, task = pickle.load(questions)
        except EOFError:
            return
        answer = _answer(function, task)
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
        if isinstance(answer, Lost) and answer.why == TOO_MUCH:
            return  # who knows what is left of this process


def _answer(function: Any, task: Any) -> Any:
    try:
        return function(task)
    except CurateError as error:
        return error
    except Exception as error:
        return Lost(None, fault(error))


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main()
