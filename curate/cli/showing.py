"""The commands that show what was done at a place, and by which rule: explain, source, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from curate.cli.shared import (
    DocumentArgument,
    IntoOption,
    JsonOption,
    ProjectOption,
    corpus_at,
    must_be_known,
    new_console,
    print_json,
    write_out,
)
from curate.errors import UsageError


def explain(
    place: Annotated[str, typer.Argument(metavar="DOCUMENT:OFFSET", help="An offset in the source text, in characters.")],
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what happened at a place of a document, and why."""
    from curate.audit import reading, terminal
    from curate.ledger.lines import to_json

    where, manifest = corpus_at(project, into)
    name, _, offset = place.rpartition(":")
    if not name or not offset.isdecimal():
        raise UsageError(f"{place}: name a place as DOCUMENT:OFFSET, like a.txt:120")
    one = reading.document(where.store, manifest, name)
    at = int(offset)
    if at >= len(one.source):
        raise UsageError(f"{place}: the document has {len(one.source)} characters")
    hit = next((e for e in one.edits if e.start <= at < e.end), None)
    start, end = one.source.rfind("\n", 0, at) + 1, one.source.find("\n", at)
    end = end if end >= 0 else len(one.source)
    held_back = [] if hit else list(_held_back(one.metadata, start, end))
    if as_json:
        print_json({"document": name, "offset": at, "edit": to_json(hit) if hit else None, "held_back": held_back})
        return
    console = new_console()
    if hit is None:
        console.print(terminal.safe(one.source[start:end]), markup=False, soft_wrap=True)
        review = str(one.metadata.get("review", ""))
        for line in [*held_back, *([f"of the document: {review}"] if review else [])] or ["no rule had anything to say against it"]:
            console.print(f"kept as it is: {terminal.safe(line)}", style="dim", markup=False, soft_wrap=True)
        return
    console.print(terminal.change(hit), soft_wrap=True)
    for edit in (hit, *hit.via):
        console.print(
            f"{edit.rule} at {edit.start}-{edit.end}, confidence {edit.confidence:g}: {edit.reason}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    console.print(f"`curate rules {hit.rule}` shows the rule", style="dim")


def _held_back(about: Mapping[str, Any], start: int, end: int) -> Iterator[str]:
    """Yield what was not done in a stretch of a source text: taken back by a decision, or only suggested."""
    for one in about.get("decisions", ()):
        if one["start"] < end and start < one["end"] and one["action"] == "restore":
            yield f"{one.get('rule') or 'a rule'} had taken {one['start']}-{one['end']}, and a decision gave it back"
    for one in about.get("suggestions", ()):
        if one["start"] < end and start <= one["end"]:
            yield f"only suggested at {one['start']}: {one['before']!r} to {one['after']!r} ({one['rule']})"


def source(document: DocumentArgument, project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """Print a document's source text, rebuilt from the cleaned text and the ledger."""
    from curate.audit import reading

    where, manifest = corpus_at(project, into)
    one = reading.document(where.store, manifest, document)
    write_out(one.source) if not as_json else print_json({"document": document, "source": one.source})


def rules(
    rule: Annotated[str, typer.Argument(metavar="ID", help="One rule, with its examples.")] = "", as_json: JsonOption = False
) -> None:
    """List the rules, or show one with what it removes and keeps."""
    from curate.rules.registry import all_rules

    known = all_rules()
    must_be_known(rule, "")
    shown = [known[rule]] if rule else list(known.values())
    if as_json:
        print_json([asdict(one) for one in shown])
        return
    if not rule:
        for one in shown:
            print(f"{one.id:<36} {one.category:<16} {'' if one.status == 'stable' else one.status + ': '}{one.reason}")
        return
    one = shown[0]
    print(f"{one.id}  ({one.category}, {one.status})\n{one.reason}")
    for title, examples in (("removes", one.removes), ("keeps", one.keeps)):
        for example in examples:
            print(f"  {title:>7}  {example!r}")
    for before, after in one.changes:
        print(f"  changes  {before!r} -> {after!r}")
