"""`curate init`: create a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curate.cli.options import JsonOption
from curate.cli.output import print_result
from curate.errors import UsageError


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Project folder.", show_default="this folder")] = Path(),
    as_json: JsonOption = False,
) -> None:
    """Create a project: a seed folder, and a file of settings.

    The file is curate.toml; it shows every setting with its default.
    """
    from curate.config import TEMPLATE
    from curate.files import write_atomically

    settings = folder / "curate.toml"
    if settings.exists():
        raise UsageError(f"{settings}: exists already; this folder is a project")
    write_atomically(settings, TEMPLATE.encode())
    (folder / "seeds").mkdir(exist_ok=True)
    message = f"created {settings} and {folder / 'seeds'}/; put texts into seeds/ and run `curate run`"
    print_result(as_json, {"project": str(folder)}, message)
