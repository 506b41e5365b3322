"""`curate gc`: delete old revisions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import format_count, print_result
from curate.cli.project import open_project


def gc(
    revisions: Annotated[list[str] | None, typer.Argument(metavar="REVISION", help="Revisions to delete.", show_default=False)] = None,
    keep: Annotated[int | None, typer.Option(metavar="N", min=1, help="Delete all but the newest N.", show_default="keep all")] = None,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete old revisions and the files that only they use.

    The current revision is never deleted.
    """
    from curate.store.cache import CURATE_FOLDER
    from curate.store.lock import lock_project
    from curate.upkeep.gc import collect_garbage, select_revisions

    opened = open_project(project, into)
    with lock_project(opened.root / CURATE_FOLDER):
        deleted = collect_garbage(opened.store, select_revisions(opened.store, revisions or (), keep))
    versions = [revision.version for revision in deleted.revisions]
    message = f"deleted {format_count(len(versions), 'revision')} and {format_count(deleted.objects, 'file')} ({deleted.bytes:,} bytes)"
    print_result(as_json, {"revisions": versions, "objects": deleted.objects, "bytes": deleted.bytes}, message)
