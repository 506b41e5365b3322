"""`curate init`: create a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curate.cli.options import JsonOption
from curate.cli.output import print_result
from curate.errors import UsageError


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", show_default="this folder")] = Path(), as_json: JsonOption = False) -> None:
    """Make a project: a folder for seeds, and curate.toml with every setting at its default."""
    from curate.config import TEMPLATE
    from curate.store.store import write_atomically

    settings = folder / "curate.toml"
    if settings.exists():
        raise UsageError(f"{settings}: stands there already; this is a project")
    write_atomically(settings, TEMPLATE.encode())
    (folder / "seeds").mkdir(exist_ok=True)
    message = f"{settings} and {folder / 'seeds'}/ are made; put texts into seeds/ and run `curate run`"
    print_result(as_json, {"project": str(folder)}, message)
