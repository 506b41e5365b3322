"""`curate clean`: clean one document as a filter, outside any corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import print_json, print_warning, write_text
from curate.cli.project import open_project
from curate.errors import CurateError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.ledger.edits import Edit
    from curate.text.document import Document


def clean(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for standard input.")],
    html: Annotated[bool, typer.Option("--html", help="Read the input as HTML.")] = False,
    ledger: Annotated[Path | None, typer.Option("--ledger", help="Write the edits to this file, as JSON Lines.")] = None,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Clean one document and print the result; no corpus is needed.

    Copies are not found, because there is nothing to compare with.
    """
    from curate.errors import Unreadable
    from curate.ledger.jsonl import edit_to_json
    from curate.pipeline import alerts
    from curate.pipeline import document as pipeline

    try:
        document = _read_document(file, html)
        if document is None:
            return
        cleaned = pipeline.clean(document, open_project(project, into).config)
    except Unreadable as error:
        raise CurateError(f"{file}: {error}") from None
    for alert in cleaned.alerts:
        print_warning(f"{file}: {alert.message}")
    if ledger:
        _write_ledger(ledger, document.id, cleaned.draft.edits)
    if as_json:
        edits = [edit_to_json(edit) for edit in cleaned.draft.edits]
        named = [alerts.to_json(alert) for alert in cleaned.alerts]
        print_json({"text": cleaned.draft.text, "language": cleaned.language, "edits": edits, "alerts": named})
    else:
        write_text(cleaned.draft.text)


def _read_document(file: str, is_html: bool) -> Document | None:
    """Return the document in a file or on standard input, None if nothing comes in there; raise Unreadable if it is no text."""
    from curate import readers
    from curate.seeds.access import read_seed

    if file != "-":
        return readers.read_document(Path(file).name, read_seed(file), "html" if is_html else "")
    data = sys.stdin.buffer.read()
    if not data.strip():
        return None
    return readers.read_document("-", data, "html" if is_html or readers.looks_like_html(data) else "text")


def _write_ledger(path: Path, name: str, edits: Sequence[Edit]) -> None:
    from curate.files import write_atomically
    from curate.ledger.jsonl import dump_ledger

    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path}: its folder is not there; make it first")
    write_atomically(path, dump_ledger(name, edits))
