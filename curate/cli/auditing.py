"""`curate audit`: what was removed and changed, and why, in a terminal, as data, as a table, as a page; and a sample to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.shared import (
    CategoryOption,
    IntoOption,
    JsonOption,
    ProjectOption,
    RuleOption,
    corpus_at,
    must_be_known,
    new_console,
    print_json,
)
from curate.errors import UsageError

if TYPE_CHECKING:
    from curate.audit.sampling import Audited
    from curate.ledger.edits import Edit
    from curate.pipeline.run import Project
    from curate.store.cleaned import Cleaned
    from curate.store.manifest import Manifest


def audit(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="One document, whole, with its edits in their place.")] = "",
    rule: RuleOption = "",
    category: CategoryOption = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write all of it as one page, which filters itself.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the edits as a table for spreadsheets.")] = None,
    sample: Annotated[int, typer.Option("--sample", metavar="N", min=0, help="Read N removals drawn at random, right or wrong.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Show what was removed and changed, and why."""
    from curate.audit import reading

    where, manifest = corpus_at(project, into)
    must_be_known(rule, category)

    def chosen() -> Iterator[tuple[Cleaned, tuple[Edit, ...]]]:
        return ((one, reading.chosen(one.edits, rule, category)) for one in reading.documents(where.store, manifest, document))

    if html:
        _write_report(html, where, manifest, document or rule or category)
    elif csv:
        _write_table(csv, chosen())
    elif sample:
        _read_sample(chosen, sample, where, manifest.id, as_json)
    elif as_json:
        _print_data(chosen(), where, manifest, bool(document or rule or category))
    else:
        _print(chosen(), document, bool(rule or category))


def _print(shown: Audited, document: str, narrowed: bool) -> None:
    from curate.audit import reading, terminal

    console = new_console()

    def printed() -> Iterator[Edit]:
        for one, edits in shown:
            if one.id == document or edits:
                console.print(terminal.document(one, edits) if one.id == document else terminal.removals(one, edits), soft_wrap=True)
                console.print()
            yield from edits

    if counted := reading.counts(printed()):
        console.print(terminal.totals(counted))
    else:
        console.print("nothing was removed or changed" if not narrowed else "no such edit")


def _print_data(shown: Audited, where: Project, manifest: Manifest, narrowed: bool) -> None:
    from dataclasses import asdict

    from curate.audit import counting, notable, reading

    audited = [(one, tuple(edits)) for one, edits in shown]
    counted = reading.counts(edit for _, edits in audited for edit in edits)
    documents = [reading.as_json(one, edits) for one, edits in audited]
    values = {"revision": manifest.id, "documents": documents, "totals": [asdict(row) for row in counted], **counting.as_json(audited)}
    if not narrowed:
        values["notable"] = notable.counts(where.store, manifest, (one for one, _ in audited))
    print_json(values)


def _write_table(path: Path, shown: Audited) -> None:
    from curate.audit import table

    table.write(path, shown)
    print(f"{path} holds the edits, a row each")


def _write_report(path: Path, where: Project, manifest: Manifest, narrowed: str) -> None:
    from curate.audit.report import build
    from curate.store.store import write

    if narrowed:
        raise UsageError(f"--html shows the whole corpus; leave out {narrowed}, and filter in the page")
    write(path, build.report(where.store, manifest))
    print(f"{path} shows what was removed and changed; open it in a browser")


def _read_sample(chosen: Callable[[], Audited], size: int, where: Project, revision: str, as_json: bool) -> None:
    from curate.audit import reviews, sampling
    from curate.cli import sampling as asking

    asking.read(lambda: sampling.sample(chosen(), revision, size, reviews.read(where.root)), where.root, revision, as_json)
