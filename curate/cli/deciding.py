"""The commands by which a person decides: restore, drop, decisions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.shared import (
    DocumentArgument,
    IntoOption,
    JsonOption,
    ProjectOption,
    corpus_at,
    must_be_known,
    print_json,
    project_at,
    say,
)
from curate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.decisions import Decision
    from curate.decisions.rulings import Ruling

NoteOption = Annotated[str, typer.Option("--note", help="Why; it is kept with the decision.")]


def restore(
    document: DocumentArgument,
    rule: Annotated[str, typer.Option("--rule", metavar="ID", help="Every edit of this rule in the document.")] = "",
    at: Annotated[int | None, typer.Option("--at", metavar="OFFSET", min=0, help="The edit at this place of the source text.")] = None,
    note: NoteOption = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide that an edit was wrong: the next run takes it back, and so does every later one."""
    from curate.audit import reading
    from curate.decisions import DROP, making

    if (not rule) == (at is None):
        raise UsageError(
            f"{document}: name one edit with --at OFFSET or all of a rule with --rule ID; `curate audit {document}` lists them"
        )
    must_be_known(rule, "")
    where, manifest = corpus_at(project, into)
    one = reading.document(where.store, manifest, document)
    edits = [e for e in (*one.edits, *reading.marks(one)) if (e.rule == rule if at is None else e.start <= at < e.end)]
    if not edits:
        raise UsageError(f"{document}: {f'nothing was changed at {at}' if at is not None else f'no edit of {rule}'}; nothing to restore")
    if any(edit.rule == DROP for edit in edits):
        raise UsageError(f"{document}: that is a decision itself; `curate decisions` lists it, and --forget takes it back")
    _decided(where.root, [making.restore(document, one.source, edit, note) for edit in edits], as_json)


def drop(
    document: DocumentArgument,
    at: Annotated[str, typer.Option("--at", metavar="OFFSET[-END]", help="The passage at this place of the source text, or this span.")],
    note: NoteOption = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Decide that more should go: the next run takes it out, and so does every later one."""
    from curate.audit import reading
    from curate.decisions import making

    where, manifest = corpus_at(project, into)
    one = reading.document(where.store, manifest, document)
    found = re.fullmatch(r"(\d{1,12})(?:-(\d{1,12}))?", at)
    if not found:
        raise UsageError(f"--at {at}: name a place as OFFSET or START-END, like 120 or 120-160")
    start, end = int(found[1]), int(found[2] or found[1])
    if max(start, end - 1) >= len(one.source):
        raise UsageError(f"{document}:{at}: the document has {len(one.source)} characters")
    if found[2] and start >= end:
        raise UsageError(f"--at {at}: the span ends before it begins")
    span = (start, end) if found[2] else making.passage_at(one.source, start)
    _decided(where.root, [making.drop(document, one.source, span, note)], as_json)


def decisions(
    forget: Annotated[int | None, typer.Option("--forget", metavar="N", help="Take back the decision with this number.")] = None,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the decisions with what became of each: applied, unused, pending, stale or conflicting."""
    from curate.audit import decided
    from curate.audit.terminal import describe
    from curate.decisions import file

    if forget is not None:
        gone = file.forget(project_at(project, into).root, forget)
        say(as_json, {"forgotten": _plain(gone)}, f"forgotten: {describe(gone)}; `curate run` cleans as if it had never been made")
        return
    where, manifest = corpus_at(project, into)
    rulings = decided.states(where.store, manifest, file.read(where.root))
    if as_json:
        print_json([{"number": number, **_ruled(one)} for number, one in enumerate(rulings, 1)])
        return
    for number, one in enumerate(rulings, 1):
        print(f"{number:>4}  {one.state:<11}  {describe(one.decision)}{f': {one.reason}' if one.reason else ''}")
    if not rulings:
        print("no decisions; `curate restore` and `curate drop` make them")


def _decided(root: Path, made: Sequence[Decision], as_json: bool) -> None:
    from curate.audit.terminal import describe
    from curate.decisions import file

    added = file.append(root, made)
    if as_json:
        print_json({"decisions": [_plain(one) for one in added]})
    for one in added if not as_json else ():
        print(describe(one))
    if not as_json:
        print(f"written to {file.NAME}; `curate run` applies it" if added else f"{file.NAME} says so already")


def _plain(decision: Decision) -> dict[str, Any]:
    from dataclasses import asdict

    return {key: value for key, value in asdict(decision).items() if value}


def _ruled(ruling: Ruling) -> dict[str, Any]:
    place = {"start": ruling.start, "end": ruling.end} if ruling.end else {}
    return {"state": ruling.state, "reason": ruling.reason, **place, **_plain(ruling.decision)}
