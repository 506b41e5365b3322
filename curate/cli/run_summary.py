"""What a run did, in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from curate.cli.output import format_count, format_first
from curate.decisions.file import DECISIONS_FILE
from curate.pipeline import alerts
from curate.pipeline.copies import CopiesRemoved, Example
from curate.pipeline.preview import Preview
from curate.pipeline.run import Run
from curate.store.manifest import Manifest

_MOST_CHANGES = 20  # documents that --check names


def format_summary(result: Run, into: Path) -> Iterator[str]:
    """Yield what happened, a line each: the revision, the duplicates, the decisions, where to look next."""
    manifest = result.revision
    yield _revision_line(result)
    yield from _preview_lines(result.preview)
    if result.restored:
        yield f"restored missing files: {format_first(result.restored)}"
    yield _duplicates_line(manifest)
    if result.copies.documents:
        yield _copies_line(result.copies)
    if in_force := sum(not ruling.reason for ruling in result.rulings):
        yield f"{format_count(in_force, 'decision')} of {DECISIONS_FILE} in force"
    if result.made:
        yield f"the texts are in {into / 'documents'}; `curate audit` shows what was removed and why"


def _revision_line(result: Run) -> str:
    manifest, changes = result.revision, result.changes
    texts = [entry for entry in manifest.entries if entry.text]
    documents = format_count(sum(entry.count for entry in texts), "document")
    name = f"{manifest.version} ({manifest.id[:12]})"
    if not changes:
        return f"nothing changed; {name} is still the current revision: {documents}"
    kinds = (
        ("added", changes.added),
        ("gone", changes.gone),
        ("grown", changes.grown),
        ("changed", changes.text),
        ("changed only in its records", changes.other),
    )
    counts = ", ".join(f"{len(seeds)} {kind}" for kind, seeds in kinds if seeds)
    before, after = sum(entry.characters_in for entry in texts), sum(entry.characters_out for entry in texts)
    share = f"{(before - after) / before:.1%} of {before:,} characters removed" if before else "no text"
    return f"{'made' if result.made else 'would make'} revision {name}: {counts}; {documents}, {share}"


def _duplicates_line(manifest: Manifest) -> str:
    """Return the counts of copies, and the nearest miss."""
    counts = manifest.duplicates
    passages, documents = format_count(counts.get("passages", 0), "passage"), format_count(counts.get("documents", 0), "document")
    text = f"{passages} copied from another document, {documents} copied whole"
    if counts.get("quotations"):
        text += f", {format_count(counts['quotations'], 'quotation')} of at least 12 words"
    if counts.get("furniture"):
        text += f", {format_count(counts['furniture'], 'passage')} of site furniture"
    for miss in counts.get("misses", ())[:1]:
        places = f"{miss['document']}:{miss['at']} and {miss['original']}:{miss['original_at']}"
        return f"{text}; the nearest miss is {miss['similarity']:.0%} similar: {places}"
    return text if counts.get("passages") else f"{text}; no two share five words in a row"


def _preview_lines(preview: Preview) -> Iterator[str]:
    """Yield why texts would change, then how, a line a document: those that lose most first, the first of many."""
    if not preview.documents:
        return
    if preview.causes:
        yield f"what differs since the last revision: {'; '.join(preview.causes)}"
    for one in preview.documents[:_MOST_CHANGES]:
        yield f"{one.document}: {one.lost:,} of {format_count(one.words, 'word')} would go, {one.regained:,} would come back"
    if (rest := len(preview.documents) - _MOST_CHANGES) > 0:
        yield f"{rest:,} more documents would change; --json lists them"


def _copies_line(copies: CopiesRemoved) -> str:
    """Return how much went as copies, with examples."""
    examples = ", ".join(f"{one.document} ({format_count(one.words, 'word')}, {_describe_original(one)})" for one in copies.examples)
    passages, documents = format_count(copies.passages, "passage"), format_count(copies.documents, "document")
    whole = f", {copies.whole:,} of them wholly" if copies.whole else ""
    separator = ":" if len(copies.examples) == copies.documents else ", for instance"
    return f"{passages} of {documents} went as copies{whole} ({format_count(copies.words, 'word')}){separator} {examples}"


def _describe_original(one: Example) -> str:
    return "which it says twice" if one.original == one.document else f"as in {one.original}"


def run_as_json(result: Run) -> dict[str, Any]:
    """Return the run as plain values."""
    manifest = result.revision
    return {
        "revision": manifest.id,
        "version": manifest.version,
        "number": manifest.number,
        "made": result.made,
        "changes": asdict(result.changes),
        "alerts": [{"document": one.document, "seed": one.seed, **alerts.to_json(one.alert)} for one in result.alerts],
        "copies": asdict(result.copies),
        "preview": result.preview.as_json(),
        "over": result.over,
        "withheld": result.withheld,
        "tripped": result.tripped,
        "duplicates": manifest.duplicates,
        "left_out": result.left_out,
        "decisions": [asdict(ruling) for ruling in result.rulings],
        "seeds": [asdict(entry) for entry in manifest.entries],
    }
