"""The commands that look after what is stored: verify, repair."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from curate.cli.shared import IntoOption, JsonOption, ProjectOption, print_json, project_at
from curate.errors import DamageError


def verify(
    deep: Annotated[bool, typer.Option("--deep", help="Clean a sample again as well, and compare.")] = False,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every file of the corpus against its digest, and every ledger both ways.  Exits with 4 if one fails."""
    from curate import verify as verifying
    from curate.recheck import recheck

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
    from curate import repair as repairing
    from curate import verify as verifying

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


def _end(problems: list[str], as_json: bool) -> None:
    for problem in problems if not as_json else ():
        print(f"curate: {problem}", file=sys.stderr)
    raise typer.Exit(DamageError.exit_code if problems else 0)
