"""`curate export`: write a revision for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import format_count, print_result
from curate.cli.project import open_corpus

_FORMATS = "One of text, markdown, jsonl, parquet, tei, vrt, croissant or frictionless."


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=_FORMATS)],
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help="Folder to write to; an earlier export there is replaced.")],
    revision: Annotated[str, typer.Option("--revision", help="A revision's number, version or id.", show_default="the current one")] = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a revision in another format, with a dataset card."""
    from curate.writers.export import export_revision

    opened, current = open_corpus(project, into)
    manifest = opened.store.find_revision(revision) if revision else current
    totals = export_revision(opened, manifest, format, to)
    values = {"format": format, "to": str(to), "revision": manifest.id, "documents": totals.documents}
    print_result(as_json, values, f"wrote {format_count(totals.documents, 'document')} of revision {manifest.version} to {to}")
