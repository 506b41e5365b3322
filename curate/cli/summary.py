"""What a run did, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from curate.decisions.file import NAME
from curate.pipeline.run import Run
from curate.readers import is_container
from curate.store.manifest import Entry, Manifest

_NAMED = 20  # seeds of a kind that are warned of one by one


def warnings(result: Run) -> Iterator[str]:
    """Yield a line for each seed that a person should look at, the first of many, and for each budget that was overrun."""
    if given_up := result.revision.given_up:
        yield f"{count(given_up, 'document')} given up: the revision is incomplete; run again, on a machine with more memory if that is why"
    entries = result.revision.entries
    yield from _first([_quarantined(entry) for entry in entries if entry.quarantined], "in quarantine; cleaned/quarantine.jsonl")
    yield from _first([f"{one.seed}: look at it: {one.review}" for one in entries if one.review], "to look at; cleaned/report.html")
    yield from (f"{name}: look at it: {said}" for name, said in sorted(result.over.items()))
    for seed, times in Counter(result.left_out).items():
        what = f"{count(times, 'document')} of it" if is_container(seed) else "the seed"
        yield f"{seed}: left out: {what} was forgotten; remove {'that' if is_container(seed) else 'it'} from the seeds"
    for number, ruling in enumerate(result.rulings, 1):
        if ruling.reason:
            from curate.audit.terminal import describe  # brings what draws on terminals, which few runs need

            yield f"{NAME}: decision {number} ({describe(ruling.decision)}) is {ruling.state}: {ruling.reason}"


def _quarantined(entry: Entry) -> str:
    if entry.documents:
        return f"{entry.seed}: {entry.quarantined:,} of its documents in quarantine, the first: {entry.reason}"
    return f"{entry.seed}: in quarantine: {entry.reason}"


def _first(said: Sequence[str], where: str) -> Iterator[str]:
    """Yield the first lines, and how many more there are and where."""
    yield from said[:_NAMED]
    if len(said) > _NAMED:
        yield f"{len(said) - _NAMED:,} more seeds {where} lists them"


def lines(result: Run, into: Path) -> Iterator[str]:
    """Yield what happened, a line each: the revision, the duplicates, where to look next."""
    manifest, changes = result.revision, result.changes
    texts = [entry for entry in manifest.entries if entry.text]
    documents = count(sum(entry.count for entry in texts), "document")
    before, after = (sum(getattr(entry, f"characters_{way}") for entry in texts) for way in ("in", "out"))
    name = f"{manifest.version} ({manifest.id[:12]})"
    if not changes:
        yield f"nothing changed; {name} is still the current revision: {documents}"
    else:
        kinds = (
            ("added", changes.added),
            ("gone", changes.gone),
            ("grown", changes.grown),
            ("changed", changes.text),
            ("changed only in its records", changes.other),
        )
        what = ", ".join(f"{len(seeds)} {kind}" for kind, seeds in kinds if seeds)
        share = f"{(before - after) / before:.1%} of {before:,} characters removed" if before else "no text"
        yield f"{'made' if result.made else 'would make'} revision {name}: {what}; {documents}, {share}"
    if result.restored:
        yield f"put back {count(len(result.restored), 'file')} that had gone missing, {result.restored[0]} the first"
    yield duplicates(manifest)
    if holding := sum(not ruling.reason for ruling in result.rulings):
        yield f"{count(holding, 'decision')} of {NAME} held"
    if result.made:
        yield f"the texts are in {into / 'documents'}; `curate audit` shows what went and why"


def some(names: Sequence[str]) -> str:
    """Return the first of several names, and how many more there are.

    >>> some(["a.txt"]), some(["a.txt", "b.txt", "c.txt"])
    ('a.txt', 'a.txt and 2 more')
    """
    return f"{names[0]} and {len(names) - 1:,} more" if len(names) > 1 else names[0]


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "document"), count(2, "document")
    ('1 document', '2 documents')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def duplicates(manifest: Manifest) -> str:
    """Return what the corpus as a whole said of copies; where there are none, how near the nearest came."""
    said = manifest.duplicates
    passages, documents = count(said.get("passages", 0), "passage"), count(said.get("documents", 0), "document")
    text = f"{passages} copied from another document, {documents} copied whole"
    if said.get("quotations"):
        text += f", {count(said['quotations'], 'quotation')} of at least 12 words"
    if said.get("furniture"):
        text += f", {count(said['furniture'], 'passage')} of site furniture"
    for near in said.get("misses", ())[:1]:
        places = f"{near['document']}:{near['at']} and {near['original']}:{near['original_at']}"
        return f"{text}; the nearest to a copy is {near['similarity']:.0%} alike: {places}"
    return text if said.get("passages") else f"{text}; no two share five words in a row"


def as_json(result: Run) -> dict[str, Any]:
    """Return the run as plain values."""
    manifest = result.revision
    return {
        "revision": manifest.id,
        "version": manifest.version,
        "number": manifest.number,
        "made": result.made,
        "changes": asdict(result.changes),
        "over": result.over,
        "tripped": result.tripped,
        "duplicates": manifest.duplicates,
        "left_out": result.left_out,
        "decisions": [asdict(ruling) for ruling in result.rulings],
        "seeds": [asdict(entry) for entry in manifest.entries],
    }
