"""What a person should look at after a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from curate.cli.output import format_count
from curate.decisions.file import DECISIONS_FILE
from curate.pipeline.alerts import COPIED, LOST, WITHHELD
from curate.pipeline.run import Run
from curate.readers import is_container
from curate.store.manifest import Entry

_MOST_WARNINGS = 20  # of one kind, a seed or a document each
_ALERTS = ((WITHHELD, "with text kept for review"), (LOST, "that lost most of their text"), (COPIED, "that stand in others"))


def format_warnings(result: Run) -> Iterator[str]:
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

            yield f"{DECISIONS_FILE}: decision {number} ({describe_decision(ruling.decision)}) is {ruling.state}: {ruling.reason}"
