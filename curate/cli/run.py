"""`curate run`: clean all seeds and store a revision."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption, SeedsOption
from curate.cli.output import format_first, print_json, print_warning
from curate.cli.project import open_project
from curate.errors import LossError, UsageError

if TYPE_CHECKING:
    from curate.engines import Engine
    from curate.pipeline.progress import ShowProgress
    from curate.pipeline.run import Run

_CHANGES_PENDING, _TEXT_WITHHELD = 5, 3  # exit codes


def run(
    project: ProjectOption = Path(),
    seeds: SeedsOption = None,
    into: IntoOption = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes.", show_default="by CPUs and corpus size")] = None,
    engine: Annotated[str, typer.Option(help="Where to run: local, or ray for a Ray cluster.")] = "local",
    address: Annotated[str, typer.Option(help="Address of the Ray cluster; by default, one is started on this machine.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Store nothing; exit with 5 if the corpus would change.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Do not store a revision if a loss guard trips.")] = False,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print only warnings and errors.")] = False,
) -> None:
    """Clean all seeds and store the result as a revision.

    Exits with 3 if a loss guard kept text for review; the warnings name the documents.
    """
    from curate.pipeline import run as pipeline

    opened = open_project(project, into, seeds)
    result = pipeline.run(opened, jobs, check, _choose_progress(quiet), _choose_engine(engine, address), strict=strict)
    _print_result(result, opened.into, as_json, quiet)
    if strict and result.tripped:
        raise LossError(f"--strict: a loss guard tripped for {format_first(result.tripped)}; no revision was stored")
    raise typer.Exit(_CHANGES_PENDING if check and result.changes else _TEXT_WITHHELD if result.withheld else 0)


def _print_result(result: Run, into: Path, as_json: bool, quiet: bool) -> None:
    from curate.cli import run_summary, run_warnings

    if as_json:
        print_json(run_summary.run_as_json(result))
        return
    for warning in run_warnings.format_warnings(result):
        print_warning(warning)
    for line in run_summary.format_summary(result, into) if not quiet else ():
        print(line)


def _choose_progress(quiet: bool) -> ShowProgress:
    """Return a progress bar if there is a terminal to show it on, else what shows nothing."""
    from curate.pipeline.progress import hide_progress

    if quiet or not sys.stderr.isatty():
        return hide_progress
    from curate.cli.progress import show_progress

    return show_progress


def _choose_engine(name: str, address: str) -> Engine | None:
    """Return the engine with this name, None for this machine's; raise UsageError if there is none."""
    if name not in ("local", "ray"):
        raise UsageError(f"--engine {name}: no such engine; use local or ray")
    if name == "local":
        if address:
            raise UsageError("--address is for a Ray cluster; add --engine ray")
        return None
    from curate.engines import ray

    return ray.ray_engine(address)
