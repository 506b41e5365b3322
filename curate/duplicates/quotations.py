"""Quotations: stretches of at least 12 words that passages of different documents share, found by winnowing (Schleimer,
Wilkerson and Aiken 2003) and verified word for word.

Lines formed like headings are left out: labels ("12 reviews with an average rating of 4.7 out of 5 stars") and titles.  Wrong for
finding what is told again in other words, and for shorter sayings, which many texts share by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from curate.duplicates.groups import Groups, Numbers, pairs
from curate.duplicates.near import by_later
from curate.duplicates.passages import Passages
from curate.duplicates.shingles import U64, WIDTH, mix

LEAST = 12  # words of a quotation; every stretch of 11 words that two passages share leaves a fingerprint in both

_GRAM = 8  # words of a fingerprint
_WINDOW = 4  # of so many fingerprints in a row, one is taken
_SENIORS = 3  # passages with the same fingerprint that it may come from
_GAP = 5  # shingles that one changed word spoils


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `start` to `end` of a passage, which the `senior` one has from its word `there` on."""

    number: int
    start: int
    end: int
    senior: int
    there: int


def find(passages: Passages, left_out: npt.NDArray[np.bool_]) -> list[Stretch]:
    """Return the quotations among the passages that are not left out, by number and place.

    Of those that overlap, the longest is told, with its most senior source.
    """
    found: list[Stretch] = []
    with passages.shingles() as shingles:
        for number, seniors in by_later(passages, "quotations", _candidates(passages, left_out)):
            here = shingles(number).tolist()
            shared = [one for senior in seniors for one in _stretches(number, here, senior, shingles(senior).tolist())]
            found += _apart(shared)
    return found


def _candidates(passages: Passages, left_out: npt.NDArray[np.bool_]) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield pairs of passages that share a fingerprint: later, earlier."""
    groups = Groups(passages.folder / "fingerprints", int(passages.size.sum(dtype=np.int64)) // 2)
    for numbers, block in passages.blocks("sizes", "shingles"):
        counts = np.maximum(block["sizes"].astype(np.int64) - WIDTH + 1, 0) * (block["sizes"] >= 8)
        wanted = (block["sizes"] >= LEAST) & ~left_out[numbers] & passages.sentence[numbers]
        grams = block["shingles"][np.repeat(wanted, counts)]
        groups.add(*_fingerprints(grams, counts[wanted], numbers[wanted]))
    for found in groups.rows(shared=True):
        yield from pairs(*found, _SENIORS)


def _fingerprints(shingles: U64, counts: Numbers, numbers: Numbers) -> tuple[U64, Numbers]:
    """Return the fingerprints of some passages, whose shingles come one after another, and the passage of each."""
    if not len(counts):
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    reach = _GRAM - WIDTH  # eight words are the five here and the five three words on
    ends = np.repeat(np.cumsum(counts), counts)
    places = np.arange(len(shingles))
    grams = mix(shingles * np.uint64(3) + np.roll(shingles, -reach))
    grams[places + reach >= ends] = np.iinfo(np.uint64).max  # these run into the next passage
    taken = np.zeros(len(grams) + _WINDOW, np.bool_)
    least = np.min([np.roll(grams, -step) for step in range(_WINDOW)], axis=0)
    whole = places + reach + _WINDOW <= ends
    for step in range(_WINDOW):
        taken[step : step + len(grams)] |= whole & (np.roll(grams, -step) == least)
    taken = taken[: len(grams)]
    return grams[taken], np.repeat(numbers, counts)[taken]


def _stretches(number: int, here: list[int], senior: int, there: list[int]) -> Iterator[Stretch]:
    """Yield what two passages share, word for word but for single words in between."""
    first = {shingle: place for place, shingle in reversed(list(enumerate(there)))}
    at, end, there_at, there_end = 0, -_GAP - 1, 0, 0
    place = 0
    while place <= len(here):
        found = first.get(here[place]) if place < len(here) else None
        if place < len(here) and found is None:
            place += 1
            continue
        if found is None or not (0 <= place - end <= _GAP and 0 <= found - there_end <= _GAP):
            if end > at and end - at + WIDTH - 1 >= LEAST:
                yield Stretch(number, at, end + WIDTH - 1, senior, there_at)
            if found is None:
                return
            at, there_at = place, found
        while place < len(here) and found < len(there) and here[place] == there[found]:
            place, found = place + 1, found + 1
        end, there_end = place, found


def _apart(shared: Iterable[Stretch]) -> list[Stretch]:
    """Return the longest stretches that do not overlap, of equals the one with the senior source, in their order."""
    kept: list[Stretch] = []
    for one in sorted(shared, key=lambda s: (s.start - s.end, s.senior, s.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda s: s.start)
