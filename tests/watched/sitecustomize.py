"""In a process that finds this on its path: every file it changes is written down, and it has no network.

`CURATE_WATCHED` names the file that a line is appended to for each of them; workers inherit it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
OUTWARD = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.getnameinfo", "socket.gethostbyname",
           "socket.gethostbyaddr"}  # fmt: skip
CHANGES = {"os.rename": 2, "os.remove": 1, "os.mkdir": 1, "os.rmdir": 1, "os.link": 2, "os.symlink": 2, "os.truncate": 1, "os.chmod": 1,
           "os.utime": 1, "shutil.rmtree": 1}  # fmt: skip


def watch(event: str, values: tuple[Any, ...]) -> None:
    if event.startswith("socket."):
        if event in OUTWARD:
            note("network", event)
        raise OSError("there is no network here")
    if event == "open" and values[2] is not None and values[2] & WRITES:
        note("write", values[0])
    if event in CHANGES and not any(isinstance(value, int) and value >= 0 for value in values[CHANGES[event] :][-1:]):
        for path in values[: CHANGES[event]]:
            note("write", path)


def note(what: str, value: object) -> None:
    if isinstance(value, str | bytes | os.PathLike):  # not a descriptor that is open already
        os.write(log, f"{what} {os.path.normpath(Path(os.fsdecode(value)).absolute())!a}\n".encode())


if "CURATE_WATCHED" in os.environ:
    log = os.open(os.environ["CURATE_WATCHED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    sys.addaudithook(watch)
