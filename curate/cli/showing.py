"""The commands that show what was done to the texts: audit, explain, source, rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.shared import (
    CategoryOption,
    DocumentArgument,
    IntoOption,
    JsonOption,
    ProjectOption,
    RuleOption,
    corpus_at,
    must_be_known,
    new_console,
    print_json,
    write_out,
)
from curate.errors import UsageError

if TYPE_CHECKING:
    from curate.audit.sampling import Audited
    from curate.cleaned import Cleaned
    from curate.corpus import Project
    from curate.edits import Edit
    from curate.manifest import Manifest


def audit(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="One document, whole, with its edits in their place.")] = "",
    rule: RuleOption = "",
    category: CategoryOption = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write all of it as one page, which filters itself.")] = None,
    sample: Annotated[int, typer.Option("--sample", metavar="N", min=0, help="Read N removals drawn at random, right or wrong.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Show what was removed and changed, and why."""
    from curate.audit import counting, reading, terminal

    where, manifest = corpus_at(project, into)
    must_be_known(rule, category)
    if html:
        _write_report(html, where, manifest, document or rule or category)
        return

    def chosen() -> Iterator[tuple[Cleaned, tuple[Edit, ...]]]:
        return ((one, reading.chosen(one.edits, rule, category)) for one in reading.documents(where.store, manifest, document))

    if sample:
        _read_sample(chosen, sample, where, manifest.id, as_json)
        return
    shown = chosen()
    if as_json:
        audited = list(shown)
        counted = reading.counts(edit for _, edits in audited for edit in edits)
        documents = [reading.as_json(one, edits) for one, edits in audited]
        totals = [asdict(row) for row in counted]
        print_json({"revision": manifest.id, "documents": documents, "totals": totals, **counting.as_json(audited)})
        return
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
        console.print("nothing was removed or changed" if not (rule or category) else "no such edit")


def _write_report(path: Path, where: Project, manifest: Manifest, narrowed: str) -> None:
    from curate.audit.report import build
    from curate.store import write

    if narrowed:
        raise UsageError(f"--html shows the whole corpus; leave out {narrowed}, and filter in the page")
    write(path, build.report(where.store, manifest))
    print(f"{path} shows what was removed and changed; open it in a browser")


def _read_sample(chosen: Callable[[], Audited], size: int, where: Project, revision: str, as_json: bool) -> None:
    from curate.audit import reviews, sampling
    from curate.cli import sampling as asking

    asking.read(lambda: sampling.sample(chosen(), revision, size, reviews.read(where.root)), where.root, revision, as_json)


def explain(
    place: Annotated[str, typer.Argument(metavar="DOCUMENT:OFFSET", help="An offset in the source text, in characters.")],
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what happened at a place of a document, and why."""
    from curate.audit import reading, terminal
    from curate.ledger import to_json

    where, manifest = corpus_at(project, into)
    name, _, offset = place.rpartition(":")
    if not name or not offset.isdecimal():
        raise UsageError(f"{place}: name a place as DOCUMENT:OFFSET, like a.txt:120")
    one = reading.document(where.store, manifest, name)
    at = int(offset)
    if at >= len(one.source):
        raise UsageError(f"{place}: the document has {len(one.source)} characters")
    hit = next((e for e in one.edits if e.start <= at < e.end), None)
    if as_json:
        print_json({"document": name, "offset": at, "edit": to_json(hit) if hit else None})
        return
    console = new_console()
    if hit is None:
        start, end = one.source.rfind("\n", 0, at) + 1, one.source.find("\n", at)
        console.print(terminal.safe(one.source[start : end if end >= 0 else None]), markup=False, soft_wrap=True)
        console.print("kept as it is: no rule had anything to say against it", style="dim")
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
    from curate.rules import all_rules

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
