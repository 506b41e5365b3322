"""Doubt keeps: a passage with no evidence of its own stays where its neighbours of the same form stay.

The judge weighs passages one by one.  An item of a list, a row, a verse or a turn
of a dialogue that it takes alone leaves a hole.  So its verdict on a member of a
series most of which stays is turned, unless the passage itself, its markup or the
heading above it says what it is.  This only ever keeps more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from curate.judge.page_shapes import find_alike, find_code, find_inside_article
from curate.judge.series import DIALOGUE, TABLE, VERSE, Series, find_series
from curate.judge.verdict import Verdict
from curate.text.document import Document
from curate.text.words import is_sentence

_EDGE = 0.2  # of the members that stay: as many may go at an end of the series and are still taken for part of it
_TELLING = ("cue", "markup", "heading")  # evidence that counts in every series
_REPEATING = (TABLE, DIALOGUE, VERSE)  # where the same line may well stand twice, or be a mere number


def keep_with_neighbours(passages: Sequence[str], verdicts: Sequence[Verdict], document: Document | None = None) -> tuple[Verdict, ...]:
    """Return the verdicts, those against members of a series that stays, and against headings of a paragraph that stays, as kept.

    `document` is that of a page, whose markup tells its lists.  Wrong before the
    verdicts on the whole document are there.
    """
    reasons: dict[int, str] = {}
    if len({one.keep for one in verdicts}) > 1:
        for series in find_series(passages, document):
            reasons |= dict.fromkeys(_holes(series, passages, verdicts), f"protected: {series.what} most of which stays")
        if document and document.passages:
            reasons |= dict.fromkeys(find_inside_article(document, passages, verdicts), "protected: inside an article most of which stays")
            reasons |= dict.fromkeys(find_code(document, verdicts), "protected: code between paragraphs that stay")
            reasons |= dict.fromkeys(find_alike(document, passages, verdicts), "protected: what stands in elements alike stays")
        reasons |= dict.fromkeys(_headings(passages, verdicts, document), "protected: the heading of a paragraph that stays")
    return tuple(
        replace(one, keep=True, category="", reason=reasons[number], review=False, evidence="") if number in reasons else one
        for number, one in enumerate(verdicts)
    )


def _holes(series: Series, passages: Sequence[str], verdicts: Sequence[Verdict]) -> Iterator[int]:
    """Yield the members that would go without evidence, most of the series staying around them."""
    staying = sum(verdicts[number].keep for number in series.members)
    if staying * 2 <= len(series.members):
        return
    runs = [tuple(run) for _, run in groupby(series.members, key=lambda number: verdicts[number].keep)]
    for place, run in enumerate(runs):
        is_inside = 0 < place < len(runs) - 1
        if not verdicts[run[0]].keep and (is_inside or _is_part(series, run, place == 0, staying, passages)):
            yield from (number for number in run if not _has_evidence(verdicts[number], series.what))


def _is_part(series: Series, run: Sequence[int], is_first: bool, staying: int, passages: Sequence[str]) -> bool:
    """Does a run at an end of a series belong to it?  Yes if it is short; of verse, if it is one line and no blank line parts it."""
    if series.what != VERSE:
        return len(run) <= max(1, _EDGE * staying)
    above = run[-1] if is_first else run[0] - 1
    return len(run) == 1 and not passages[above].endswith("\n\n")


def _has_evidence(verdict: Verdict, what: str) -> bool:
    return verdict.evidence in _TELLING or (verdict.evidence in ("repetition", "form") and what not in _REPEATING)


def _headings(passages: Sequence[str], verdicts: Sequence[Verdict], document: Document | None) -> Iterator[int]:
    """Yield the headings that the score, or a word of the heading, would take though the paragraph right below them stays."""
    for number, verdict in enumerate(verdicts[:-1]):
        if (verdict.alone or verdict.evidence == "cue") and verdicts[number + 1].keep:
            is_heading = document.passages[number].role == "heading" if document and document.passages else passages[number].startswith("#")
            if is_heading and is_sentence(passages[number + 1]):
                yield number
