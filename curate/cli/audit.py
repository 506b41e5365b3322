"""`curate audit`: what was removed and changed, and why: in the terminal, as JSON, CSV or a page, or as a sample to review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.options import CategoryOption, IntoOption, JsonOption, ProjectOption, RuleOption
from curate.cli.output import new_console, print_json
from curate.cli.project import check_names, open_corpus
from curate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curate.audit.load import DocumentEdits
    from curate.ledger.edits import Edit
    from curate.pipeline.run import Project
    from curate.store.cleaned_document import Cleaned
    from curate.store.manifest import Manifest


def audit(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Show one document in full, with its edits in place.")] = "",
    rule: RuleOption = "",
    category: CategoryOption = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write all edits as an HTML page with filters.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the edits as a table for spreadsheets.")] = None,
    sample: Annotated[int, typer.Option("--sample", metavar="N", min=0, help="Ask about N removals drawn at random.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Show what was removed and changed, and why."""
    from curate.audit import filters, load
    from curate.cli import audit_sample

    opened, manifest = open_corpus(project, into)
    check_names(rule, category)

    def load_edits() -> Iterator[tuple[Cleaned, tuple[Edit, ...]]]:
        return ((one, filters.select_edits(one.edits, rule, category)) for one in load.load_documents(opened.store, manifest, document))

    if html:
        _write_report(html, opened, manifest, document or rule or category)
    elif csv:
        _write_table(csv, load_edits())
    elif sample:
        audit_sample.review_sample(load_edits, sample, opened.root, manifest.id, as_json)
    elif as_json:
        _print_json(load_edits(), opened, manifest, bool(document or rule or category))
    else:
        _print_edits(load_edits(), document, bool(rule or category))


def _print_edits(documents: DocumentEdits, document: str, is_filtered: bool) -> None:
    """Print the edits of all documents, or one document whole, then the counts by rule."""
    from curate.audit import terminal
    from curate.audit.totals import count_by_rule

    console = new_console()

    def print_each() -> Iterator[Edit]:
        for one, edits in documents:
            if one.id == document or edits:
                render = terminal.render_document if one.id == document else terminal.render_edits
                console.print(render(one, edits), soft_wrap=True)
                console.print()
            yield from edits

    if counts := count_by_rule(print_each()):
        console.print(terminal.render_rule_counts(counts))
    else:
        console.print("no such edit" if is_filtered else "nothing was removed or changed")


def _print_json(documents: DocumentEdits, project: Project, manifest: Manifest, is_filtered: bool) -> None:
    from dataclasses import asdict

    from curate.audit.highlights import count_highlights
    from curate.audit.totals import count_by_rule, totals_as_json

    loaded = [(one, tuple(edits)) for one, edits in documents]
    counts = count_by_rule(edit for _, edits in loaded for edit in edits)
    rows = [_document_as_json(one, edits) for one, edits in loaded]
    values = {"revision": manifest.id, "documents": rows, "totals": [asdict(row) for row in counts], **totals_as_json(loaded)}
    if not is_filtered:
        values["notable"] = count_highlights(project.store, manifest, (one for one, _ in loaded))
    print_json(values)


def _document_as_json(document: Cleaned, edits: Sequence[Edit]) -> dict[str, Any]:
    """Return a document and these of its edits as plain values; `characters` counts these edits."""
    from curate.audit.balance import count_characters
    from curate.ledger.jsonl import edit_to_json
    from curate.rules.registry import category_of

    return {
        "document": document.id,
        "state": document.metadata["state"],
        "language": document.language,
        "characters_in": len(document.source),
        "characters_out": len(document.text),
        "characters": count_characters(document.source, edits).as_json(),
        "edits": [{**edit_to_json(edit), "category": category_of(edit.rule)} for edit in edits],
    }


def _write_table(path: Path, documents: DocumentEdits) -> None:
    from curate.audit.csv_table import write_csv

    write_csv(path, documents)
    print(f"wrote the edits to {path}, a row each")


def _write_report(path: Path, project: Project, manifest: Manifest, filter_name: str) -> None:
    from curate.audit.report.build import build_report
    from curate.files import write_atomically

    if filter_name:
        raise UsageError(f"--html shows the whole corpus; leave out {filter_name}, and filter in the page")
    write_atomically(path, build_report(project.store, manifest))
    print(f"{path} shows what was removed and changed; open it in a browser")
