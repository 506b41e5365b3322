"""Running text that furniture encloses: a teaser between headlines to click on, a comment between names and "Reply".

Plain text has no markup that would tell a comment section.  What tells it is that
the passages before and behind say what they are, again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from curate.judge import Verdict

_FOR_EACH_CUE = 3  # passages of running text that one passage with a cue may speak for


def find_enclosed(alone: Sequence[int], verdicts: Sequence[Verdict]) -> set[int]:
    """Return which of these passages stand within a stretch that goes as one, with a cue before and behind them.

    `alone` are the numbers of passages of running text against which only the score
    speaks.  A stretch in which cues are rare encloses nothing: a chapter between a
    menu and a footer is a chapter.
    """
    found: set[int] = set()
    for first, last in _stretches(verdicts):
        inside = [number for number in alone if first <= number <= last]
        cues = [number for number in range(first, last + 1) if verdicts[number].evidence == "cue"] if inside else []
        if cues and len(inside) <= _FOR_EACH_CUE * len(cues):
            found |= {number for number in inside if cues[0] < number < cues[-1]}
    return found


def _stretches(verdicts: Sequence[Verdict]) -> Iterator[tuple[int, int]]:
    """Yield the first and last number of each stretch of passages that go."""
    for stays, group in groupby(range(len(verdicts)), key=lambda number: verdicts[number].keep):
        numbers = list(group)
        if not stays:
            yield numbers[0], numbers[-1]
