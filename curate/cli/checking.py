"""The commands that look after what is stored: verify, repair, forget."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.shared import DocumentArgument, IntoOption, JsonOption, ProjectOption, print_json, project_at
from curate.errors import DamageError

if TYPE_CHECKING:
    from curate.upkeep.forget import Forgotten


def verify(
    deep: Annotated[bool, typer.Option("--deep", help="Clean a sample again as well, and compare.")] = False,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every file of the corpus against its digest, and every ledger both ways.  Exits with 4 if one fails."""
    from curate.upkeep import verify as verifying
    from curate.upkeep.recheck import recheck

    where = project_at(project, into)
    problems = list(verifying.verify(where.store))
    if deep and not problems:
        problems = list(recheck(where))
    if as_json:
        print_json({"problems": problems})
    elif not problems:
        again = ", and cleaning a sample again gives the same" if deep else ""
        print(f"{where.into}: all files are as they were written, and every ledger leads back to its source{again}")
    _end(problems, as_json)


def repair(project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """Rebuild what is damaged or missing, from the other files of the corpus and from the seeds.  Exits with 4 if not all can be had."""
    from curate.upkeep import repair as repairing
    from curate.upkeep import verify as verifying

    where = project_at(project, into)
    done = repairing.repair(where)
    problems = list(verifying.verify(where.store))
    if as_json:
        print_json({"mended": done, "problems": problems})
    for line in done if not as_json else ():
        print(line)
    if not done and not problems and not as_json:
        print(f"{where.into}: nothing to mend")
    _end(problems, as_json)


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
    from curate.upkeep import forget as forgetting

    where = project_at(project, into)
    if sys.stdin.isatty() and not yes:
        typer.confirm(f"Erase {document} from all revisions? It cannot be had back.", abort=True, err=True)
    found = forgetting.forget(where, document)
    if as_json:
        print_json({**asdict(found), "revisions": [one.version for one in found.revisions]})
    for line in _forgotten(found) if not as_json else ():
        print(line)


def _forgotten(found: Forgotten) -> Iterator[str]:
    from curate.cli.summary import count

    revisions = ", ".join(one.version for one in found.revisions) or "none"
    yield f"forgotten: {found.document}; {count(found.objects, 'file')} gone or written anew, of revisions: {revisions}"
    if found.decisions:
        yield f"{count(found.decisions, 'decision')} about it gone"
    for name in found.twins:
        yield f"{name}: the same bytes, which the next run leaves out; `curate forget {name}` erases them as well"
    yield "`curate run` decides anew about its copies; what has left the project (exports, copies, a history in git) is out of reach"


def _end(problems: list[str], as_json: bool) -> None:
    for problem in problems if not as_json else ():
        print(f"curate: {problem}", file=sys.stderr)
    raise typer.Exit(DamageError.exit_code if problems else 0)
