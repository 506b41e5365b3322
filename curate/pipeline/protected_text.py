"""Protected things of a document: what is seldom boilerplate, and which of it the judge would take in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from curate.judge import Verdict
from curate.text.words import is_running_text

_LEAST = 5  # of fewer, that all go means little
_DOUBT = 0.5  # confidence up to which a removal is as likely wrong as right
_SHORTEST = 29  # characters of fifteen words: most passages of a page are shorter, and need not be looked at
_HEADING = re.compile(r"#{1,6} ")
_QUOTED = re.compile(r"[“„«»”‹]\S|\"\w|‚\w")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class ProtectedLoss:
    """More of `of` things than the budget allows: the numbers of the passages that would go."""

    things: str
    lost: tuple[int, ...]
    of: int


def find_protected_losses(passages: Sequence[str], verdicts: Sequence[Verdict], budget: float) -> list[ProtectedLoss]:
    """Return of which protected things the judge would take a larger share than `budget`, in doubt.

    Protected are paragraphs of running text with a quotation, those with a
    number, and headings whose paragraph stays, where there are five or more;
    and the first and the last paragraph.  What the judge is sure of does not
    count: comments, reviews and teasers are full of quotations and numbers, and
    the first and last paragraph are a cookie notice and a legal notice on every
    fourth page.
    """
    doubted = [number for number, verdict in enumerate(verdicts) if _is_doubted(verdict)]
    if not any(_HEADING.match(passages[number]) or is_running_text(passages[number]) for number in doubted):
        return []  # nothing protected is in doubt
    running = [number for number, passage in enumerate(passages) if len(passage) >= _SHORTEST and is_running_text(passage)]
    things = {
        "headings of paragraphs that stay": list(_headings(passages, verdicts, running)),
        "paragraphs with a quotation": [number for number in running if _QUOTED.search(passages[number])],
        "paragraphs with a number": [number for number in running if _DIGIT.search(passages[number])],
    }
    counted = {name: those for name, those in things.items() if len(those) >= _LEAST}
    if len(running) >= _LEAST:
        counted["first and last paragraphs"] = [running[0], running[-1]]
    found = [ProtectedLoss(name, tuple(n for n in those if _is_doubted(verdicts[n])), len(those)) for name, those in counted.items()]
    return [one for one in found if len(one.lost) > budget * one.of]


def _headings(passages: Sequence[str], verdicts: Sequence[Verdict], running: Iterable[int]) -> Iterator[int]:
    for number in running:
        if number and verdicts[number].keep and _HEADING.match(passages[number - 1]):
            yield number - 1


def _is_doubted(verdict: Verdict) -> bool:
    return not verdict.keep and verdict.confidence <= _DOUBT
