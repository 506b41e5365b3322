"""`curate status`: which seeds changed since the last revision."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption, SeedsOption
from curate.cli.output import format_count, print_json
from curate.cli.project import open_project


def status(
    project: ProjectOption = Path(),
    seeds: SeedsOption = None,
    into: IntoOption = None,
    all_states: Annotated[bool, typer.Option("--all", help="List unchanged seeds, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List seeds that are new, changed or gone since the last run."""
    from curate.pipeline.status import list_seeds_by_state

    opened = open_project(project, into, seeds)
    seeds_by_state = list_seeds_by_state(opened)
    if as_json:
        print_json(seeds_by_state)
        return
    for state in ("new", "changed", "gone", "quarantined", *(("unchanged",) if all_states else ())):
        for seed in seeds_by_state[state]:
            print(f"{state:>11}  {seed}")
    if opened.store.load_current() is None:
        print("no revision yet; `curate run` makes the first")
    elif not all_states:
        print(f"{format_count(len(seeds_by_state['unchanged']), 'seed')} unchanged since the last revision")
