"""Cleaning a document in rounds: each cleaner sees what those before it left, until none has anything to propose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from curate.cleaners import CLEANERS, CUT, REPAIRS, Cleaner
from curate.cleaners.context import Context
from curate.cleaners.learned_judge import Verdicts
from curate.config import Config
from curate.decisions import DROP_RULE
from curate.decisions.rulings import Ruling, find_vetoes, mark_applied, select_drops
from curate.errors import Unreadable
from curate.language.detect import UNKNOWN, detect_language
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit, apply, revert
from curate.pipeline.alerts import Alert, describe
from curate.rules.registry import all_rules, packs_for
from curate.text.document import Document
from curate.text.segment import Span

_MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document after cleaning.

    `suggestions` are edits of the source that were not made.  `alerts` are what
    the guards against loss say of it.  `rulings` say what became of the decisions
    about it.  `page_spans` are the stretches of the source that come from a web
    page; None: all of it.
    """

    document: Document
    draft: Draft
    language: str
    suggestions: tuple[Edit, ...]
    alerts: tuple[Alert, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    page_spans: tuple[Span, ...] | None = None

    @property
    def review(self) -> str:
        """Why a person should look at the document, in words; empty where no guard says anything."""
        return describe(self.alerts)


@dataclass(frozen=True, slots=True)
class Round:
    """One pass of the cleaners over a draft: `start` is the draft before the first of them, `draft` the one after the last."""

    context: Context
    start: Draft
    draft: Draft
    suggestions: tuple[Edit, ...] = ()


def start_round(
    document: Document, draft: Draft, config: Config, rulings: tuple[Ruling, ...], page_spans: tuple[Span, ...] | None = None
) -> Round:
    """Return a round in which no cleaner has looked yet; the language is that of the draft as it stands."""
    language = detect_language(draft)
    return Round(Context(document, language, config, packs_for(language), rulings=rulings, page_spans=page_spans), draft, draft)


def resume_round(cleaned: Cleaned, draft: Draft, config: Config) -> Round:
    """Return a round over a later draft of a cleaned document; the language is that of the document.

    Wrong where what went may have told the language.
    """
    packs = packs_for(cleaned.language)
    context = Context(cleaned.document, cleaned.language, config, packs, rulings=cleaned.rulings, page_spans=cleaned.page_spans)
    return Round(context, draft, draft)


def prepare_for_judge(document: Document, rulings: tuple[Ruling, ...], config: Config) -> Round:
    """Return the round that the judge is shown: a page as it was rendered, a text after its repairs."""
    draft = Draft(document.source)
    if document.passages:
        return Round(Context(document, UNKNOWN, config, (), rulings=rulings), draft, draft)
    return apply_cleaners(start_round(document, draft, config, rulings), REPAIRS)


def place_on_pages(prepared: Round, page_spans: tuple[Span, ...] | None) -> Round:
    """Return the round with the stretches of the source that come from a web page."""
    return replace(prepared, context=replace(prepared.context, page_spans=page_spans))


def clean_with_verdicts(prepared: Round, verdicts: Verdicts) -> Cleaned:
    """Return the document cleaned.  Of a page, the cleaners look at its main content only."""
    prepared = replace(prepared, context=replace(prepared.context, verdicts=verdicts))
    document, config, page_spans = prepared.context.document, prepared.context.config, prepared.context.page_spans
    if document.passages:
        cut = apply_cleaners(prepared, CUT)
        return clean_to_fixpoint(start_round(document, cut.draft, config, cut.context.rulings, page_spans), CLEANERS)
    return clean_to_fixpoint(prepared, CLEANERS[len(REPAIRS) :])


def clean_to_fixpoint(current: Round, cleaners: Sequence[Cleaner] = CLEANERS) -> Cleaned:
    """Finish a round with `cleaners`, then repeat rounds of all cleaners until one changes nothing.

    So the result of cleaning is clean: a second run over it changes nothing,
    but for what the judge makes of a page that is not whole any more.  Raises
    Unreadable if that has no end.
    """
    document, config = current.context.document, current.context.config
    for _ in range(_MOST_ROUNDS):
        done = apply_cleaners(current, cleaners)
        if done.draft is done.start:
            _check_reversible(done.draft)
            rulings = _mark_drops(done.context.rulings, done.draft)
            return Cleaned(document, done.draft, done.context.language, done.suggestions, (), rulings, done.context.page_spans)
        current, cleaners = start_round(document, done.draft, config, done.context.rulings, done.context.page_spans), CLEANERS
    raise Unreadable(f"its cleaning does not settle in {_MOST_ROUNDS} rounds; please report it")


def apply_cleaners(current: Round, cleaners: Sequence[Cleaner]) -> Round:
    """Return the round after these cleaners.

    What a rule on trial proposes is only suggested; what a restore forbids is
    not done.
    """
    draft, suggestions, rulings = current.draft, dict.fromkeys(current.suggestions), current.context.rulings
    for cleaner in cleaners:
        accepted = []
        for edit in cleaner(draft, current.context):
            if vetoes := rulings and find_vetoes(rulings, edit.rule, *draft.map_to_source(edit.start, edit.end)):
                rulings = mark_applied(rulings, vetoes)
            elif edit.rule not in _rules_on_trial():
                accepted.append(edit)
            elif suggestion := _lift_to_source(edit, draft):
                suggestions[suggestion] = None
        draft = draft.revise(accepted)
    return replace(current, context=replace(current.context, rulings=rulings), draft=draft, suggestions=tuple(suggestions))


@cache
def _rules_on_trial() -> frozenset[str]:
    return frozenset(rule.id for rule in all_rules().values() if rule.status == "trial")


def _mark_drops(rulings: Sequence[Ruling], draft: Draft) -> tuple[Ruling, ...]:
    """Return the rulings, the drops that took something out as applied, the others as unused."""
    dropped = [edit for edit in draft.edits if edit.rule == DROP_RULE]
    state = {one: "applied" if any(e.start < one.end and one.start < e.end for e in dropped) else "unused" for one in select_drops(rulings)}
    return tuple(replace(one, state=state.get(one, one.state)) for one in rulings)


def _lift_to_source(edit: Edit, draft: Draft) -> Edit | None:
    """Return a suggestion as an edit of the source, or None where other edits have written what it would change."""
    start, end = draft.map_to_source(edit.start, edit.end)
    if draft.source[start:end] != edit.before:
        return None
    return replace(edit, start=start, end=end)


def _check_reversible(draft: Draft) -> None:
    """Law 1, before anything is written: raise EditError if the ledger does not lead both ways."""
    assert apply(draft.source, draft.edits) == draft.text
    assert revert(draft.text, draft.edits) == draft.source
