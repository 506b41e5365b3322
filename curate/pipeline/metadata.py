"""What is known of a document besides its text: from its markup, from what was removed, from the corpus."""

from __future__ import annotations

import re
from typing import Any

from curate.decisions.rulings import VALID_STATES, Ruling
from curate.duplicates.locations import Location
from curate.duplicates.overlaps import Copy, Overlaps, Quotation, Repeat
from curate.duplicates.removals import RULES
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit, apply
from curate.ledger.jsonl import edit_to_json
from curate.pipeline import alerts
from curate.pipeline.document import Cleaned
from curate.rules.folding import strip_list_mark
from curate.rules.registry import Rule, all_rules
from curate.text.segment import segment
from curate.text.words import count_words, is_running_text

_TITLE_WORDS = range(3, 26)


def build_metadata(cleaned: Cleaned, provenance: dict[str, Any], overlaps: Overlaps) -> dict[str, Any]:
    """Return the metadata of a document as plain values.

    What its markup says goes before what its text said.  The overlaps are in
    source offsets; so are `web_page` (the stretches that come from a web page, where that is not the whole text),
    `suggestions`, `decisions`, and its `copies`,
    `quotations` and `repeats` (`removed_copies` and so on where they went).
    """
    metadata: dict[str, Any] = {"id": cleaned.document.id, "format": cleaned.document.format, "language": cleaned.language}
    names = {"language": "declared_language"}  # what a page claims is often wrong
    metadata |= {names.get(key, key): value for key, value in cleaned.document.metadata.items() if value}
    for key, value in collect_stated_fields(cleaned.draft).items():
        metadata.setdefault(key, value)
    if "title" not in metadata and (title := _guess_title(cleaned.draft.text)):
        metadata["title"] = title
    metadata |= {key: value for key, value in provenance.items() if key in ("url", "date", "licence") and value}
    if cleaned.page_spans is not None:
        metadata["web_page"] = [list(span) for span in cleaned.page_spans]
    if cleaned.review:
        metadata |= {"review": cleaned.review, "alerts": [alerts.to_json(one) for one in cleaned.alerts]}
    if overlaps.duplicate_of:
        metadata["duplicate_of"] = overlaps.duplicate_of
    metadata |= _list_overlaps(overlaps, cleaned.draft)
    if decisions := [_describe_ruling(one) for one in cleaned.rulings if one.state in VALID_STATES]:
        metadata["decisions"] = decisions
    if cleaned.suggestions:
        metadata["suggestions"] = [edit_to_json(edit) for edit in cleaned.suggestions]
    return metadata


def collect_stated_fields(draft: Draft) -> dict[str, str]:
    """Return the date, author and so on that left the text under a rule with a `field`."""
    rules = all_rules()
    values: dict[str, list[str]] = {}
    for edit in draft.edits:
        rule = rules.get(edit.rule)
        if rule and rule.field:
            values.setdefault(rule.field, []).append(_extract_value(rule, _repair_removed_text(edit)))
    return {field: "; ".join(dict.fromkeys(found)) for field, found in sorted(values.items())}


def _extract_value(rule: Rule, removed: str) -> str:
    """Return the part of what was removed that its rule calls `value`, else all of it."""
    match = re.search(rule.span or rule.pattern, removed, re.I) if "(?P<value>" in rule.span + rule.pattern else None
    return " ".join(((match and match["value"]) or removed).split())


def _repair_removed_text(edit: Edit) -> str:
    """Return what an edit replaced, with the repairs that came before it."""
    moved = [Edit(e.start - edit.start, e.end - edit.start, e.before, e.after, e.rule) for e in edit.via]
    return apply(edit.before, moved)


def _guess_title(text: str) -> str:
    """Return the heading before the running text, or nothing.  A guess: plain text does not say.

    A single word or two may be the name of the section; a longer line goes before it.
    """
    short = ""
    for start, end in segment(text):
        line = strip_list_mark(text[start:end])
        if is_running_text(line):
            break
        words = count_words(line)
        if words > _TITLE_WORDS[-1] or line.endswith((".", ":", "…", "。", "：")):
            continue
        if words in _TITLE_WORDS:
            return line
        short = short or line
    return short


def _list_overlaps(overlaps: Overlaps, draft: Draft) -> dict[str, Any]:
    """Return the overlaps by kind, what was removed apart from what was only marked."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name, rule in RULES.items():
        gone = [(edit.start, edit.end) for edit in draft.edits if rule in (edit.rule, *(one.rule for one in edit.via))]
        for one in getattr(overlaps, name):
            location: Location = one.location
            left = "removed_" if any(start < location.end and location.start < end for start, end in gone) else ""
            rows.setdefault(f"{left}{name}", []).append({"start": location.start, "end": location.end, **_evidence(one)})
    return rows


def _evidence(one: Copy | Quotation | Repeat) -> dict[str, Any]:
    if isinstance(one, Repeat):
        return one.evidence.as_json()
    if isinstance(one, Quotation):
        return {"document": one.source.document, "at": one.source.source_start, "words": one.words}
    differing = {side: list(words) for side, words in (("here", one.here), ("there", one.there)) if words}
    alike = {"similarity": one.similarity, "containment": one.containment}
    return {"document": one.original.document, "at": one.original.source_start, **alike, **differing}


def _describe_ruling(ruling: Ruling) -> dict[str, Any]:
    decision = ruling.decision
    described = {"action": decision.action, "start": ruling.start, "end": ruling.end, "state": ruling.state}
    return described | {key: value for key in ("rule", "note") if (value := getattr(decision, key))}
