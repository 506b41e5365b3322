"""`curate forget`: erase a document from a project."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import DocumentArgument, IntoOption, JsonOption, ProjectOption
from curate.cli.output import format_count, print_json
from curate.cli.project import open_project

if TYPE_CHECKING:
    from curate.upkeep.forget import Forgotten


def forget(
    document: DocumentArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask; without a terminal, nothing is asked.")] = False,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase a document, or a seed with all it holds, from every revision and file of the project, for good.

    What is left is its name and digests, which keep it from coming back.
    """
    from curate.upkeep import forget as upkeep

    opened = open_project(project, into)
    if sys.stdin.isatty() and not yes:
        typer.confirm(f"Erase {document} from all revisions? It cannot be had back.", abort=True, err=True)
    result = upkeep.forget(opened, document)
    if as_json:
        print_json({**asdict(result), "revisions": [one.version for one in result.revisions]})
    for line in _format_result(result) if not as_json else ():
        print(line)


def _format_result(result: Forgotten) -> Iterator[str]:
    revisions = ", ".join(one.version for one in result.revisions) or "none"
    yield f"forgotten: {result.document}; {format_count(result.objects, 'file')} gone or written anew, of revisions: {revisions}"
    if result.decisions:
        yield f"{format_count(result.decisions, 'decision')} about it gone"
    for name in result.twins:
        yield f"{name}: the same bytes, which the next run leaves out; `curate forget {name}` erases them as well"
    yield "`curate run` decides anew about its copies; what has left the project (exports, copies, a history in git) is out of reach"
