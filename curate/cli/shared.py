"""What the commands share: options, the project they work on, and how they print."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.errors import UsageError

# what a command needs beyond this it imports itself, so that `curate --help` is quick
if TYPE_CHECKING:
    from rich.console import Console

    from curate.engines import Engine
    from curate.pipeline.run import Project
    from curate.pipeline.work import Watch
    from curate.store.manifest import Manifest

ProjectOption = Annotated[Path, typer.Option("--project", help="Folder of the project.", show_default="this folder")]
IntoOption = Annotated[Path | None, typer.Option("--into", help="Folder of the corpus.", show_default="cleaned")]
SeedsOption = Annotated[Path | None, typer.Option("--seeds", help="Folder of the seeds.", show_default="as in the settings")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DocumentArgument = Annotated[
    str,
    typer.Argument(metavar="DOCUMENT", help="A document's id: its seed's path below the seed folder, then #key where the seed holds many."),
]
RuleOption = Annotated[str, typer.Option("--rule", metavar="ID", help="Only edits of this rule.")]
CategoryOption = Annotated[str, typer.Option("--category", metavar="NAME", help="Only edits of this category.")]


def project_at(root: Path, into: Path | None, seeds: Path | None = None) -> Project:
    from curate.upkeep.opening import open_project

    return open_project(root, into, seeds)


def corpus_at(root: Path, into: Path | None) -> tuple[Project, Manifest]:
    project = project_at(root, into)
    manifest = project.store.current()
    if manifest is None:
        raise UsageError(f"{project.into}: no corpus there; run `curate run` first")
    return project, manifest


def must_be_known(rule: str, category: str) -> None:
    import difflib

    from curate.rules.registry import CATEGORIES, all_rules

    for what, name, names in (("rule", rule, list(all_rules())), ("category", category, list(CATEGORIES))):
        if name and name not in names:
            close = difflib.get_close_matches(name, names, 1)
            raise UsageError(f"{name}: no such {what}{f'; did you mean {close[0]}?' if close else '; `curate rules` lists them'}")


def progress(quiet: bool) -> Watch:
    """Return what shows on a terminal how far a run has come, if that is worth a look."""
    from curate.pipeline.work import unwatched

    if quiet or not sys.stderr.isatty():
        return unwatched
    from curate.cli.progress import bar

    return bar


def engine_of(name: str, address: str) -> Engine | None:
    """Return the engine with this name, None for this machine's; raise UsageError if there is none."""
    if name not in ("local", "ray"):
        raise UsageError(f"--engine {name}: there is none of that name; local and ray are")
    if name == "local":
        if address:
            raise UsageError("--address is of a cluster; add --engine ray")
        return None
    from curate.engines import ray

    return ray.engine(address)


def new_console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def say(as_json: bool, values: Any, text: str) -> None:
    print_json(values) if as_json else print(text)


def print_json(values: Any) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=1))


def write_out(text: str) -> None:
    """Print a text byte for byte, with its own line endings."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
