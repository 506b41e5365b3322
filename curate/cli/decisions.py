"""`curate restore`, `curate drop` and `curate decisions`: what a person decides about single edits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.options import DocumentArgument, IntoOption, JsonOption, ProjectOption
from curate.cli.output import print_json, print_result
from curate.cli.project import check_names, open_corpus, open_project
from curate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.decisions import Decision
    from curate.decisions.rulings import Ruling
    from curate.ledger.edits import Edit
    from curate.store.cleaned_document import Cleaned

NoteOption = Annotated[str, typer.Option("--note", help="A note to keep with the decision.")]


def restore(
    document: DocumentArgument,
    rule: Annotated[str, typer.Option("--rule", metavar="ID", help="All edits of this rule in the document.")] = "",
    at: Annotated[int | None, typer.Option("--at", metavar="OFFSET", min=0, help="The edit at this offset of the source text.")] = None,
    note: NoteOption = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Undo an edit, in the next run and all later ones."""
    from curate.audit.load import load_document
    from curate.decisions.create import create_restore

    if (not rule) == (at is None):
        raise UsageError(
            f"{document}: name one edit with --at OFFSET or all of a rule with --rule ID; `curate audit {document}` lists them"
        )
    check_names(rule, "")
    opened, manifest = open_corpus(project, into)
    cleaned = load_document(opened.store, manifest, document)
    edits = _select_edits(cleaned, rule, at)
    _append_decisions(opened.root, [create_restore(document, cleaned.source, edit, note) for edit in edits], as_json)


def _select_edits(cleaned: Cleaned, rule: str, at: int | None) -> list[Edit]:
    """Return the edits of a rule, or the one at an offset; raise UsageError if there is none that can be restored."""
    from curate.audit.load import marked_copies
    from curate.decisions import DROP_RULE

    edits = [e for e in (*cleaned.edits, *marked_copies(cleaned)) if (e.rule == rule if at is None else e.start <= at < e.end)]
    if not edits:
        raise UsageError(f"{cleaned.id}: {f'nothing was changed at {at}' if at is not None else f'no edit of {rule}'}; nothing to restore")
    if any(edit.rule == DROP_RULE for edit in edits):
        raise UsageError(f"{cleaned.id}: this edit is a decision; `curate decisions` lists it, and --forget deletes it")
    return edits


def drop(
    document: DocumentArgument,
    at: Annotated[str, typer.Option("--at", metavar="OFFSET[-END]", help="The passage at this offset of the source text, or this span.")],
    note: NoteOption = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove a passage, in the next run and all later ones."""
    from curate.audit.load import load_document
    from curate.decisions.create import create_drop

    opened, manifest = open_corpus(project, into)
    cleaned = load_document(opened.store, manifest, document)
    decision = create_drop(document, cleaned.source, _parse_span(at, cleaned), note)
    _append_decisions(opened.root, [decision], as_json)


def _parse_span(at: str, cleaned: Cleaned) -> tuple[int, int]:
    """Return the span that START-END names, or that of the passage at OFFSET; raise UsageError if it is not in the text."""
    from curate.decisions.create import find_passage_at

    match = re.fullmatch(r"(\d{1,12})(?:-(\d{1,12}))?", at)
    if not match:
        raise UsageError(f"--at {at}: name a place as OFFSET or START-END, like 120 or 120-160")
    start, end = int(match[1]), int(match[2] or match[1])
    if max(start, end - 1) >= len(cleaned.source):
        raise UsageError(f"{cleaned.id}:{at}: the document has {len(cleaned.source)} characters")
    if match[2] and start >= end:
        raise UsageError(f"--at {at}: the span ends before it begins")
    return (start, end) if match[2] else find_passage_at(cleaned.source, start)


def decisions(
    forget: Annotated[int | None, typer.Option("--forget", metavar="N", help="Delete the decision with this number.")] = None,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """List your decisions and the state of each.

    States: applied; unused (the run would do the same without it); pending (added
    since the last run); stale (its passage was not found, or stands there more
    than once); conflicting (another decision prevails).
    """
    from curate.audit.decision_states import find_decision_states
    from curate.audit.terminal import describe_decision
    from curate.decisions.file import delete_decision, load_decisions

    if forget is not None:
        deleted = delete_decision(open_project(project, into).root, forget)
        message = f"deleted: {describe_decision(deleted)}; `curate run` cleans without it"
        print_result(as_json, {"forgotten": _decision_as_json(deleted)}, message)
        return
    opened, manifest = open_corpus(project, into)
    rulings = find_decision_states(opened.store, manifest, load_decisions(opened.root))
    if as_json:
        print_json([{"number": number, **_ruling_as_json(one)} for number, one in enumerate(rulings, 1)])
        return
    for number, one in enumerate(rulings, 1):
        print(f"{number:>4}  {one.state:<11}  {describe_decision(one.decision)}{f': {one.reason}' if one.reason else ''}")
    if not rulings:
        print("no decisions; `curate restore` and `curate drop` add them")


def _append_decisions(root: Path, new: Sequence[Decision], as_json: bool) -> None:
    """Write the decisions that are not in the file yet, and print them."""
    from curate.audit.terminal import describe_decision
    from curate.decisions.file import DECISIONS_FILE, append_decisions

    added = append_decisions(root, new)
    if as_json:
        print_json({"decisions": [_decision_as_json(one) for one in added]})
        return
    for one in added:
        print(describe_decision(one))
    print(f"written to {DECISIONS_FILE}; `curate run` applies it" if added else f"{DECISIONS_FILE} holds this decision already")


def _decision_as_json(decision: Decision) -> dict[str, Any]:
    from dataclasses import asdict

    return {key: value for key, value in asdict(decision).items() if value}


def _ruling_as_json(ruling: Ruling) -> dict[str, Any]:
    span = {"start": ruling.start, "end": ruling.end} if ruling.end else {}
    return {"state": ruling.state, "reason": ruling.reason, **span, **_decision_as_json(ruling.decision)}
