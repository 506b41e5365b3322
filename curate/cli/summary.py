"""What a run did, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from curate.audit.terminal import describe
from curate.corpus import Run
from curate.decisions.file import NAME
from curate.manifest import Manifest
from curate.readers import is_container


def warnings(result: Run) -> Iterator[str]:
    """Yield a line for each seed that a person should look at."""
    if given_up := result.revision.given_up:
        yield f"{count(given_up, 'document')} given up: the revision is incomplete; run again, on a machine with more memory if that is why"
    for entry in result.revision.entries:
        if entry.quarantined and entry.documents:
            yield f"{entry.seed}: {entry.quarantined:,} of its documents in quarantine, the first: {entry.reason}"
        elif entry.quarantined:
            yield f"{entry.seed}: in quarantine: {entry.reason}"
        if entry.review:
            yield f"{entry.seed}: look at it: {entry.review}"
    for seed, times in Counter(result.left_out).items():
        what = f"{count(times, 'document')} of it" if is_container(seed) else "the seed"
        yield f"{seed}: left out: {what} was forgotten; remove {'that' if is_container(seed) else 'it'} from the seeds"
    for number, ruling in enumerate(result.rulings, 1):
        if ruling.reason:
            yield f"{NAME}: decision {number} ({describe(ruling.decision)}) is {ruling.state}: {ruling.reason}"


def guarded(result: Run) -> bool:
    """Has a guard against loss tripped in a document that this run brought or changed?"""
    touched = {*result.changes.added, *result.changes.text, *result.changes.grown, *result.changes.other}
    return any(entry.review and entry.seed in touched for entry in result.revision.entries)


def lines(result: Run, into: Path, check: bool) -> Iterator[str]:
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
        yield f"{'would make' if check else 'made'} revision {name}: {what}; {documents}, {share}"
    if result.restored:
        yield f"put back {count(len(result.restored), 'file')} that had gone missing, {result.restored[0]} the first"
    yield duplicates(manifest)
    if holding := sum(not ruling.reason for ruling in result.rulings):
        yield f"{count(holding, 'decision')} of {NAME} held"
    if result.made:
        yield f"the texts are in {into / 'documents'}; `curate audit` shows what went and why"


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
        "duplicates": manifest.duplicates,
        "left_out": result.left_out,
        "decisions": [asdict(ruling) for ruling in result.rulings],
        "seeds": [asdict(entry) for entry in manifest.entries],
    }
