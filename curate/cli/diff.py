"""`curate diff`: what changed between two revisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import format_count, new_console, print_json
from curate.cli.project import open_corpus
from curate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from curate.audit.differences import Difference
    from curate.pipeline.run import Project
    from curate.store.manifest import Manifest


def diff(
    old: Annotated[str, typer.Argument(metavar="REVISION", help="The earlier one: number, version or id.", show_default="the parent")] = "",
    new: Annotated[str, typer.Argument(metavar="REVISION", help="The later one.", show_default="the current one")] = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the differences as an HTML page.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two revisions, and what caused it."""
    from curate.audit.differences import difference_as_json, find_differences

    opened, current = open_corpus(project, into)
    later = opened.store.find_revision(new) if new else current
    earlier = _earlier_revision(opened, old, later)
    differences = list(find_differences(opened.store, earlier, later))
    if html:
        _write_page(html, earlier, later, differences)
    elif as_json:
        print_json({"old": earlier.id, "new": later.id, "differences": [difference_as_json(one) for one in differences]})
    else:
        _print_differences(earlier, later, differences)


def _earlier_revision(project: Project, name: str, later: Manifest) -> Manifest:
    """Return the revision called `name`, or else the parent of the later one; raise UsageError if there is none."""
    if not (name or later.parent):
        raise UsageError("there is only one revision; `curate diff` compares two")
    if not name and later.parent not in {one.id for one in project.store.load_revisions()}:
        raise UsageError("the revision before it was deleted; `curate log` lists those that are left")
    return project.store.find_revision(name or later.parent)


def _print_differences(earlier: Manifest, later: Manifest, differences: Sequence[Difference]) -> None:
    from curate.audit.terminal import render_rule_counts
    from curate.audit.totals import count_by_rule

    console = new_console()
    soft = not console.is_terminal  # a terminal wraps prose at words, a pipe gets whole lines
    console.print(f"{earlier.version} -> {later.version}: {format_count(len(differences), 'difference')}")
    for one in differences:
        _print_difference(console, one, soft)
    new_edits = (change.now for one in differences for change in one.changes if change.now and not change.past)
    if counts := count_by_rule(new_edits):
        console.print()
        console.print(render_rule_counts(counts))


def _print_difference(console: Console, difference: Difference, soft_wrap: bool) -> None:
    from curate.audit import terminal
    from curate.audit.word_diff import collapse_unchanged

    why = "; ".join(map(str, difference.causes))
    title = f"\n{terminal.escape_controls(difference.document)}  {difference.kind}  ({terminal.escape_controls(why)})"
    console.print(title, style="bold", markup=False, soft_wrap=soft_wrap)
    for change in difference.changes:
        console.print(terminal.render_change(change), soft_wrap=soft_wrap)
    if difference.pieces:
        console.print(terminal.render_diff(collapse_unchanged(difference.pieces)), soft_wrap=soft_wrap)
    if difference.fields and not difference.changes and not difference.pieces:
        console.print(f"only its metadata: {', '.join(difference.fields)}", markup=False, soft_wrap=soft_wrap)


def _write_page(path: Path, earlier: Manifest, later: Manifest, differences: Sequence[Difference]) -> None:
    from curate.audit.report.diff_page import build_diff_page
    from curate.files import write_atomically

    write_atomically(path, build_diff_page(earlier, later, differences))
    print(f"{path} shows what changed from {earlier.version} to {later.version}; open it in a browser")
