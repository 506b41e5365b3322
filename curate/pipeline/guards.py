"""Guards against loss in one document: what they withhold, and what they only tell of.

What rules take they take for a ground that stands in a pack, and what stands
elsewhere is not lost: only removals of the judge are withheld.  That most of a
document went is told whatever took it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from curate.cleaners.learned_judge import Verdicts
from curate.errors import Unreadable
from curate.judge import Verdict
from curate.judge.neighbours import keep_with_neighbours
from curate.language.detect import detect_language
from curate.ledger.draft import Draft
from curate.pipeline import running_text
from curate.pipeline.alerts import LOST, WITHHELD, Alert, name_spans
from curate.pipeline.protected_text import ProtectedLoss, find_protected_losses
from curate.pipeline.rounds import Cleaned, Round, clean_with_verdicts, place_on_pages, prepare_for_judge
from curate.pipeline.running_text import BULK, RunningPassage
from curate.rules.matching import matcher_for
from curate.rules.registry import packs_for
from curate.text.segment import Span, trim_span
from curate.text.words import count_words

_HALF = 0.5  # of a document's running text, beyond which it is told that it went


def apply_guards(prepared: Round, verdicts: Verdicts) -> Cleaned | Unreadable:
    """Return the document cleaned as the judge says, within the budgets against loss, with what the guards say of it.

    Of protected things of which the judge would take too many, and of running
    text of which its score alone would take too much, none goes by its word; of
    a document of which it would leave nothing, nothing does.
    """
    try:
        running = running_text.find_running_text(prepared.context.document, prepared.draft)
        verdicts, alerts = _withhold(prepared, running, verdicts)
        cleaned = clean_with_verdicts(prepared, verdicts)
        if not cleaned.draft.text.strip() and _removed_by_judge(cleaned):
            alerts = [Alert(WITHHELD, 1.0, "kept for review: all that the model would remove; nothing would be left")]
            cleaned, verdicts = _clean_without_judge(prepared), ()
    except Unreadable as error:
        return error
    return replace(cleaned, alerts=(*alerts, *_tell_losses(prepared, running, verdicts, cleaned)))


def _withhold(prepared: Round, running: Sequence[RunningPassage], verdicts: Verdicts) -> tuple[Verdicts, list[Alert]]:
    """Return the verdicts within their budgets, and what is withheld for that."""
    if not verdicts:
        return verdicts, []
    budgets = prepared.context.config.guards
    draft, spans = prepared.draft, _shown_spans(prepared)
    passages = [draft.text[slice(*span)] for span in spans]
    verdicts = keep_with_neighbours(passages, verdicts, prepared.context.document)
    losses = find_protected_losses(passages, verdicts, budgets.protected)
    alerts = [_describe_protected(one, [_source_span(draft, spans[number]) for number in one.lost]) for one in losses]
    verdicts = keep(verdicts, {number: one.things for one in losses for number in one.lost})
    if alone := _too_much_alone(prepared, running, verdicts, budgets.running_text):
        alerts.append(_describe_alone(alone, running))
        verdicts = keep(verdicts, dict.fromkeys((one.number for one in alone), "running text"))
    return verdicts, alerts


def keep(verdicts: Sequence[Verdict], things: Mapping[int, str]) -> Verdicts:
    """Return the verdicts, the passages with these numbers as kept; what they are becomes the reason."""
    return tuple(
        replace(one, keep=True, category="", reason=f"protected: {things[number]}", review=False, evidence="") if number in things else one
        for number, one in enumerate(verdicts)
    )


def _too_much_alone(prepared: Round, running: Sequence[RunningPassage], verdicts: Verdicts, budget: float) -> list[RunningPassage]:
    """Return the running text that would go by the score alone, if that is more than the budget."""
    alone = running_text.by_score_alone(running, verdicts)
    most = max(budget * _words(running), BULK - 1)
    if _words(alone) > most:
        ruled = _numbers_under_rules(prepared)
        alone = [one for one in alone if one.number not in ruled]
    return alone if _words(alone) > most else []


def _numbers_under_rules(prepared: Round) -> set[int]:
    """Return the numbers of the passages that a rule takes as a whole, whatever the judge says."""
    draft, spans = prepared.draft, _shown_spans(prepared)
    matches = matcher_for(packs_for(detect_language(draft))).find_matches(draft.text, spans)
    taken = (match for match in matches if match.span is None and match.rule.status == "stable")
    return {match.index for match in taken if match.rule.needs != "page" or prepared.context.is_on_page(draft, *spans[match.index])}


def _source_span(draft: Draft, span: Span) -> Span:
    """Return where in the source text a passage stands, without the white space around it."""
    return draft.map_to_source(*trim_span(draft.text, span))


def _shown_spans(prepared: Round) -> list[Span]:
    """Return the spans of the passages that the judge is shown."""
    return [(one.start, one.end) for one in prepared.context.document.passages] or prepared.draft.spans


def _clean_without_judge(prepared: Round) -> Cleaned:
    config = prepared.context.config
    without = replace(config, boilerplate=replace(config.boilerplate, setting="rules"))
    again = prepare_for_judge(prepared.context.document, prepared.context.rulings, without)
    return clean_with_verdicts(place_on_pages(again, prepared.context.page_spans), ())


def _describe_protected(loss: ProtectedLoss, spans: Sequence[Span]) -> Alert:
    message = f"kept for review: {len(loss.lost)} of {loss.of} {loss.things}, at {name_spans(spans)}; the model was not sure of them"
    return Alert(WITHHELD, round(len(loss.lost) / loss.of, 4), message, tuple(spans))


def _describe_alone(alone: Sequence[RunningPassage], running: Iterable[RunningPassage]) -> Alert:
    words, of, spans = _words(alone), _words(running), [one.span for one in alone]
    what = f"{words:,} of {of:,} words of running text ({words / of:.0%}), at {name_spans(spans)}"
    return Alert(WITHHELD, round(words / of, 4), f"kept for review: {what}; only the model's score spoke against them", tuple(spans))


def _tell_losses(prepared: Round, running: Iterable[RunningPassage], verdicts: Verdicts, cleaned: Cleaned) -> list[Alert]:
    """Return the alert about a document most of which went: of its running text, by whatever; else of all its words, by the judge."""
    loss = running_text.measure_loss(running, verdicts, cleaned.draft)
    if loss.words >= BULK and loss.words > _HALF * loss.of:
        (rule, most), *others = loss.rules.most_common()
        by = f"{most:,} of them by {rule}" if others else f"all by {rule}"
        message = f"{loss.words:,} of {loss.of:,} words of running text went ({loss.words / loss.of:.0%}), {by}"
        return [Alert(LOST, round(loss.words / loss.of, 4), message)]
    document, budgets = prepared.context.document, prepared.context.config.guards
    return _tell_words(document.source, cleaned, budgets.page if document.passages else budgets.document)


def _tell_words(source: str, cleaned: Cleaned, budget: float) -> list[Alert]:
    """Return the alert about a document of all whose words the judge took a larger share than `budget`."""
    removed = _removed_by_judge(cleaned)
    if sum(map(len, removed)) < budget / 2 * len(source):  # far from it; counting words takes time
        return []
    of = max(1, count_words(source))
    words = min(of, sum(map(count_words, removed)))
    if words <= budget * of:
        return []
    return [Alert(LOST, round(words / of, 4), f"{words:,} of {of:,} words went by the model's word ({words / of:.0%})")]


def _removed_by_judge(cleaned: Cleaned) -> list[str]:
    return [edit.before for edit in cleaned.draft.edits if edit.rule.startswith("model.")]


def _words(passages: Iterable[RunningPassage]) -> int:
    return sum(one.words for one in passages)
