"""The command that is a plain filter: clean."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from curate.cli.shared import IntoOption, JsonOption, ProjectOption, print_json, project_at, write_out
from curate.errors import CurateError, UsageError


def clean(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for standard input.")],
    html: Annotated[bool, typer.Option("--html", help="It is HTML, whatever it is called.")] = False,
    ledger: Annotated[Path | None, typer.Option("--ledger", help="Write the edits to this file.")] = None,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Clean one document to standard output, by itself and outside any corpus."""
    from curate import readers
    from curate.errors import Unreadable
    from curate.ledger import lines as ledgers
    from curate.pipeline import document as pipeline
    from curate.seeds import discovery as seeds
    from curate.store.store import write

    name = "-" if file == "-" else Path(file).name
    try:
        data = sys.stdin.buffer.read() if file == "-" else seeds.read(file)
        if file == "-" and not data.strip():
            return
        kind = "html" if html or (file == "-" and readers.looks_like_html(data)) else "text" if file == "-" else ""
        document = readers.read(name, data, kind)
        cleaned = pipeline.clean(document, project_at(project, into).config)
    except Unreadable as error:
        raise CurateError(f"{file}: {error}") from None
    if ledger:
        if not ledger.absolute().parent.is_dir():
            raise UsageError(f"{ledger}: its folder is not there; make it first")
        write(ledger, ledgers.dump(name, cleaned.draft.edits))
    if as_json:
        edits = [ledgers.to_json(edit) for edit in cleaned.draft.edits]
        print_json({"text": cleaned.draft.text, "language": cleaned.language, "edits": edits})
    else:
        write_out(cleaned.draft.text)
