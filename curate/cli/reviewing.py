"""The command `review`: the audit's page, with decisions saved as they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curate.cli.shared import IntoOption, ProjectOption, corpus_at
from curate.errors import CurateError, UsageError

if TYPE_CHECKING:
    from curate.cli.serving import Server
    from curate.decisions import Decision
    from curate.pipeline.run import Project
    from curate.store.manifest import Manifest


def review(
    project: ProjectOption = Path(),
    into: IntoOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1.", show_default="a free one")] = 0,
) -> None:
    """Serve the report to this machine, and save the decisions made in it as they are made.  Ctrl-C ends it."""
    from curate.decisions import file

    where, manifest = corpus_at(project, into)
    before = len(file.read(where.root))
    server = serve(where, manifest, port)
    try:
        print(f"open {server.address}\n(good for once, on this machine only; Ctrl-C ends the review)", flush=True)
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    more = len(file.read(where.root)) - before
    print(f"{more:+} in {file.NAME}; `curate run` applies them" if more else f"{file.NAME} holds as many decisions as before")


def serve(where: Project, manifest: Manifest, port: int) -> Server:
    """Return the server of a review; raise UsageError if the port is taken."""
    from curate.audit.report import build
    from curate.cli.serving import Review, Server
    from curate.decisions import file

    store = where.store
    draw = build.review(store, manifest)

    def page() -> bytes:
        return draw([asdict(one) for one in file.read(where.root)])

    def document(name: str) -> Mapping[str, Any] | None:
        return build.document(store, manifest, name)

    def decide(sent: Any) -> Mapping[str, Any]:
        for name, entry in sent.items() if isinstance(sent, dict) else ():
            if name in ("add", "remove"):
                (_add if name == "add" else _remove)(where, manifest, _decision(entry))
        return {"decisions": len(file.read(where.root))}

    try:
        return Server(Review(page, document, decide), port)
    except OSError as error:
        raise UsageError(f"--port {port}: {error.strerror}; name another, or none") from None


def _decision(entry: Any) -> Decision:
    """Return the decision in what was sent; raise UsageError if it is none."""
    from curate.decisions import Decision, file

    known = {field.name for field in fields(Decision)}
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()) or not set(entry) <= known:
        raise UsageError("that is no decision")
    (decision,) = file.parse(file.dump(Decision(**{"action": "", "document": "", "text": "", **entry})))
    return decision


def _add(where: Project, manifest: Manifest, decision: Decision) -> None:
    from curate.audit import reading
    from curate.decisions import anchors, file

    one = reading.document(where.store, manifest, decision.document)
    found = anchors.find(one.source, decision)
    if isinstance(found, str):
        raise CurateError(f"{decision.document}: {found}; decide about a longer span")
    file.append(where.root, [decision])


def _remove(where: Project, _: Manifest, decision: Decision) -> None:
    from curate.decisions import file

    for number, known in enumerate(file.read(where.root), 1):
        if known == decision:
            file.forget(where.root, number)
            return
