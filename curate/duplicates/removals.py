"""Turn a document's overlaps into edits, where the settings say to drop them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from curate.config import Config
from curate.duplicates.locations import Location
from curate.duplicates.overlaps import Copy, Overlaps, Quotation, Repeat
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.text.segment import find_removal_spans, segment

RULES = {"copies": "dup.near", "quotations": "dup.quotation", "repeats": "repeat.site-furniture"}  # by the lists of `Overlaps`


def select_by_settings(overlaps: Overlaps, config: Config) -> Overlaps:
    """Return the overlaps without the kinds for which the settings say `keep`."""
    settings = config.duplicates
    return Overlaps(
        copies=overlaps.copies if settings.passages != "keep" else (),
        quotations=overlaps.quotations if settings.quotations != "keep" else (),
        repeats=overlaps.repeats if config.sites.furniture != "keep" else (),
        duplicate_of=overlaps.duplicate_of if settings.documents != "keep" else "",
    )


def propose_removals(text: str, overlaps: Overlaps, config: Config) -> list[Edit]:
    """Return the edits that remove from a cleaned text what the settings say to drop.

    From a document that copies another as a whole, all of it goes or only its site's furniture.
    """
    settings = config.duplicates
    if overlaps.duplicate_of and settings.documents == "drop":
        return [_remove_document(text, overlaps.duplicate_of)]
    dropped: dict[int, Copy | Repeat] = {}
    if settings.passages == "drop" and not overlaps.duplicate_of:
        dropped |= {one.location.start: one for one in overlaps.copies}
    if config.sites.furniture == "drop":
        dropped |= {one.location.start: one for one in overlaps.repeats if one.is_sure}
    removals = list(_remove_passages(text, dropped))
    if settings.quotations == "drop" and not overlaps.duplicate_of:
        removals += [_remove_quotation(text, one) for one in overlaps.quotations]
    return removals


def map_to_source(overlaps: Overlaps, draft: Draft) -> Overlaps:
    """Return the overlaps in the text of a draft with their spans in its source text."""

    def map_location(one: Any) -> Any:
        location = one.location
        return replace(one, location=Location(location.document, *draft.map_to_source(location.start, location.end), location.source_start))

    lists: dict[str, Any] = {name: tuple(map_location(one) for one in getattr(overlaps, name)) for name in RULES}
    return replace(overlaps, **lists)


def _remove_passages(text: str, dropped: Mapping[int, Copy | Repeat]) -> Iterator[Edit]:
    """Yield a removal for each overlap; `dropped` are by where their passage starts."""
    spans = segment(text)
    removed = {index: dropped[start] for index, (start, _) in enumerate(spans) if start in dropped}
    for index, (start, end) in find_removal_spans(text, spans, removed):
        one = removed[index]
        if isinstance(one, Copy):
            yield Edit(start, end, text[start:end], "", "dup.near", _explain_copy(one), one.similarity)
        else:
            yield Edit(start, end, text[start:end], "", "repeat.site-furniture", _explain_repeat(one), 0.95)


def _remove_document(text: str, original: str) -> Edit:
    return Edit(0, len(text), text, "", "dup.document", f"Most of it stands in {original}.")


def _remove_quotation(text: str, one: Quotation) -> Edit:
    start, end = one.location.start, one.location.end
    reason = f"{one.words} words in a row that stand in {one.source.document}:{one.source.source_start}."
    return Edit(start, end, text[start:end], "", "dup.quotation", reason, 0.9)


def _explain_repeat(one: Repeat) -> str:
    evidence = one.evidence
    examples = " and ".join(", ".join(evidence.examples).rsplit(", ", 1))
    dates = f" (from {evidence.first} to {evidence.last})" if evidence.first else ""
    return f"The line stands on {evidence.pages} of {evidence.of} pages of {evidence.site}{dates}, like {examples}."


def _explain_copy(one: Copy) -> str:
    """Return in words what a passage copies, and where it differs."""
    text = f"{one.similarity:.0%} the same word 5-grams as {one.original.document}:{one.original.source_start}"
    sides = (("here", one.here), ("there", one.there))
    differing = "; ".join(f"only {side}: {' '.join(words)}" for side, words in sides if words)
    return f"{text} ({differing})." if differing else f"{text}."
