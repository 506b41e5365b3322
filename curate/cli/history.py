"""The commands about revisions: diff, log, gc."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.shared import IntoOption, JsonOption, ProjectOption, corpus_at, new_console, print_json, project_at, say
from curate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.audit.comparing import Difference
    from curate.store.manifest import Manifest


def diff(
    old: Annotated[str, typer.Argument(metavar="REVISION", help="A revision's number, version or id.", show_default="the parent")] = "",
    new: Annotated[str, typer.Argument(metavar="REVISION", show_default="the current one")] = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as a page.")] = None,
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
    if not old and name not in {one.id for one in where.store.revisions()}:
        raise UsageError("the revision before it was let go; `curate log` lists those that are left")
    earlier = where.store.revision(name)
    found = list(comparing.differences(where.store, earlier, later))
    if html:
        _write_page(html, earlier, later, found)
        return
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


def _write_page(path: Path, earlier: Manifest, later: Manifest, found: Sequence[Difference]) -> None:
    from curate.audit.report.diff import diff as page
    from curate.store.store import write

    write(path, page(earlier, later, found))
    print(f"{path} shows what changed from {earlier.version} to {later.version}; open it in a browser")


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


def gc(
    revisions: Annotated[list[str] | None, typer.Argument(metavar="REVISION", help="Revisions to let go of.", show_default=False)] = None,
    keep: Annotated[int | None, typer.Option(min=1, help="Let go of all but so many of the newest.", show_default="all stay")] = None,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let go of revisions, and remove what only they held.  The current one stays whatever is said."""
    from curate.cli import summary
    from curate.store.cache import FOLDER
    from curate.store.lock import locked
    from curate.upkeep.gc import chosen, collect

    where = project_at(project, into)
    with locked(where.root / FOLDER):
        found = collect(where.store, chosen(where.store, revisions or (), keep))
    gone = [revision.version for revision in found.revisions]
    said = f"removed {summary.count(len(gone), 'revision')} and {summary.count(found.objects, 'file')} ({found.bytes:,} bytes)"
    say(as_json, {"revisions": gone, "objects": found.objects, "bytes": found.bytes}, said)
