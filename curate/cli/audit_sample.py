"""`curate audit --sample`: ask about removals one by one, and tell how many of all may be wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.cli.output import new_console, print_json
from curate.ledger.jsonl import edit_to_json

if TYPE_CHECKING:
    from curate.audit.load import DocumentEdits
    from curate.audit.sampling import Sample, SampledRemoval

_VERDICTS = {"r": "right", "w": "wrong"}
_HELP = "r right: it may go · w wrong: it should have stayed, or you doubt it · b back · q stop"


def review_sample(load_edits: Callable[[], DocumentEdits], size: int, root: Path, revision: str, as_json: bool) -> None:
    """Ask about each removal of a sample that has no verdict yet, save the answers, and print the estimate.

    With `as_json`, print the sample and ask nothing.
    """
    from curate.audit.reviews import load_reviews
    from curate.audit.sampling import draw_sample

    def draw() -> Sample:
        return draw_sample(load_edits(), revision, size, load_reviews(root))

    sample = draw()
    if as_json:
        print_json(_sample_as_json(sample, revision))
        return
    if any(not one.verdict for one in sample.removals):
        _ask_about_all(sample, root, revision)
        sample = draw()
    _print_estimate(sample)


def _ask_about_all(sample: Sample, root: Path, revision: str) -> None:
    from curate.audit.reviews import append_review

    waiting = [one for one in sample.removals if not one.verdict]
    answered = len(sample.removals) - len(waiting)
    print(f"{len(sample.removals):,} to read" + (f", {answered:,} of them answered before" if answered else "") + f"\n{_HELP}")
    at = 0
    while at < len(waiting):
        _print_removal(waiting[at], f"{answered + at + 1:,} of {len(sample.removals):,}")
        key = _read_key()
        if key == "q":
            return
        if key == "b":
            at = max(0, at - 1)
            continue
        append_review(root, waiting[at].anchor, _VERDICTS[key], revision)
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


def _print_removal(removal: SampledRemoval, number: str) -> None:
    from rich.text import Text

    from curate.audit import terminal

    console = new_console()
    anchor, edit = removal.anchor, removal.edit
    place = f"{number}  {terminal.escape_controls(anchor.document)}:{edit.start}"
    console.print()
    console.print(place, style="bold", markup=False, soft_wrap=True)
    reason = f"{edit.rule}, confidence {edit.confidence:g}: {terminal.escape_controls(edit.reason)}"
    console.print(reason, style="dim", markup=False, soft_wrap=True)
    before, after = map(terminal.escape_controls, (anchor.before, anchor.after))
    console.print(Text.assemble("…", before, terminal.render_edit(edit), after, "…"), soft_wrap=True)


def _print_estimate(sample: Sample) -> None:
    from rich.table import Table

    print(f"\n{sample.overall}")
    table = Table(box=None, pad_edge=False)
    table.add_column("stratum")
    for title in ("removals", "read", "wrong", "at most wrong"):
        table.add_column(title, justify="right")
    for name, estimate in sample.strata.items():
        table.add_row(name, *(f"{number:,}" for number in (estimate.removals, estimate.reviewed, estimate.wrong, estimate.max_wrong)))
    if len(sample.strata) > 1:
        new_console().print(table)
    for one in sample.removals:
        if one.verdict == "wrong":
            print(f"wrong: `curate restore {one.anchor.document} --at {one.edit.start}` takes it back")


def _sample_as_json(sample: Sample, revision: str) -> dict[str, Any]:
    """Return a sample as plain values; an entry of `sample` becomes a line of reviews.jsonl once its verdict is filled in."""
    from dataclasses import asdict

    removals = [
        {**asdict(one.anchor), "verdict": one.verdict, "revision": revision, "stratum": one.stratum, "edit": edit_to_json(one.edit)}
        for one in sample.removals
    ]
    strata = {name: estimate.as_json() for name, estimate in sample.strata.items()}
    return {"revision": revision, **sample.overall.as_json(), "strata": strata, "sample": removals}
