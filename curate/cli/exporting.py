"""The command that writes a corpus for other tools: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curate.cli.shared import IntoOption, JsonOption, ProjectOption, corpus_at, say

_FORMATS = "text, markdown, jsonl, parquet, tei, vrt, croissant or frictionless."


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=_FORMATS)],
    to: Annotated[Path, typer.Option("--to", metavar="PATH", help="Folder to write; an earlier export there is replaced.")],
    revision: Annotated[str, typer.Option("--revision", help="A revision's number, version or id.", show_default="the current one")] = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a revision of the corpus for other tools, with a dataset card that names it."""
    from curate.cli import summary
    from curate.writers import exporting

    where, current = corpus_at(project, into)
    manifest = where.store.revision(revision) if revision else current
    totals = exporting.export(where, manifest, format, to)
    said = {"format": format, "to": str(to), "revision": manifest.id, "documents": totals.documents}
    say(as_json, said, f"wrote {summary.count(totals.documents, 'document')} of revision {manifest.version} to {to}")
