"""`curate add`: copy files into the seed folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import format_count, print_result
from curate.cli.project import open_project
from curate.errors import UsageError

if TYPE_CHECKING:
    from curate.pipeline.add import AddResult


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, folders, patterns like 'texts/**/*.txt', or - for standard input.")
    ],
    project: ProjectOption = Path(),
    into: IntoOption = None,
    name: Annotated[str, typer.Option("--name", help="Name of the seed, for a single file or standard input.")] = "",
    url: Annotated[str, typer.Option(help="Where the text was published.")] = "",
    date: Annotated[str, typer.Option(help="When it was published.")] = "",
    licence: Annotated[str, typer.Option("--licence", "--license", help="The licence under which it may be used.")] = "",
    source: Annotated[str, typer.Option(help="Where you got it: a collection, a crawl, a person.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Copy files into the seed folder, with their provenance.

    A file with the same bytes as a seed is not copied.
    """
    from curate.pipeline.add import add_files

    if name and len(paths) > 1:
        raise UsageError(f"--name is for one file, but there are {len(paths)}; nothing was added")
    provenance = {"url": url, "date": date, "licence": licence, "source": source}
    result = add_files(open_project(project, into), paths, provenance, name, sys.stdin.buffer)
    print_result(as_json, {"added": result.seeds, "known": result.known}, "\n".join(_format_result(result)))


def _format_result(result: AddResult) -> Iterator[str]:
    count = len(result.seeds)
    if count:
        names = ", ".join(result.seeds) if count <= 5 else f"{count:,} files, the first is {result.seeds[0]}"
        yield f"added {names}; `curate run` cleans {'it' if count == 1 else 'them'}"
    if result.known:
        yield f"skipped {format_count(len(result.known), 'file')} with the same bytes as a seed"
