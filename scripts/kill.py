"""Kill `curate run` at random moments and see what is left.

    python scripts/kill.py [--times 50] [--seed 1]

A corpus of one revision gets new and changed seeds; runs over it are killed with SIGKILL at random moments. After each,
the corpus must verify, and a run that is left alone must give the revision id that an undisturbed run gives.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from curate.config import Config
from curate.corpus import Project, run
from curate.verify import verify

SEEDS = Path(__file__).parent.parent / "seeds"


def project_in(folder: Path) -> Project:
    return Project(folder, Config(), folder / "cleaned")


def prepare(folder: Path) -> None:
    """Make a project whose corpus is one revision behind its seeds."""
    shutil.copytree(SEEDS, folder / "seeds")
    run(project_in(folder), jobs=1)
    shutil.rmtree(folder / ".curate")
    changed = min((folder / "seeds").iterdir())
    changed.write_text("Neu\n\nDiese Seite sagt jetzt etwas ganz anderes als zuvor.\n", "utf-8")
    for number in range(30):
        words = " ".join(f"wort{number}x{i}" for i in range(60))
        (folder / "seeds" / f"neu{number:02}.txt").write_text(f"Seite {number}\n\n{words}.\n", "utf-8")


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "curate.cli", "run", "--jobs", "1", "--project", str(folder)]


def killed_after(folder: Path, seconds: float) -> tuple[bool, list[str], str]:
    """Was the new revision there after the kill, what did `verify` say, and which revision did the next run give?"""
    process = subprocess.Popen(command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.kill()
    process.wait()
    project = project_in(folder)
    problems = list(verify(project.store))
    current = project.store.current()
    return bool(current and current.number == 2), problems, run(project, jobs=1).revision.id


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    made = bad = 0
    with tempfile.TemporaryDirectory() as temporary:
        base, trial = Path(temporary) / "base", Path(temporary) / "trial"
        prepare(base)
        shutil.copytree(base, trial)
        started = time.monotonic()
        subprocess.run(command(trial), check=True, stdout=subprocess.DEVNULL)
        length = time.monotonic() - started
        current = project_in(trial).store.current()
        for _ in range(options.times):
            shutil.rmtree(trial)
            shutil.copytree(base, trial)
            there, problems, revision = killed_after(trial, rng.uniform(0, length))
            made += there
            bad += bool(problems) or not current or revision != current.id
    print(f"{options.times} kills within {length:.1f} s, {made} of them after the new revision had begun")
    print(f"{bad} corpora did not verify, or the next run gave another revision")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
