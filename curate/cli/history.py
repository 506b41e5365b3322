"""The commands about revisions: diff, log, verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from curate.cli.shared import IntoOption, JsonOption, ProjectOption, corpus_at, new_console, print_json, project_at
from curate.errors import DamageError, UsageError


def diff(
    old: Annotated[str, typer.Argument(metavar="REVISION", help="A revision's number, version or id.", show_default="the parent")] = "",
    new: Annotated[str, typer.Argument(metavar="REVISION", show_default="the current one")] = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two revisions, and what caused it."""
    from curate.audit import comparing, reading, terminal, words
    from curate.cli import summary

    where, current = corpus_at(project, into)
    later = where.store.revision(new) if new else current
    name = old or later.parent
    if not name:
        raise UsageError("there is one revision only; `curate diff` compares two")
    earlier = where.store.revision(name)
    found = list(comparing.differences(where.store, earlier, later))
    if as_json:
        print_json({"old": earlier.id, "new": later.id, "differences": [comparing.as_json(one) for one in found]})
        return
    console = new_console()
    soft = not console.is_terminal  # a terminal wraps prose at words, a pipe gets whole lines
    console.print(f"{earlier.version} -> {later.version}: {summary.count(len(found), 'difference')}")
    for one in found:
        why = "; ".join(map(str, one.causes))
        console.print(f"\n{terminal.safe(one.document)}  {one.what}  ({terminal.safe(why)})", style="bold", markup=False, soft_wrap=soft)
        for change in one.changes:
            console.print(terminal.changed(change), soft_wrap=soft)
        if one.pieces:
            console.print(terminal.differing(words.shortened(one.pieces)), soft_wrap=soft)
        if one.fields and not one.changes and not one.pieces:
            console.print(f"only its metadata: {', '.join(one.fields)}", markup=False, soft_wrap=soft)
    if counted := reading.counts(change.now for one in found for change in one.changes if change.now and not change.past):
        console.print()
        console.print(terminal.totals(counted))


def log(project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """List the revisions, the newest first."""
    from curate.cli import summary

    where, _ = corpus_at(project, into)
    rows: list[dict[str, Any]] = [
        {"number": m.number, "version": m.version, "id": m.id, "documents": sum(e.count for e in m.entries),
         "quarantined": sum(e.quarantined for e in m.entries), "characters": sum(e.characters_out for e in m.entries)}
        for m in reversed(where.store.revisions())
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    for row in rows:
        texts = summary.count(row["documents"], "document")
        print(f"{row['number']:>4}  {row['version']:<8}  {row['id'][:12]}  {texts}, {row['characters']:,} characters")


def verify(project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """Check every file of the corpus against its digest, and every ledger both ways.  Exits with 4 if one fails."""
    from curate import verify as verifying

    where = project_at(project, into)
    problems = list(verifying.verify(where.store))
    if as_json:
        print_json({"problems": problems})
    elif not problems:
        print(f"{where.into}: all files are as they were written, and every ledger leads back to its source")
    for problem in problems if not as_json else ():
        print(f"curate: {problem}", file=sys.stderr)
    raise typer.Exit(DamageError.exit_code if problems else 0)
