"""The report on a revision: made from the store, written beside the corpus."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from curate.audit import notable, reading
from curate.audit.report import data, page
from curate.audit.report.collecting import Collected, Collector, see
from curate.audit.report.summary import summary
from curate.digest import digest_json
from curate.errors import UsageError
from curate.store.manifest import Manifest
from curate.store.store import REPORT, Store


def report(store: Store, manifest: Manifest) -> bytes:
    """Return the report on a revision as one HTML page; the same revision, the same bytes."""
    found = collected(store, manifest)
    return render(manifest, found, data.of(manifest, found))


def collected(store: Store, manifest: Manifest) -> Collected:
    """Return what a report on a revision holds."""
    return _noted(see(reading.documents(store, manifest)).found(), store, manifest)


def _noted(found: Collected, store: Store, manifest: Manifest) -> Collected:
    """Add what is not about a document with a text."""
    found.counts.note(notable.of_revision(store, manifest))
    return found


def render(manifest: Manifest, found: Collected, values: dict[str, Any], connects: bool = False) -> bytes:
    """Return the page around the data of a report."""
    title = f"Audit of revision {manifest.version}"
    parts = {
        "$title": escape(title),
        "$subtitle": f"What was removed and changed, why, and what may come back. Revision <code>{manifest.id[:12]}</code>.",
        "$summary": summary(found),
    }
    body = page.part("page.html")
    for name, text in parts.items():
        body = body.replace(name, text)
    return page.page(title, f"{body}{page.data(values)}", _note(manifest), page.SCRIPT, connects)


def review(store: Store, manifest: Manifest) -> Callable[[Sequence[Mapping[str, str]]], bytes]:
    """Return what makes the page of a review: the report, which may ask its server for more, with the decisions made so far."""
    found = collected(store, manifest)
    values = data.of(manifest, found)
    return lambda decided: render(manifest, found, values | {"review": True, "decided": list(decided)}, connects=True)


def document(store: Store, manifest: Manifest, name: str) -> dict[str, Any] | None:
    """Return the data of one document, None if there is none of that name."""
    try:
        return data.alone(reading.document(store, manifest, name))
    except UsageError:
        return None


def write(store: Store, manifest: Manifest, seen: Collector | None = None) -> bool:
    """Write the report beside the corpus unless it is there already; return whether it was written.

    `seen` is what passed by when the revision was made; without it, all is read.
    """
    if is_current(store, manifest):
        return False
    seen = seen or see(reading.documents(store, manifest))
    with _unsifted():
        found = _noted(seen.found(), store, manifest)
        store.attach(REPORT, render(manifest, found, data.of(manifest, found)))
    return True


@contextmanager
def _unsifted() -> Iterator[None]:
    """Let Python not look for rubbish among the many things that a report is made of: none is, and it takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def is_current(store: Store, manifest: Manifest) -> bool:
    """Is the report that lies beside the corpus about this revision, and made by this code?  Only its start is read."""
    start = page.start(_note(manifest))
    try:
        with (store.root / REPORT).open("rb") as file:
            return file.read(len(start)) == start
    except OSError:
        return False


def _note(manifest: Manifest) -> str:
    """Return what a report is about, and a digest of what made it."""
    return f"curate report {manifest.id} {digest_json(page.sources())}"
