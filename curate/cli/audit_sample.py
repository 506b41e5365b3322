"""`curate audit --sample`: ask about removals one by one, and tell how many of all may be wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.cli.output import new_console, print_json
from curate.ledger.jsonl import edit_to_json

if TYPE_CHECKING:
    from curate.audit.sampling import Audited, Drawn, Sample

_VERDICTS = {"r": "right", "w": "wrong"}
_HELP = "r right: it may go · w wrong: it should have stayed, or you doubt it · b back · q stop"


def review_sample(load_edits: Callable[[], Audited], size: int, root: Path, revision: str, as_json: bool) -> None:
    """Ask about each removal of a sample that has no verdict yet, save the answers, and print the estimate.

    With `as_json`, print the sample and ask nothing.
    """
    from curate.audit import reviews, sampling

    def draw() -> Sample:
        return sampling.sample(load_edits(), revision, size, reviews.read(root))

    sample = draw()
    if as_json:
        print_json(_sample_as_json(sample, revision))
        return
    if any(not one.verdict for one in sample.drawn):
        _ask_about_all(sample, root, revision)
        sample = draw()
    _print_estimate(sample)


def _ask_about_all(sample: Sample, root: Path, revision: str) -> None:
    from curate.audit import reviews

    waiting = [one for one in sample.drawn if not one.verdict]
    answered = len(sample.drawn) - len(waiting)
    print(f"{len(sample.drawn):,} to read" + (f", {answered:,} of them answered before" if answered else "") + f"\n{_HELP}")
    at = 0
    while at < len(waiting):
        _print_removal(waiting[at], f"{answered + at + 1:,} of {len(sample.drawn):,}")
        key = _read_key()
        if key == "q":
            return
        if key == "b":
            at = max(0, at - 1)
            continue
        reviews.append(root, waiting[at].passage, _VERDICTS[key], revision)
        at += 1


def _read_key() -> str:
    """Return the next key that means something; the end of the input means to stop."""
    while True:
        print("[r/w/b/q] ", end="", flush=True)
        line = sys.stdin.readline()
        key = line.strip().lower()[:1]
        if not line or key in ("b", "q", *_VERDICTS):
            return key or "q"
        print(_HELP)


def _print_removal(one: Drawn, number: str) -> None:
    from rich.text import Text

    from curate.audit import terminal

    console = new_console()
    about, edit = one.passage, one.edit
    place = f"{number}  {terminal.safe(about.document)}:{edit.start}"
    console.print()
    console.print(place, style="bold", markup=False, soft_wrap=True)
    console.print(f"{edit.rule}, confidence {edit.confidence:g}: {terminal.safe(edit.reason)}", style="dim", markup=False, soft_wrap=True)
    console.print(Text.assemble("…", terminal.safe(about.before), terminal.change(edit), terminal.safe(about.after), "…"), soft_wrap=True)


def _print_estimate(sample: Sample) -> None:
    from rich.table import Table

    from curate.audit import sampling

    print(f"\n{sampling.sentence(sample.whole)}")
    table = Table(box=None, pad_edge=False)
    table.add_column("stratum")
    for title in ("removals", "read", "wrong", "at most wrong"):
        table.add_column(title, justify="right")
    for name, tally in sample.strata.items():
        table.add_row(name, *(f"{number:,}" for number in (tally.removals, tally.read, tally.wrong, tally.at_most)))
    if len(sample.strata) > 1:
        new_console().print(table)
    for one in sample.drawn:
        if one.verdict == "wrong":
            print(f"wrong: `curate restore {one.passage.document} --at {one.edit.start}` takes it back")


def _sample_as_json(sample: Sample, revision: str) -> dict[str, Any]:
    """Return a sample as plain values; an entry of `sample` becomes a line of reviews.jsonl once its verdict is filled in."""
    from dataclasses import asdict

    drawn = [
        {**asdict(one.passage), "verdict": one.verdict, "revision": revision, "stratum": one.stratum, "edit": edit_to_json(one.edit)}
        for one in sample.drawn
    ]
    strata = {name: tally.as_json() for name, tally in sample.strata.items()}
    return {"revision": revision, **sample.whole.as_json(), "strata": strata, "sample": drawn}
