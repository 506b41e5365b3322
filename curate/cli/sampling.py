"""`curate audit --sample`: removals read one by one, and what the answers say of all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.cli.shared import new_console, print_json
from curate.ledger.lines import to_json

if TYPE_CHECKING:
    from curate.audit.sampling import Drawn, Sample

_KEYS = {"r": "right", "w": "wrong"}
_HELP = "r right: it may go · w wrong: it should have stayed, or you doubt it · b back · q stop"


def read(draw: Callable[[], Sample], root: Path, revision: str, as_json: bool) -> None:
    """Ask about each removal of a sample that nobody has answered yet, and say what that tells; `draw` draws it, answers included."""
    sample = draw()
    if as_json:
        print_json(_plain(sample, revision))
        return
    if any(not one.verdict for one in sample.drawn):
        _ask(sample, root, revision)
        sample = draw()
    _tell(sample)


def _ask(sample: Sample, root: Path, revision: str) -> None:
    from curate.audit import reviews

    waiting = [one for one in sample.drawn if not one.verdict]
    answered = len(sample.drawn) - len(waiting)
    print(f"{len(sample.drawn):,} to read" + (f", {answered:,} of them answered before" if answered else "") + f"\n{_HELP}")
    at = 0
    while at < len(waiting):
        _show(waiting[at], f"{answered + at + 1:,} of {len(sample.drawn):,}")
        key = _key()
        if key == "q":
            return
        if key == "b":
            at = max(0, at - 1)
            continue
        reviews.append(root, waiting[at].passage, _KEYS[key], revision)
        at += 1


def _key() -> str:
    """Return the next key that means something; the end of the input means to stop."""
    while True:
        print("[r/w/b/q] ", end="", flush=True)
        line = sys.stdin.readline()
        key = line.strip().lower()[:1]
        if not line or key in ("b", "q", *_KEYS):
            return key or "q"
        print(_HELP)


def _show(one: Drawn, number: str) -> None:
    from rich.text import Text

    from curate.audit import terminal

    console = new_console()
    about, edit = one.passage, one.edit
    place = f"{number}  {terminal.safe(about.document)}:{edit.start}"
    console.print()
    console.print(place, style="bold", markup=False, soft_wrap=True)
    console.print(f"{edit.rule}, confidence {edit.confidence:g}: {terminal.safe(edit.reason)}", style="dim", markup=False, soft_wrap=True)
    console.print(Text.assemble("…", terminal.safe(about.before), terminal.change(edit), terminal.safe(about.after), "…"), soft_wrap=True)


def _tell(sample: Sample) -> None:
    from rich.table import Table

    from curate.audit import sampling

    print(f"\n{sampling.sentence(sample.whole)}")
    table = Table(box=None, pad_edge=False)
    table.add_column("stratum")
    for name in ("removals", "read", "wrong", "at most wrong"):
        table.add_column(name, justify="right")
    for name, found in sample.strata.items():
        table.add_row(name, *(f"{number:,}" for number in (found.removals, found.read, found.wrong, found.at_most)))
    if len(sample.strata) > 1:
        new_console().print(table)
    for one in sample.drawn:
        if one.verdict == "wrong":
            print(f"wrong: `curate restore {one.passage.document} --at {one.edit.start}` takes it back")


def _plain(sample: Sample, revision: str) -> dict[str, Any]:
    """Return a sample as plain values; an entry of `sample` is a line of reviews.jsonl as soon as its verdict says something."""
    from dataclasses import asdict

    drawn = [
        {**asdict(one.passage), "verdict": one.verdict, "revision": revision, "stratum": one.stratum, "edit": to_json(one.edit)}
        for one in sample.drawn
    ]
    strata = {name: found.as_json() for name, found in sample.strata.items()}
    return {"revision": revision, **sample.whole.as_json(), "strata": strata, "sample": drawn}
