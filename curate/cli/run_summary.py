"""What a run did: warnings, a summary in words, and plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from curate.cli.output import format_count, format_first
from curate.decisions.file import NAME
from curate.pipeline import alerts
from curate.pipeline.alerts import COPIED, LOST, WITHHELD
from curate.pipeline.copies import CopiesRemoved, Example
from curate.pipeline.preview import Preview
from curate.pipeline.run import Run
from curate.readers import is_container
from curate.store.manifest import Entry, Manifest

_MOST_WARNINGS = 20  # of one kind, a seed or a document each
_ALERTS = ((WITHHELD, "with text kept for review"), (LOST, "that lost most of their text"), (COPIED, "that stand in others"))


def warnings(result: Run) -> Iterator[str]:
    """Yield a line for each thing a person should look at: seeds, documents, budgets, decisions; of many seeds or documents, the first."""
    if given_up := result.revision.given_up:
        documents = format_count(given_up, "document")
        yield f"{documents} could not be processed: the revision is incomplete; run again, with more memory if that was the cause"
    entries = result.revision.entries
    quarantined = [_describe_quarantine(one) for one in entries if one.quarantined]
    yield from _first_lines(quarantined, "seeds in quarantine; cleaned/quarantine.jsonl lists")
    for kind, what in _ALERTS:
        named = [f"{one.document}: {one.alert.message}" for one in result.alerts if one.alert.kind == kind]
        yield from _first_lines(named, f"documents {what}; cleaned/report.html and --json list")
    yield from (f"{name}: look at it: {review}" for name, review in sorted(result.over.items()))
    yield from _forgotten_seeds(result)
    yield from _decisions_without_effect(result)


def _describe_quarantine(entry: Entry) -> str:
    if entry.documents:
        return f"{entry.seed}: {entry.quarantined:,} of its documents in quarantine, the first: {entry.reason}"
    return f"{entry.seed}: in quarantine: {entry.reason}"


def _first_lines(lines: Sequence[str], rest: str) -> Iterator[str]:
    """Yield the first lines, then how many more there are; `rest` says of what, and what lists them."""
    yield from lines[:_MOST_WARNINGS]
    if len(lines) > _MOST_WARNINGS:
        yield f"{len(lines) - _MOST_WARNINGS:,} more {rest} them"


def _forgotten_seeds(result: Run) -> Iterator[str]:
    for seed, times in Counter(result.left_out).items():
        what = f"{format_count(times, 'document')} of it" if is_container(seed) else "the seed"
        yield f"{seed}: skipped: {what} was forgotten; remove {'that' if is_container(seed) else 'it'} from the seeds"


def _decisions_without_effect(result: Run) -> Iterator[str]:
    for number, ruling in enumerate(result.rulings, 1):
        if ruling.reason:
            from curate.audit.terminal import describe_decision  # imports rich, which few runs need

            yield f"{NAME}: decision {number} ({describe_decision(ruling.decision)}) is {ruling.state}: {ruling.reason}"


def summary_lines(result: Run, into: Path) -> Iterator[str]:
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
        yield f"{format_count(in_force, 'decision')} of {NAME} in force"
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
    for one in preview.documents[:_MOST_WARNINGS]:
        yield f"{one.document}: {one.lost:,} of {format_count(one.words, 'word')} would go, {one.regained:,} would come back"
    if (rest := len(preview.documents) - _MOST_WARNINGS) > 0:
        yield f"{rest:,} more documents would change; --json lists them"


def _copies_line(copies: CopiesRemoved) -> str:
    """Return how much went as copies, with examples."""
    examples = ", ".join(f"{one.document} ({format_count(one.words, 'word')}, {_describe_original(one)})" for one in copies.examples)
    passages, documents = format_count(copies.passages, "passage"), format_count(copies.documents, "document")
    whole = f", {copies.whole:,} of them wholly" if copies.whole else ""
    some = ":" if len(copies.examples) == copies.documents else ", for instance"
    return f"{passages} of {documents} went as copies{whole} ({format_count(copies.words, 'word')}){some} {examples}"


def _describe_original(one: Example) -> str:
    return "which it says twice" if one.original == one.document else f"as in {one.original}"


def as_json(result: Run) -> dict[str, Any]:
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
