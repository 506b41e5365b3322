"""Try every fault, and count what was lost.

    python scripts/torture.py [PART …] [--seed 1] [--share 1.0] [--data DIR]

The parts, each a module of scripts/torture_parts/, are printed as tables; docs/reliability.md holds them. `--share` tries only so much of
each. With `--data`, the part `pages` reads all pages (`*.html.gz`) below that folder, none of which may be taken for hostile.
Exits with 1 if anything was lost, missed or crashed.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from torture_parts import faults, flips, hostility, kills, pages, patterns
from torture_parts.table import Part

PARTS: dict[str, Part] = {
    "hostile": hostility.measure, "kills": kills.measure, "flips": flips.measure, "faults": faults.measure, "patterns": patterns.measure,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", help=f"one of {', '.join(PARTS)}; all by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    parts = PARTS | ({"pages": lambda *_: pages.measure(asked.data)} if asked.data else {})
    bad = 0
    for name in asked.part or parts:
        start = time.process_time()
        table = parts[name](asked.seed, asked.share)
        print(f"## {name}\n\n{table.text()}\n\n{time.process_time() - start:,.0f} s of CPU time\n", flush=True)
        for line in table.bad:
            print(f"BAD: {line}", flush=True)
        bad += len(table.bad)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
