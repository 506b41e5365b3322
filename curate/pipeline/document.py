"""The whole of cleaning, as pure functions of documents and one step over the corpus.

clean  : one document -> draft, sketches        any machine, any order
decide : all sketches -> verdicts               one place, out of core
finish : one document -> final draft            any machine, any order
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import repeat
from typing import Any

from curate.cleaners import CLEANERS, CUT, REPAIRS, Cleaner, judged
from curate.cleaners.context import Context
from curate.config import Config
from curate.decisions import DROP, Decision
from curate.decisions.rulings import Ruling, drops, forbidding, rule_on, with_effect
from curate.duplicates import verdicts
from curate.duplicates.decisions import Verdict
from curate.errors import Unreadable
from curate.language.detect import UNKNOWN, detect
from curate.language.own_words import mended, unmended
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit, apply, revert
from curate.pipeline import guards
from curate.rules.registry import all_rules, packs_for
from curate.text.document import Document

_MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document after cleaning.

    `suggestions` are edits of the source that were not made.  `review` says why
    a person should look at the document: a guard against loss has tripped.
    `rulings` say what became of the decisions about it.
    """

    document: Document
    draft: Draft
    language: str
    suggestions: tuple[Edit, ...]
    review: str = ""
    rulings: tuple[Ruling, ...] = ()


