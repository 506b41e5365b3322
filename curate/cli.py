"""The command line: parses, calls, prints.  Nothing else prints or exits."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate import __version__
from curate.errors import CurateError, DamageError, UsageError

# what a command needs beyond this it imports itself, so that `curate --help` is quick
if TYPE_CHECKING:
    from rich.console import Console

    from curate.corpus import Project
    from curate.manifest import Manifest

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn dirty web text into a clean, deduplicated, versioned corpus, and show and undo all that was done.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

ProjectOption = Annotated[Path, typer.Option("--project", help="Folder of the project.", show_default="this folder")]
IntoOption = Annotated[Path | None, typer.Option("--into", help="Folder of the corpus.", show_default="cleaned")]
SeedsOption = Annotated[Path | None, typer.Option("--seeds", help="Folder of the seeds.", show_default="as in the settings")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
DocumentArgument = Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id: its seed's path below the seed folder.")]
RuleOption = Annotated[str, typer.Option("--rule", metavar="ID", help="Only edits of this rule.")]
CategoryOption = Annotated[str, typer.Option("--category", metavar="NAME", help="Only edits of this category.")]


def main() -> None:
    """Run the command line; every error the user can cause is one line on stderr."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # quicker on small matrices, and the same sums on every machine
    for stream in (sys.stdout, sys.stderr):  # whatever the locale says
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if len(sys.argv) == 1:
            sys.argv.append("--help")
        code = app(standalone_mode=False)
    except CurateError as error:
        code = _fail(str(error), error.exit_code)
    except typer.TyperException as error:  # wrong options and arguments
        code = _fail(f"{error.format_message()} (see `curate --help`)", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = _fail("interrupted; the last revision is as it was", 130)
    except BrokenPipeError:  # the reader of our output has gone: no error
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, code: int) -> int:
    print(f"curate: {message}", file=sys.stderr)
    return code


def _version(wanted: bool) -> None:
    if wanted:
        print(f"curate {__version__}")
        raise typer.Exit


