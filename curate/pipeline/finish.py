"""Finishing a cleaned document: what the corpus as a whole says of it is carried out, as settings and decisions want it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from curate.config import Config
from curate.decisions.rulings import forbidding, with_effect
from curate.duplicates import verdicts
from curate.duplicates.decisions import Verdict
from curate.language.own_words import mended, unmended
from curate.pipeline.alerts import COPIED, Alert
from curate.pipeline.rounds import Cleaned, clean_to_fixpoint, start_round


def finish(cleaned: Cleaned, verdict: Verdict, config: Config, own: frozenset[str] = frozenset()) -> tuple[Cleaned, Verdict]:
    """Return the document as settings and decisions want it, and what the verdict on it then is, in source offsets.

    `own` are words of the corpus, folded, which are left as they stand.
    """
    if own & mended(cleaned.draft):
        return _undo_corrections(*finish(cleaned, verdict, config), own, config)
    cleaned, verdict = _apply_restores(cleaned, verdicts.asked_for(verdict, config.duplicates))
    removals = verdicts.edits(cleaned.draft.text, verdict, config.duplicates)
    on_source = verdicts.on_source(verdict, cleaned.draft)
    if not removals:
        return cleaned, on_source
    finished = clean_to_fixpoint(start_round(cleaned.document, cleaned.draft.revise(removals), config, cleaned.rulings))
    if finished.draft.text.strip() or verdict.duplicate_of:
        return replace(finished, alerts=cleaned.alerts), on_source
    # all of it stands elsewhere, if not in one place: it is kept, and marked
    original = verdict.copies[0].original.document if verdict.copies else ""
    alert = Alert(COPIED, 1.0, f"all of it stands in other documents{f', like {original}' if original else ''}; it is kept")
    return replace(cleaned, alerts=(*cleaned.alerts, alert)), replace(on_source, duplicate_of=original)


def _undo_corrections(cleaned: Cleaned, verdict: Verdict, own: frozenset[str], config: Config) -> tuple[Cleaned, Verdict]:
    """Return the document with these words as they stood."""
    settings = replace(config, words=config.words | own)
    restarted = start_round(cleaned.document, unmended(cleaned.draft, own), settings, cleaned.rulings)
    return replace(clean_to_fixpoint(restarted), alerts=cleaned.alerts), verdict


def _apply_restores(cleaned: Cleaned, verdict: Verdict) -> tuple[Cleaned, Verdict]:
    """Return the document with what its restores did, and the verdict without what they give back.

    A document none of whose copies is left is no duplicate.
    """
    left: dict[str, Any] = {}
    used: list[int] = []
    for name, rule in verdicts.RULES.items():
        spans = [cleaned.draft.map_to_source(one.place.start, one.place.end) for one in getattr(verdict, name)]
        vetoes = [forbidding(cleaned.rulings, rule, *span) for span in spans]
        left[name] = tuple(one for one, veto in zip(getattr(verdict, name), vetoes, strict=True) if not veto)
        used += (index for veto in vetoes for index in veto)
    if not used:
        return cleaned, verdict
    cleaned = replace(cleaned, rulings=with_effect(cleaned.rulings, used))
    return cleaned, replace(verdict, **left, duplicate_of=verdict.duplicate_of if left["copies"] else "")
