"""What a command and all its children cost: wall time, CPU time, memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Seconds of the wall, of all processes' CPU, and of the first's alone; MB held together at most."""

    wall: float
    cpu: float
    first: float
    memory: float

    @property
    def on_two_cores(self) -> float:
        """Seconds at most, were they free: the workers wait for the first process."""
        return self.first + (self.cpu - self.first) / 2

    def row(self, what: str) -> str:
        return f"| {what} | {self.wall:.0f} | {self.cpu:.0f} | {self.first:.0f} | {self.memory:.0f} |"


def measure(command: list[str]) -> Cost:
    """What a command and all its children cost."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: whoever is left alone is ours, and counted
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = first = 0.0
    while process.poll() is None:
        most = max(most, sum(measure_memory(pid) for pid in list_tree(process.pid)))
        first = max(first, cpu_seconds(process.pid))
        time.sleep(0.25)
    wall = time.monotonic() - start
    if process.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, first, most)


def list_tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        children += [c for t in Path(f"/proc/{pid}/task").iterdir() if t.name != str(pid) for c in (t / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in list_tree(int(child)))]


def measure_memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run_curate(project: Path, *options: str) -> Cost:
    return measure([sys.executable, "-m", "curate.cli", "run", "-q", "--project", str(project), *options])
