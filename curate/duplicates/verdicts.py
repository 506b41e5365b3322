"""What the corpus says of a document, carried out: what the settings want dropped becomes edits, the rest is marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from curate.config import Duplicates
from curate.duplicates.decisions import Copy, Quotation, Repeat, Verdict
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.text.segment import find_removal_spans, segment

RULES = {"copies": "dup.near", "quotations": "dup.quotation", "repeats": "repeat.site-furniture"}  # of what a verdict lists


def asked_for(verdict: Verdict, settings: Duplicates) -> Verdict:
    """Return the verdict without what the settings say to keep."""
    return Verdict(
        copies=verdict.copies if settings.passages != "keep" else (),
        quotations=verdict.quotations if settings.quotations != "keep" else (),
        repeats=verdict.repeats if settings.furniture != "keep" else (),
        duplicate_of=verdict.duplicate_of if settings.documents != "keep" else "",
    )


def edits(text: str, verdict: Verdict, settings: Duplicates) -> list[Edit]:
    """Return the removals from a cleaned text; of a document that is another's copy, all of it or nothing goes."""
    if verdict.duplicate_of:
        return [_whole(text, verdict.duplicate_of)] if settings.documents == "drop" else []
    gone: dict[int, Copy | Repeat] = {}
    if settings.passages == "drop":
        gone |= {one.place.start: one for one in verdict.copies}
    if settings.furniture == "drop":
        gone |= {one.place.start: one for one in verdict.repeats}
    found = list(_passages(text, gone))
    if settings.quotations == "drop":
        found += [_quotation(text, one) for one in verdict.quotations]
    return found


def on_source(verdict: Verdict, draft: Draft) -> Verdict:
    """Return the verdict on the text of a draft with its places in the source text."""

    def placed(one: Any) -> Any:
        start, end = draft.map_to_source(one.place.start, one.place.end)
        return replace(one, place=replace(one.place, start=start, end=end))

    lists: dict[str, Any] = {name: tuple(placed(one) for one in getattr(verdict, name)) for name in RULES}
    return replace(verdict, **lists)


def _passages(text: str, gone: Mapping[int, Copy | Repeat]) -> Iterator[Edit]:
    spans = segment(text)
    removed = {index: gone[start] for index, (start, _) in enumerate(spans) if start in gone}
    for index, (start, end) in find_removal_spans(text, spans, removed):
        one = removed[index]
        if isinstance(one, Copy):
            yield Edit(start, end, text[start:end], "", "dup.near", _copied(one), one.similarity)
        else:
            yield Edit(start, end, text[start:end], "", "repeat.site-furniture", _repeated(one), 0.95)


def _whole(text: str, original: str) -> Edit:
    return Edit(0, len(text), text, "", "dup.document", f"Most of it stands in {original}.")


def _quotation(text: str, one: Quotation) -> Edit:
    start, end = one.place.start, one.place.end
    reason = f"{one.words} words in a row that stand in {one.source.document}:{one.source.source}."
    return Edit(start, end, text[start:end], "", "dup.quotation", reason, 0.9)


def _repeated(one: Repeat) -> str:
    return f"The line stands on {one.pages} pages of this site, like {' and '.join(one.examples)}."


def _copied(one: Copy) -> str:
    """Return in words what a passage copies, and where it differs."""
    text = f"{one.similarity:.0%} the same word 5-grams as {one.original.document}:{one.original.source}"
    sides = (("here", one.here), ("there", one.there))
    differing = "; ".join(f"only {side}: {' '.join(words)}" for side, words in sides if words)
    return f"{text} ({differing})." if differing else f"{text}."