def clean(document: Document, config: Config, decisions: Iterable[Decision] = ()) -> Cleaned:
    """Return the document cleaned by itself, as the decisions about it say; raise Unreadable if that has no end.

    For one document; of many, `clean_batch` makes the same in a third of the time.
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
    begun = [_until_judged(document, rule_on(document.source, about), config) for document, about in pairs]
    spoken = judged.verdicts([(one.context.document, one.draft) for one in begun], config)
    return [_guarded(one, said) for one, said in zip(begun, spoken, strict=True)]


def _guarded(begun: _Round, said: judged.Verdicts) -> Cleaned | Unreadable:
    """Return the document cleaned as the judge says, within the budgets against loss.

    Of protected things of which it would remove too many, none goes by its word;
    of a document of which it would remove too many words, or leave nothing, none
    do.  Either marks the document for review.
    """
    document, config = begun.context.document, begun.context.config
    try:
        said, review = _protected(begun, said)
        cleaned = _judged(begun, said)
        removed = [edit for edit in cleaned.draft.edits if edit.rule.startswith("model.")]
        share = len("\n".join(edit.before for edit in removed).split()) / max(1, len(document.source.split()))
        budget = config.guards.page if document.passages else config.guards.document
        if share <= budget and (cleaned.draft.text.strip() or not removed):
            return replace(cleaned, review=review)
        without = replace(config, boilerplate=replace(config.boilerplate, setting="rules"))
        cleaned = _judged(_until_judged(document, begun.context.rulings, without), ())
    except Unreadable as error:
        return error
    largest = sorted(removed, key=lambda edit: edit.start - edit.end)
    named = guards.named((edit.start, edit.end) for edit in largest)
    return replace(cleaned, review=f"the judge would remove {share:.1%} of its words, at {named}; they are kept")


def _protected(begun: _Round, said: judged.Verdicts) -> tuple[judged.Verdicts, str]:
    """Return the verdicts within the budget of protected things, and why a person should look."""
    document, draft = begun.context.document, begun.draft
    spans = [(one.start, one.end) for one in document.passages] or draft.spans
    found = guards.losses([draft.text[slice(*span)] for span in spans], said, begun.context.config.guards.protected) if said else []
    review = "; ".join(guards.told(one, lambda number: draft.source_span(*spans[number])) for one in found)
    return guards.withheld(said, found) if found else said, review


def finish(cleaned: Cleaned, verdict: Verdict, config: Config, own: frozenset[str] = frozenset()) -> tuple[Cleaned, Verdict]:
    """Return the document as settings and decisions want it, and what the verdict on it then is, in source offsets.

    `own` are words of the corpus, folded, which are left as they stand.
    """
    if own & mended(cleaned.draft):
        return _unmended(*finish(cleaned, verdict, config), own, config)
    cleaned, verdict = _uncontested(cleaned, verdicts.asked_for(verdict, config.duplicates))
    made = verdicts.edits(cleaned.draft.text, verdict, config.duplicates)
    told = verdicts.on_source(verdict, cleaned.draft)
    if not made:
        return cleaned, told
    finished = _settled(_round(cleaned.document, cleaned.draft.revise(made), config, cleaned.rulings), CLEANERS)
    if finished.draft.text.strip() or verdict.duplicate_of:
        return replace(finished, review=cleaned.review), told
    # all of it stands elsewhere, if not in one place: it is kept, and marked
    return cleaned, replace(told, duplicate_of=verdict.copies[0].original.document if verdict.copies else "")


def _unmended(cleaned: Cleaned, verdict: Verdict, own: frozenset[str], config: Config) -> tuple[Cleaned, Verdict]:
    """Return the document with these words as they stood."""
    settings = replace(config, words=config.words | own)
    begun = _round(cleaned.document, unmended(cleaned.draft, own), settings, cleaned.rulings)
    return replace(_settled(begun, CLEANERS), review=cleaned.review), verdict


def _uncontested(cleaned: Cleaned, verdict: Verdict) -> tuple[Cleaned, Verdict]:
    """Return the document with what its restores did, and the verdict without what they give back.

    A document none of whose copies is left is no duplicate.
    """
    kept: dict[str, Any] = {}
    used: list[int] = []
    for name, rule in verdicts.RULES.items():
        spans = [cleaned.draft.source_span(one.place.start, one.place.end) for one in getattr(verdict, name)]
        vetoes = [forbidding(cleaned.rulings, rule, *span) for span in spans]
        kept[name] = tuple(one for one, veto in zip(getattr(verdict, name), vetoes, strict=True) if not veto)
        used += (index for veto in vetoes for index in veto)
    if not used:
        return cleaned, verdict
    cleaned = replace(cleaned, rulings=with_effect(cleaned.rulings, used))
    return cleaned, replace(verdict, **kept, duplicate_of=verdict.duplicate_of if kept["copies"] else "")


@dataclass(frozen=True, slots=True)
class _Round:
    """A look of the cleaners at a draft, each seeing what those before it made of it."""

    context: Context
    start: Draft  # as it was when the first of them looked
    draft: Draft
    suggestions: tuple[Edit, ...] = ()


def _round(document: Document, draft: Draft, config: Config, rulings: tuple[Ruling, ...]) -> _Round:
    language = detect(draft)
    return _Round(Context(document, language, config, packs_for(language), rulings=rulings), draft, draft)


def _until_judged(document: Document, rulings: tuple[Ruling, ...], config: Config) -> _Round:
    """Return what the judge is shown: a page as it was rendered, text when it is repaired."""
    draft = Draft(document.source)
    if document.passages:
        return _Round(Context(document, UNKNOWN, config, (), rulings=rulings), draft, draft)
    return _looked(_round(document, draft, config, rulings), REPAIRS)


def _judged(begun: _Round, said: judged.Verdicts) -> Cleaned:
    """Return the document cleaned: of a page, the cleaners look at its main content only."""
    begun = replace(begun, context=replace(begun.context, verdicts=said))
    document, config = begun.context.document, begun.context.config
    if document.passages:
        begun = _looked(begun, CUT)
        return _settled(_round(document, begun.draft, config, begun.context.rulings), CLEANERS)
    return _settled(begun, CLEANERS[len(REPAIRS) :])


def _settled(begun: _Round, cleaners: Sequence[Cleaner]) -> Cleaned:
    """Finish a round with `cleaners`, and let all of them look again until none has anything to propose.

    So the result of cleaning is clean: a second run over it changes nothing,
    but for what the judge makes of a page that is not whole any more.
    """
    document, config = begun.context.document, begun.context.config
    for _ in range(_MOST_ROUNDS):
        done = _looked(begun, cleaners)
        if done.draft is done.start:
            _check(done.draft)
            rulings = _with_drops(done.context.rulings, done.draft)
            return Cleaned(document, done.draft, done.context.language, done.suggestions, rulings=rulings)
        begun, cleaners = _round(document, done.draft, config, done.context.rulings), CLEANERS
    raise Unreadable(f"its cleaning does not settle in {_MOST_ROUNDS} rounds; please report it")


def _looked(begun: _Round, cleaners: Sequence[Cleaner]) -> _Round:
    """Return the round after these cleaners; what a rule on trial proposes is only suggested, what a restore forbids is not made."""
    draft, suggestions, rulings = begun.draft, dict.fromkeys(begun.suggestions), begun.context.rulings
    for cleaner in cleaners:
        made = []
        for edit in cleaner(draft, begun.context):
            if vetoes := rulings and forbidding(rulings, edit.rule, *draft.source_span(edit.start, edit.end)):
                rulings = with_effect(rulings, vetoes)
            elif edit.rule not in _on_trial():
                made.append(edit)
            elif suggestion := _on_source(edit, draft):
                suggestions[suggestion] = None
        draft = draft.revise(made)
    return replace(begun, context=replace(begun.context, rulings=rulings), draft=draft, suggestions=tuple(suggestions))


@cache
def _on_trial() -> frozenset[str]:
    return frozenset(rule.id for rule in all_rules().values() if rule.status == "trial")


def _with_drops(rulings: Sequence[Ruling], draft: Draft) -> tuple[Ruling, ...]:
    """Return the rulings, the drops that took something out as applied, the others as unused."""
    out = [edit for edit in draft.edits if edit.rule == DROP]
    state = {one: "applied" if any(e.start < one.end and one.start < e.end for e in out) else "unused" for one in drops(rulings)}
    return tuple(replace(one, state=state.get(one, one.state)) for one in rulings)


def _on_source(edit: Edit, draft: Draft) -> Edit | None:
    """Return a suggestion as an edit of the source, or None where other edits have written what it would change."""
    start, end = draft.source_span(edit.start, edit.end)
    if draft.source[start:end] != edit.before:
        return None
    return replace(edit, start=start, end=end)


def _check(draft: Draft) -> None:
    """Law 1, before anything is written: raise EditError if the ledger does not lead both ways."""
    assert apply(draft.source, draft.edits) == draft.text
    assert revert(draft.text, draft.edits) == draft.source
