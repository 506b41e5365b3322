"""`curate duplicates`: which passages are copies of which."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import print_json
from curate.cli.project import open_corpus

if TYPE_CHECKING:
    from curate.pipeline.run import Project

_THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)


def duplicates(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Only copies in this document, and copies of it.")] = "",
    sweep: Annotated[bool, typer.Option("--sweep", help="Count the copies at other thresholds.")] = False,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """List copied passages with their originals, and quotations.

    Also lists site furniture, documents that are copies, and the nearest misses.
    """
    from curate.audit.duplicates import duplicates_as_json, format_duplicates, load_duplicates

    opened, manifest = open_corpus(project, into)
    if sweep:
        _sweep_thresholds(opened, as_json)
        return
    found = load_duplicates(opened.store, manifest, document)
    misses = [one for one in manifest.duplicates.get("misses", ()) if document in ("", one["document"], one["original"])]
    if as_json:
        print_json({"revision": manifest.id, **duplicates_as_json(found), "misses": misses})
        return
    lines = list(format_duplicates(found))
    if not lines:
        print("no copy and no quotation of at least 12 words", file=sys.stderr)
    for line in lines:
        print(line)
    for one in misses:
        print(f"near miss: {one['document']}:{one['at']} is {one['similarity']:.0%} similar to {one['original']}:{one['original_at']}")


def _sweep_thresholds(project: Project, as_json: bool) -> None:
    from curate.pipeline.sweep import count_copies_by_threshold

    rows = count_copies_by_threshold(project, _THRESHOLDS)
    if as_json:
        print_json([{"threshold": value, "passages": counts["passages"], "documents": counts["documents"]} for value, counts in rows])
        return
    print("threshold  passages  documents")
    for value, counts in rows:
        mark = "  <- in use" if value == project.config.duplicates.threshold else ""
        print(f"{value:>9g}  {counts['passages']:>8,}  {counts['documents']:>9,}{mark}")