@app.callback()
def _curate(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", show_default="this folder")] = Path(), as_json: JsonOption = False) -> None:
    """Make a project: a folder for seeds, and curate.toml with every setting at its default."""
    from curate.config import TEMPLATE
    from curate.store import write

    settings = folder / "curate.toml"
    if settings.exists():
        raise UsageError(f"{settings}: stands there already; this is a project")
    write(settings, TEMPLATE.encode())
    (folder / "seeds").mkdir(exist_ok=True)
    _say(as_json, {"project": str(folder)}, f"{settings} and {folder / 'seeds'}/ are made; put texts into seeds/ and run `curate run`")


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files to copy into the seed folder.")],
    project: ProjectOption = Path(),
    into: IntoOption = None,
    url: Annotated[str, typer.Option(help="Where it was published.")] = "",
    date: Annotated[str, typer.Option(help="When it was published.")] = "",
    licence: Annotated[str, typer.Option(help="On what terms it may be used.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Copy files into seeds/, with where they came from.  The same bytes twice are refused."""
    from curate import adding

    added = adding.add(_project(project, into), paths, {"url": url, "date": date, "licence": licence})
    _say(as_json, {"added": added}, f"added {', '.join(added)}; `curate run` cleans {'it' if len(added) == 1 else 'them'}")


@app.command()
def run(
    project: ProjectOption = Path(),
    seeds: SeedsOption = None,
    into: IntoOption = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes to work with.", show_default="as many as pay")] = None,
    check: Annotated[bool, typer.Option("--check", help="Store nothing; exit with 5 if something would change.")] = False,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")] = False,
) -> None:
    """Clean all seeds and store what came of it as a revision of the corpus."""
    from curate import corpus
    from curate.audit import summary

    where = _project(project, into, seeds)
    result = corpus.run(where, jobs, check, _progress(quiet))
    if as_json:
        _print_json(summary.as_json(result))
    else:
        for line in summary.warnings(result):
            print(f"curate: {line}", file=sys.stderr)
        for line in summary.lines(result, where.into, check) if not quiet else ():
            print(line)
    raise typer.Exit(5 if check and result.changes else 3 if summary.guarded(result) else 0)


@app.command()
def status(
    project: ProjectOption = Path(),
    seeds: SeedsOption = None,
    into: IntoOption = None,
    every: Annotated[bool, typer.Option("--all", help="List the unchanged seeds as well.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say which seeds are new, changed or gone since the last revision."""
    from curate.audit import summary
    from curate.corpus import state_of_seeds

    where = _project(project, into, seeds)
    found = state_of_seeds(where)
    if as_json:
        _print_json(found)
        return
    for state in ("new", "changed", "gone", "quarantined", *(("unchanged",) if every else ())):
        for seed in found[state]:
            print(f"{state:>11}  {seed}")
    if where.store.current() is None:
        print("no revision yet; `curate run` makes the first")
    elif not every:
        print(f"{summary.count(len(found['unchanged']), 'seed')} unchanged since the last revision")


@app.command()
def audit(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="One document, whole, with its edits in their place.")] = "",
    rule: RuleOption = "",
    category: CategoryOption = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was removed and changed, and why."""
    from curate.audit import reading, terminal

    where, manifest = _corpus(project, into)
    _known(rule, category)
    audited = [(one, reading.chosen(one.edits, rule, category)) for one in reading.documents(where.store, manifest, document)]
    counted = reading.counts(edit for _, edits in audited for edit in edits)
    if as_json:
        documents = [reading.as_json(one, edits) for one, edits in audited]
        _print_json({"revision": manifest.id, "documents": documents, "totals": [asdict(row) for row in counted]})
        return
    console = _console()
    for one, edits in audited:
        if document or edits:
            console.print(terminal.document(one, edits) if document else terminal.removals(one, edits), soft_wrap=True)
            console.print()
    if counted:
        console.print(terminal.totals(counted))
    else:
        console.print("nothing was removed or changed" if not (rule or category) else "no such edit")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="REVISION", help="A revision's number, version or id.", show_default="the parent")] = "",
    new: Annotated[str, typer.Argument(metavar="REVISION", show_default="the current one")] = "",
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two revisions, and what caused it."""
    from curate.audit import comparing, reading, terminal

    where, current = _corpus(project, into)
    later = where.store.revision(new) if new else current
    name = old or later.parent
    if not name:
        raise UsageError("there is one revision only; `curate diff` compares two")
    earlier = where.store.revision(name)
    found = list(comparing.differences(where.store, earlier, later))
    if as_json:
        _print_json({"old": earlier.id, "new": later.id, "differences": [asdict(one) for one in found]})
        return
    console = _console()
    console.print(f"{earlier.version} -> {later.version}: {len(found)} documents differ")
    for one in found:
        console.print(f"\n{one.seed}  {one.what}: {one.cause}", style="bold", markup=False, soft_wrap=True)
        for sign, edits in (("now ", one.made), ("no more ", one.undone)):
            for edit in edits:
                console.print(sign, terminal.in_a_line(edit), f"  {edit.rule}", soft_wrap=True, sep="")
        for line in one.lines:
            console.print(terminal.safe(line), style="green" if line.startswith("+") else "red", markup=False, soft_wrap=True)
    if counted := reading.counts(e for one in found for e in one.made):
        console.print()
        console.print(terminal.totals(counted))


@app.command()
def log(project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """List the revisions, the newest first."""
    from curate.audit import summary

    where, _ = _corpus(project, into)
    rows: list[dict[str, Any]] = [
        {"number": m.number, "version": m.version, "id": m.id, "documents": sum(bool(e.text) for e in m.entries),
         "quarantined": sum(e.state == "quarantined" for e in m.entries), "characters": sum(e.characters_out for e in m.entries)}
        for m in reversed(where.store.revisions())
    ]  # fmt: skip
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        texts = summary.count(row["documents"], "document")
        print(f"{row['number']:>4}  {row['version']:<8}  {row['id'][:12]}  {texts}, {row['characters']:,} characters")


@app.command()
def verify(project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """Check every file of the corpus against its digest, and every ledger both ways.  Exits with 4 if one fails."""
    from curate import verify as verifying

    where = _project(project, into)
    problems = list(verifying.verify(where.store))
    if as_json:
        _print_json({"problems": problems})
    elif not problems:
        print(f"{where.into}: all files are as they were written, and every ledger leads back to its source")
    for problem in problems if not as_json else ():
        print(f"curate: {problem}", file=sys.stderr)
    raise typer.Exit(DamageError.exit_code if problems else 0)


@app.command()
def rules(
    rule: Annotated[str, typer.Argument(metavar="ID", help="One rule, with its examples.")] = "", as_json: JsonOption = False
) -> None:
    """List the rules, or show one with what it removes and keeps."""
    from curate.rules import all_rules

    known = all_rules()
    _known(rule, "")
    shown = [known[rule]] if rule else list(known.values())
    if as_json:
        _print_json([asdict(one) for one in shown])
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


@app.command()
def explain(
    place: Annotated[str, typer.Argument(metavar="DOCUMENT:OFFSET", help="An offset in the source text, in characters.")],
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what happened at a place of a document, and why."""
    from curate.audit import reading, terminal
    from curate.ledger import to_json

    where, manifest = _corpus(project, into)
    name, _, offset = place.rpartition(":")
    if not name or not offset.isdecimal():
        raise UsageError(f"{place}: name a place as DOCUMENT:OFFSET, like a.txt:120")
    (one,) = reading.documents(where.store, manifest, name)
    at = int(offset)
    if at >= len(one.source):
        raise UsageError(f"{place}: the document has {len(one.source)} characters")
    hit = next((e for e in one.edits if e.start <= at < e.end), None)
    if as_json:
        _print_json({"document": name, "offset": at, "edit": to_json(hit) if hit else None})
        return
    console = _console()
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


@app.command()
def source(document: DocumentArgument, project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """Print a document's source text, rebuilt from the cleaned text and the ledger."""
    from curate.audit import reading

    where, manifest = _corpus(project, into)
    (one,) = reading.documents(where.store, manifest, document)
    _write_out(one.source) if not as_json else _print_json({"document": document, "source": one.source})


@app.command()
def clean(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for standard input.")],
    html: Annotated[bool, typer.Option("--html", help="It is HTML, whatever it is called.")] = False,
    ledger: Annotated[Path | None, typer.Option("--ledger", help="Write the edits to this file.")] = None,
    project: ProjectOption = Path(),
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Clean one document to standard output, by itself and outside any corpus."""
    from curate import ledger as ledgers
    from curate import pipeline, readers, seeds
    from curate.errors import Unreadable
    from curate.store import write

    name = "-" if file == "-" else Path(file).name
    try:
        data = sys.stdin.buffer.read() if file == "-" else seeds.read(file)
        if file == "-" and not data.strip():
            return
        kind = "html" if html or (file == "-" and readers.looks_like_html(data)) else "text" if file == "-" else ""
        (document,) = readers.read(name, data, kind)
        cleaned = pipeline.clean(document, _project(project, into).config)
    except Unreadable as error:
        raise CurateError(f"{file}: {error}") from None
    if ledger:
        if not ledger.absolute().parent.is_dir():
            raise UsageError(f"{ledger}: its folder is not there; make it first")
        write(ledger, ledgers.dump(name, cleaned.draft.edits))
    if as_json:
        edits = [ledgers.to_json(edit) for edit in cleaned.draft.edits]
        _print_json({"text": cleaned.draft.text, "language": cleaned.language, "edits": edits})
    else:
        _write_out(cleaned.draft.text)


def _project(root: Path, into: Path | None, seeds: Path | None = None) -> Project:
    from curate import config
    from curate.corpus import Project

    if not root.is_dir():
        raise UsageError(f"{root}: no such folder; name the project's with --project")
    settings = config.read(root)
    if seeds is not None:
        settings = replace(settings, seeds=config.Seeds((str(seeds) if seeds.is_absolute() else os.path.relpath(seeds, root),)))
    return Project(root, settings, into or root / "cleaned")


def _corpus(root: Path, into: Path | None) -> tuple[Project, Manifest]:
    project = _project(root, into)
    manifest = project.store.current()
    if manifest is None:
        raise UsageError(f"{project.into}: no corpus there; run `curate run` first")
    return project, manifest


def _known(rule: str, category: str) -> None:
    import difflib

    from curate.rules import CATEGORIES, all_rules

    for what, name, names in (("rule", rule, list(all_rules())), ("category", category, list(CATEGORIES))):
        if name and name not in names:
            close = difflib.get_close_matches(name, names, 1)
            raise UsageError(f"{name}: no such {what}{f'; did you mean {close[0]}?' if close else '; `curate rules` lists them'}")


def _progress(quiet: bool) -> Any:
    """Return what shows a bar on a terminal while items pass by."""

    def watch(items: Iterable[Any], what: str, total: int) -> Iterable[Any]:
        if quiet or total < 20 or not sys.stderr.isatty():
            return items
        from rich.console import Console
        from rich.progress import track

        return track(items, what, total, console=Console(stderr=True), transient=True)

    return watch


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _say(as_json: bool, values: Any, text: str) -> None:
    _print_json(values) if as_json else print(text)


def _print_json(values: Any) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=1))


def _write_out(text: str) -> None:
    """Print a text byte for byte, with its own line endings."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
