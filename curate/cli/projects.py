"""The commands that make a corpus: init, add, run, status."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.shared import IntoOption, JsonOption, ProjectOption, SeedsOption, engine_of, print_json, progress, project_at, say
from curate.errors import LossError, UsageError

if TYPE_CHECKING:
    from curate.pipeline.add import Added


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", show_default="this folder")] = Path(), as_json: JsonOption = False) -> None:
    """Make a project: a folder for seeds, and curate.toml with every setting at its default."""
    from curate.config import TEMPLATE
    from curate.store.store import write

    settings = folder / "curate.toml"
    if settings.exists():
        raise UsageError(f"{settings}: stands there already; this is a project")
    write(settings, TEMPLATE.encode())
    (folder / "seeds").mkdir(exist_ok=True)
    say(as_json, {"project": str(folder)}, f"{settings} and {folder / 'seeds'}/ are made; put texts into seeds/ and run `curate run`")


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Files, folders, patterns like 'texts/**/*.txt', or - for standard input.")
    ],
    project: ProjectOption = Path(),
    into: IntoOption = None,
    name: Annotated[str, typer.Option("--name", help="What to call a single file, or standard input, as a seed.")] = "",
    url: Annotated[str, typer.Option(help="Where it was published.")] = "",
    date: Annotated[str, typer.Option(help="When it was published.")] = "",
    licence: Annotated[str, typer.Option("--licence", "--license", help="On what terms it may be used.")] = "",
    source: Annotated[str, typer.Option(help="Where it was got from: a collection, a crawl, a person.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Copy files into seeds/, with where they came from.  The same bytes twice are refused."""
    from curate.pipeline import add as adding

    if name and len(paths) > 1:
        raise UsageError(f"--name is of one file, and these are {len(paths)}; nothing was added")
    about = {"url": url, "date": date, "licence": licence, "source": source}
    done = adding.add(project_at(project, into), paths, about, name, sys.stdin.buffer)
    say(as_json, {"added": done.seeds, "known": done.known}, "\n".join(_said(done)))


def _said(done: Added) -> Iterator[str]:
    """Yield what came of adding, a line each."""
    count = len(done.seeds)
    if count:
        names = ", ".join(done.seeds) if count <= 5 else f"{count:,} files, {done.seeds[0]} the first"
        yield f"added {names}; `curate run` cleans {'it' if count == 1 else 'them'}"
    if done.known:
        yield f"{len(done.known):,} more {'is a seed' if len(done.known) == 1 else 'are seeds'} already: the same bytes"


def run(
    project: ProjectOption = Path(),
    seeds: SeedsOption = None,
    into: IntoOption = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes to work with.", show_default="as many as pay")] = None,
    engine: Annotated[str, typer.Option(help="Where to work: local, or ray, on a cluster.")] = "local",
    address: Annotated[str, typer.Option(help="Where the Ray cluster answers; by default one is started on this machine.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Store nothing; exit with 5 if something would change.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Store nothing where a guard against loss trips.")] = False,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
) -> None:
    """Clean all seeds and store what came of it as a revision of the corpus.  Exits with 3 if a guard against loss has tripped."""
    from curate.cli import summary
    from curate.pipeline import run as corpus

    where = project_at(project, into, seeds)
    result = corpus.run(where, jobs, check, progress(quiet), engine_of(engine, address), strict=strict)
    if as_json:
        print_json(summary.as_json(result))
    else:
        for line in summary.warnings(result):
            print(f"curate: {line}", file=sys.stderr)
        for line in summary.lines(result, where.into) if not quiet else ():
            print(line)
    if strict and result.tripped:
        raise LossError(f"--strict: a guard against loss has tripped for {summary.some(result.tripped)}; no revision was made")
    raise typer.Exit(5 if check and result.changes else 3 if result.tripped else 0)


def status(
    project: ProjectOption = Path(),
    seeds: SeedsOption = None,
    into: IntoOption = None,
    every: Annotated[bool, typer.Option("--all", help="List the unchanged seeds as well.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say which seeds are new, changed or gone since the last revision."""
    from curate.cli import summary
    from curate.pipeline.status import state_of_seeds

    where = project_at(project, into, seeds)
    found = state_of_seeds(where)
    if as_json:
        print_json(found)
        return
    for state in ("new", "changed", "gone", "quarantined", *(("unchanged",) if every else ())):
        for seed in found[state]:
            print(f"{state:>11}  {seed}")
    if where.store.current() is None:
        print("no revision yet; `curate run` makes the first")
    elif not every:
        print(f"{summary.count(len(found['unchanged']), 'seed')} unchanged since the last revision")
