"""`curate explain`: what was done at one place of a document, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import new_console, print_json
from curate.cli.project import open_corpus
from curate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.ledger.edits import Edit


def explain(
    place: Annotated[str, typer.Argument(metavar="DOCUMENT:OFFSET", help="Document id, and offset in its source text in characters.")],
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was done at one place of a document, and why."""
    from curate.audit.load import load_document
    from curate.ledger.jsonl import edit_to_json

    opened, manifest = open_corpus(project, into)
    name, at = _parse_place(place)
    document = load_document(opened.store, manifest, name)
    if at >= len(document.source):
        raise UsageError(f"{place}: the document has {len(document.source)} characters")
    edit = next((one for one in document.edits if one.start <= at < one.end), None)
    start, end = _line_at(document.source, at)
    held_back = [] if edit else list(_held_back(document.metadata, start, end))
    if as_json:
        print_json({"document": name, "offset": at, "edit": edit_to_json(edit) if edit else None, "held_back": held_back})
    elif edit:
        _print_edit(edit)
    else:
        review = str(document.metadata.get("review", ""))
        _print_kept(document.source[start:end], [*held_back, *([f"of the document: {review}"] if review else [])])


def _parse_place(place: str) -> tuple[str, int]:
    """Return the document and the offset of a place; the last colon stands between them."""
    name, _, offset = place.rpartition(":")
    if not name or not offset.isdecimal():
        raise UsageError(f"{place}: name a place as DOCUMENT:OFFSET, like a.txt:120")
    return name, int(offset)


def _line_at(text: str, at: int) -> tuple[int, int]:
    """Return the span of the line around an offset, without its line break."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _print_edit(edit: Edit) -> None:
    from curate.audit import terminal

    console = new_console()
    console.print(terminal.render_edit(edit), soft_wrap=True)
    for one in (edit, *edit.via):
        line = f"{one.rule} at {one.start}-{one.end}, confidence {one.confidence:g}: {one.reason}"
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    console.print(f"`curate rules {edit.rule}` shows the rule", style="dim")


def _print_kept(text: str, reasons: Sequence[str]) -> None:
    from curate.audit import terminal

    console = new_console()
    console.print(terminal.escape_controls(text), markup=False, soft_wrap=True)
    for reason in reasons or ["no rule applies to it"]:
        console.print(f"kept as it is: {terminal.escape_controls(reason)}", style="dim", markup=False, soft_wrap=True)


def _held_back(metadata: Mapping[str, Any], start: int, end: int) -> Iterator[str]:
    """Yield the edits of a span of source text that were not applied: undone by a decision, or only suggested."""
    for one in metadata.get("decisions", ()):
        if one["start"] < end and start < one["end"] and one["action"] == "restore":
            yield f"{one.get('rule') or 'a rule'} changed {one['start']}-{one['end']}, and a decision restored it"
    for one in metadata.get("suggestions", ()):
        if one["start"] < end and start <= one["end"]:
            yield f"suggested at {one['start']}: {one['before']!r} -> {one['after']!r} ({one['rule']})"
