"""Options and arguments that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectOption = Annotated[Path, typer.Option("--project", help="Project folder.", show_default="this folder")]
IntoOption = Annotated[Path | None, typer.Option("--into", help="Corpus folder.", show_default="cleaned")]
SeedsOption = Annotated[Path | None, typer.Option("--seeds", help="Seed folder.", show_default="as in the settings")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DocumentArgument = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="Document id: the seed's path below the seed folder; #KEY follows for one record of it.")
]
RuleOption = Annotated[str, typer.Option("--rule", metavar="ID", help="Only edits of this rule.")]
CategoryOption = Annotated[str, typer.Option("--category", metavar="NAME", help="Only edits of this category.")]
