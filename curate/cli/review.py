"""`curate review`: serve the report, and save the decisions made in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.options import IntoOption, ProjectOption
from curate.cli.project import open_corpus
from curate.errors import CurateError, UsageError

if TYPE_CHECKING:
    from curate.cli.review_server import ReviewServer
    from curate.decisions import Decision
    from curate.pipeline.run import Project
    from curate.store.manifest import Manifest


def review(
    project: ProjectOption = Path(),
    into: IntoOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1.", show_default="a free one")] = 0,
) -> None:
    """Serve the report as a local page that saves your decisions.

    Each decision is saved as it is made.  Press Ctrl-C to stop the server.
    """
    from curate.decisions.file import DECISIONS_FILE, load_decisions

    opened, manifest = open_corpus(project, into)
    before = len(load_decisions(opened.root))
    server = create_server(opened, manifest, port)
    try:
        print(f"open {server.address}\n(the address works once, on this machine only; press Ctrl-C to end the review)", flush=True)
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    more = len(load_decisions(opened.root)) - before
    print(f"{more:+} in {DECISIONS_FILE}; `curate run` applies them" if more else f"{DECISIONS_FILE} holds as many decisions as before")


def create_server(project: Project, manifest: Manifest, port: int) -> ReviewServer:
    """Return the server of a review, listening; raise UsageError if the port is taken."""
    from curate.audit.report.build import build_review, load_document_data
    from curate.cli.review_server import ReviewHandlers, ReviewServer
    from curate.decisions.file import load_decisions

    store = project.store
    render = build_review(store, manifest)

    def page() -> bytes:
        return render([asdict(one) for one in load_decisions(project.root)])

    def document(name: str) -> Mapping[str, Any] | None:
        return load_document_data(store, manifest, name)

    def decide(request: Any) -> Mapping[str, Any]:
        for action, entry in request.items() if isinstance(request, dict) else ():
            if action == "add":
                _add_decision(project, manifest, _parse_decision(entry))
            elif action == "remove":
                _remove_decision(project, _parse_decision(entry))
        return {"decisions": len(load_decisions(project.root))}

    try:
        return ReviewServer(ReviewHandlers(page, document, decide), port)
    except OSError as error:
        raise UsageError(f"--port {port}: {error.strerror}; name another, or none") from None


def _parse_decision(entry: Any) -> Decision:
    """Return the decision in a request; raise UsageError if it is none."""
    from curate.decisions import Decision
    from curate.decisions.file import format_decision, parse_decisions

    names = {field.name for field in fields(Decision)}
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()) or not set(entry) <= names:
        raise UsageError("this is not a decision")
    (decision,) = parse_decisions(format_decision(Decision(**{"action": "", "document": "", "text": "", **entry})))
    return decision


def _add_decision(project: Project, manifest: Manifest, decision: Decision) -> None:
    """Write a decision to the file; raise CurateError if its place in the document cannot be told."""
    from curate.audit.load import load_document
    from curate.decisions.anchors import find_span
    from curate.decisions.file import append_decisions

    document = load_document(project.store, manifest, decision.document)
    place = find_span(document.source, decision)
    if isinstance(place, str):
        raise CurateError(f"{decision.document}: {place}; decide about a longer span")
    append_decisions(project.root, [decision])


def _remove_decision(project: Project, decision: Decision) -> None:
    """Take a decision out of the file, if it is there."""
    from curate.decisions.file import delete_decision, load_decisions

    for number, other in enumerate(load_decisions(project.root), 1):
        if other == decision:
            delete_decision(project.root, number)
            return
