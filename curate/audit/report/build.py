"""Build the report on a revision from a store, and write it beside the corpus."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from curate.audit import highlights
from curate.audit.load import load_document, load_documents
from curate.audit.report import page
from curate.audit.report.collector import Collector, ReportContent, collect_documents
from curate.audit.report.data import document_data, report_data
from curate.audit.report.overview import render_overview
from curate.digest import digest_json
from curate.errors import UsageError
from curate.store.layout import REPORT
from curate.store.manifest import Manifest
from curate.store.store import Store


def build_report(store: Store, manifest: Manifest) -> bytes:
    """Return the report on a revision as one HTML page; equal revisions give equal bytes."""
    content = _load_content(store, manifest)
    return _render(manifest, content, report_data(manifest, content))


def build_review(store: Store, manifest: Manifest) -> Callable[[Sequence[Mapping[str, str]]], bytes]:
    """Return a function that renders the report for a review, given the decisions so far; the page can ask its server for more."""
    content = _load_content(store, manifest)
    values = report_data(manifest, content)
    return lambda decisions: _render(manifest, content, values | {"review": True, "decided": list(decisions)}, can_connect=True)


def load_document_data(store: Store, manifest: Manifest, name: str) -> dict[str, Any] | None:
    """Return the data of one document for the page, None if there is no such document."""
    try:
        return document_data(load_document(store, manifest, name))
    except UsageError:
        return None


def write_report(store: Store, manifest: Manifest, collector: Collector | None = None) -> bool:
    """Write the report beside the corpus unless it is there already; return whether it was written.

    `collector` has seen the documents of the revision while it was made; without
    it, they are read from the store.
    """
    if is_current(store, manifest):
        return False
    collector = collector or collect_documents(load_documents(store, manifest))
    with _paused_garbage_collection():
        content = _complete_content(collector, store, manifest)
        store.attach_file(REPORT, _render(manifest, content, report_data(manifest, content)))
    return True


def is_current(store: Store, manifest: Manifest) -> bool:
    """Is the report beside the corpus about this revision, and made by this code?  Only its first lines are read."""
    start = page.first_lines(_report_note(manifest))
    try:
        with (store.root / REPORT).open("rb") as file:
            return file.read(len(start)) == start
    except OSError:
        return False


def _load_content(store: Store, manifest: Manifest) -> ReportContent:
    return _complete_content(collect_documents(load_documents(store, manifest)), store, manifest)


def _complete_content(collector: Collector, store: Store, manifest: Manifest) -> ReportContent:
    """Return what was collected, with the highlights that are not about a document with a text."""
    content = collector.collect()
    content.counts.add_highlights(highlights.revision_highlights(store, manifest))
    return content


def _render(manifest: Manifest, content: ReportContent, values: dict[str, Any], can_connect: bool = False) -> bytes:
    title = f"Audit of revision {manifest.version}"
    parts = {
        "$title": escape(title),
        "$subtitle": f"What was removed and changed, why, and what may come back. Revision <code>{manifest.id[:12]}</code>.",
        "$summary": render_overview(content),
    }
    body = page.read_asset("page.html")
    for name, text in parts.items():
        body = body.replace(name, text)
    return page.build_page(title, f"{body}{page.embed_data(values)}", _report_note(manifest), page.SCRIPTS, can_connect)


@contextmanager
def _paused_garbage_collection() -> Iterator[None]:
    """Stop Python's cycle collector for a while: it would search the many objects of a report, which takes a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _report_note(manifest: Manifest) -> str:
    """Return what a report is about, and a digest of the code that makes it."""
    return f"curate report {manifest.id} {digest_json(page.read_sources())}"
