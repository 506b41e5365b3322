"""The whole of cleaning, as pure functions of documents and one step over the corpus.

clean  : one document -> draft, sketches        any machine, any order
decide : all sketches -> verdicts               one place, out of core
finish : one document -> final draft            any machine, any order
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import repeat

from curate.cleaners import judged
from curate.config import Config
from curate.decisions import Decision
from curate.decisions.rulings import rule_on
from curate.errors import Unreadable
from curate.pipeline import guards
from curate.pipeline.finish import finish as finish
from curate.pipeline.rounds import Cleaned as Cleaned
from curate.pipeline.rounds import Round, clean_with_verdicts, prepare_for_judge
from curate.text.document import Document


def clean(document: Document, config: Config, decisions: Iterable[Decision] = ()) -> Cleaned:
    """Return the document cleaned by itself, as the decisions about it say; raise Unreadable if that has no end.

    For one document; `clean_batch` does the same for many in a third of the time.
    """
    (cleaned,) = clean_batch([document], config, [decisions])
    if isinstance(cleaned, Unreadable):
        raise cleaned
    return cleaned


def clean_batch(documents: Sequence[Document], config: Config, decisions: Sequence[Iterable[Decision]] = ()) -> list[Cleaned | Unreadable]:
    """Return each document cleaned by itself, in their order, or why it cannot be.

    `decisions` are, for each document, those about it; empty means none about any.

    The judge speaks once for all of them, which is what makes a batch cheap; how
    documents are batched changes nothing else.  Some thirty pages are enough.
    """
    pairs = zip(documents, decisions or repeat(()), strict=False)
    prepared = [prepare_for_judge(document, rule_on(document.source, about), config) for document, about in pairs]
    verdicts = judged.verdicts([(one.context.document, one.draft) for one in prepared], config)
    return [_apply_guards(one, said) for one, said in zip(prepared, verdicts, strict=True)]


def _apply_guards(prepared: Round, verdicts: judged.Verdicts) -> Cleaned | Unreadable:
    """Return the document cleaned as the judge says, within the budgets against loss.

    Of protected things of which it would remove too many, none goes by its word;
    of a document of which it would remove too many words, or leave nothing, none
    do.  Either marks the document for review.
    """
    document, config = prepared.context.document, prepared.context.config
    try:
        verdicts, review = _protected(prepared, verdicts)
        cleaned = clean_with_verdicts(prepared, verdicts)
        removed = [edit for edit in cleaned.draft.edits if edit.rule.startswith("model.")]
        share = len("\n".join(edit.before for edit in removed).split()) / max(1, len(document.source.split()))
        budget = config.guards.page if document.passages else config.guards.document
        if share <= budget and (cleaned.draft.text.strip() or not removed):
            return replace(cleaned, review=review)
        without = replace(config, boilerplate=replace(config.boilerplate, setting="rules"))
        cleaned = clean_with_verdicts(prepare_for_judge(document, prepared.context.rulings, without), ())
    except Unreadable as error:
        return error
    largest = sorted(removed, key=lambda edit: edit.start - edit.end)
    named = guards.named((edit.start, edit.end) for edit in largest)
    return replace(cleaned, review=f"the judge would remove {share:.1%} of its words, at {named}; they are kept")


def _protected(prepared: Round, verdicts: judged.Verdicts) -> tuple[judged.Verdicts, str]:
    """Return the verdicts within the budget of protected things, and why a person should look."""
    document, draft = prepared.context.document, prepared.draft
    spans = [(one.start, one.end) for one in document.passages] or draft.spans
    budget = prepared.context.config.guards.protected
    found = guards.losses([draft.text[slice(*span)] for span in spans], verdicts, budget) if verdicts else []
    review = "; ".join(guards.told(one, lambda number: draft.map_to_source(*spans[number])) for one in found)
    return guards.withheld(verdicts, found) if found else verdicts, review
