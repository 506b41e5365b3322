"""`curate repair`: rebuild what is damaged or missing."""

from __future__ import annotations

from pathlib import Path

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import print_json
from curate.cli.project import open_project
from curate.cli.verify import exit_with_problems


def repair(project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """Rebuild damaged or missing files of the corpus.

    Uses the other files of the corpus, and the seeds.  Exits with 4 if some files
    cannot be rebuilt.
    """
    from curate.upkeep.repair import repair_corpus
    from curate.upkeep.verify import verify_corpus

    opened = open_project(project, into)
    repairs = repair_corpus(opened)
    problems = list(verify_corpus(opened.store))
    if as_json:
        print_json({"mended": repairs, "problems": problems})
    for line in repairs if not as_json else ():
        print(line)
    if not repairs and not problems and not as_json:
        print(f"{opened.into}: nothing to repair")
    exit_with_problems(problems, as_json)
