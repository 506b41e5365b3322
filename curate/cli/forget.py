"""`curate forget`: erase a document from a project."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import DocumentArgument, IntoOption, JsonOption, ProjectOption
from curate.cli.output import format_count, print_json
from curate.cli.project import open_project

if TYPE_CHECKING:
    from curate.upkeep.forget import ForgetPreview, ForgetResult, Place


def forget(
    document: DocumentArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation; without a terminal, it never asks.")] = False,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase a document from all revisions and files, for good.

    A seed is erased with all its documents.  Only names and digests are kept; they
    keep it from coming back.
    """
    from curate.upkeep.forget import forget_document, preview_forgetting

    opened = open_project(project, into)
    if sys.stdin.isatty() and not yes:
        for line in _format_preview(preview_forgetting(opened, document)):
            print(line, file=sys.stderr)
        typer.confirm("Erase it from all of these? This cannot be undone.", abort=True, err=True)
    result = forget_document(opened, document)
    if as_json:
        print_json({**asdict(result), "revisions": [one.version for one in result.revisions]})
    for line in _format_result(result) if not as_json else ():
        print(line)


def _format_preview(preview: ForgetPreview) -> Iterator[str]:
    yield f"{preview.document}: {preview.first_words or 'no revision has its text'}"
    yield from _format_places(preview.places)
    for name in preview.twins:
        yield f"  {name} has the same bytes and is left alone"


def _format_places(places: Sequence[Place]) -> Iterator[str]:
    """Yield a line for each name that the document has, with the revisions in which it has it."""
    for name in dict.fromkeys(place.name for place in places):
        versions = [place.version for place in places if place.name == name]
        seeds = ["the seeds"] if "" in versions else []
        yield f"  {name} in {', '.join([*seeds, *(f'revision {version}' for version in versions if version)])}"


def _format_result(result: ForgetResult) -> Iterator[str]:
    revisions = ", ".join(one.version for one in result.revisions) or "none"
    files = format_count(result.objects, "file")
    yield f"forgotten: {result.document}; deleted or rewrote {files} of these revisions: {revisions}"
    yield from _format_places(result.places)
    if result.decisions:
        yield f"deleted {format_count(result.decisions, 'decision')} about it"
    for name in result.twins:
        yield f"{name}: has the same bytes; the next run skips it, and `curate forget {name}` erases it"
    yield "`curate run` decides again about its copies; exports, backups and the history in git are not erased"
