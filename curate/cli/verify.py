"""`curate verify`: check what is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import print_json, print_warning
from curate.cli.project import open_project
from curate.errors import DamageError


def verify(
    deep: Annotated[bool, typer.Option("--deep", help="Also clean a sample again, and compare.")] = False,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check that all files of the corpus are intact.

    Compares each file with its digest, and applies each ledger both ways.  Exits
    with 4 if a check fails.
    """
    from curate.upkeep.recheck import recheck_sample
    from curate.upkeep.verify import verify_corpus

    opened = open_project(project, into)
    problems = list(verify_corpus(opened.store))
    if deep and not problems:
        problems = list(recheck_sample(opened))
    if as_json:
        print_json({"problems": problems})
    elif not problems:
        sample = "; cleaning a sample again gives the same" if deep else ""
        print(f"{opened.into}: all files match their digests, and every ledger gives back its source{sample}")
    exit_with_problems(problems, as_json)


def exit_with_problems(problems: list[str], as_json: bool) -> None:
    """End the command: exit code 4 and a warning for each problem, 0 if there is none."""
    for problem in problems if not as_json else ():
        print_warning(problem)
    raise typer.Exit(DamageError.exit_code if problems else 0)
