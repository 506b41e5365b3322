"""Finishing a cleaned document: what the corpus as a whole says of it is carried out, as settings and decisions want it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from curate.config import Config
from curate.decisions.rulings import find_vetoes, mark_applied
from curate.duplicates import removals
from curate.duplicates.overlaps import Overlaps
from curate.language.corpus_words import corrected_words, undo_corrections
from curate.pipeline.alerts import COPIED, Alert
from curate.pipeline.rounds import Cleaned, clean_to_fixpoint, resume_round, start_round


def finish(cleaned: Cleaned, overlaps: Overlaps, config: Config, corpus_words: frozenset[str] = frozenset()) -> tuple[Cleaned, Overlaps]:
    """Return the document as settings and decisions want it, and its overlaps as they then are, in source offsets.

    `corpus_words` are words that the corpus confirms, folded, which are left as they stand.
    """
    if corpus_words & corrected_words(cleaned.draft):
        return _undo_corrections(*finish(cleaned, overlaps, config), corpus_words, config)
    cleaned, overlaps = _apply_restores(cleaned, removals.select_by_settings(overlaps, config))
    edits = removals.propose_removals(cleaned.draft.text, overlaps, config)
    on_source = removals.map_to_source(overlaps, cleaned.draft)
    if not edits:
        return cleaned, on_source
    draft = cleaned.draft.revise(edits)
    if all(edit.rule == removals.RULES["repeats"] for edit in edits):
        restarted = resume_round(cleaned, draft, config)  # furniture does not tell the language
    else:
        restarted = start_round(cleaned.document, draft, config, cleaned.rulings, cleaned.page_spans)
    finished = clean_to_fixpoint(restarted)
    if finished.draft.text.strip() or overlaps.duplicate_of:
        return replace(finished, alerts=cleaned.alerts), on_source
    # all of it stands elsewhere, if not in one place: it is kept, and marked
    original = overlaps.copies[0].original.document if overlaps.copies else ""
    alert = Alert(COPIED, 1.0, f"all of it stands in other documents{f', like {original}' if original else ''}; it is kept")
    return replace(cleaned, alerts=(*cleaned.alerts, alert)), replace(on_source, duplicate_of=original)


def _undo_corrections(cleaned: Cleaned, overlaps: Overlaps, corpus_words: frozenset[str], config: Config) -> tuple[Cleaned, Overlaps]:
    """Return the document with these words as they stood."""
    settings = replace(config, words=config.words | corpus_words)
    restarted = start_round(cleaned.document, undo_corrections(cleaned.draft, corpus_words), settings, cleaned.rulings, cleaned.page_spans)
    return replace(clean_to_fixpoint(restarted), alerts=cleaned.alerts), overlaps


def _apply_restores(cleaned: Cleaned, overlaps: Overlaps) -> tuple[Cleaned, Overlaps]:
    """Return the document with what its restores did, and the overlaps without what they give back.

    A document none of whose copies is left is no duplicate.
    """
    if not cleaned.rulings:
        return cleaned, overlaps
    left: dict[str, Any] = {}
    used: list[int] = []
    for name, rule in removals.RULES.items():
        spans = [cleaned.draft.map_to_source(one.location.start, one.location.end) for one in getattr(overlaps, name)]
        vetoes = [find_vetoes(cleaned.rulings, rule, *span) for span in spans]
        left[name] = tuple(one for one, veto in zip(getattr(overlaps, name), vetoes, strict=True) if not veto)
        used += (index for veto in vetoes for index in veto)
    if not used:
        return cleaned, overlaps
    cleaned = replace(cleaned, rulings=mark_applied(cleaned.rulings, used))
    return cleaned, replace(overlaps, **left, duplicate_of=overlaps.duplicate_of if left["copies"] else "")
