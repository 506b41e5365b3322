"""Find quotations: at least 12 words in a row that passages of different documents share, found by winnowing (Schleimer,
Wilkerson and Aiken 2003) and verified word for word.

Lines that are formed like headings are left out: labels ("12 reviews with an average rating of 4.7 out of 5 stars") and
titles.  Wrong for finding paraphrases, and for shorter sayings, which many texts share by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from curate.duplicates.groups import RowGroups, pair_with_first
from curate.duplicates.hashing import I64, U64, mix_bits
from curate.duplicates.near_duplicates import Pairs, group_by_later
from curate.duplicates.passages import Passages
from curate.duplicates.shingles import MIN_WORDS, WIDTH

MIN_QUOTATION = 12  # words; every run of 11 words that two passages share leaves a fingerprint in both

_FINGERPRINT_WORDS = 8
_WINDOW = 4  # of so many fingerprints in a row, one is taken
_MAX_SENIORS = 3  # passages with the same fingerprint that it may come from
_MAX_GAP = 5  # shingles that one changed word spoils


@dataclass(frozen=True, slots=True)
class SharedRun:
    """The words `start` to `end` of a passage, which a `senior` one has from its word `senior_start` on; passages by rank."""

    passage: int
    start: int
    end: int
    senior: int
    senior_start: int


def find_quotations(passages: Passages, is_excluded: npt.NDArray[np.bool_]) -> list[SharedRun]:
    """Return the quotations among the passages that are not excluded, sorted by passage and place.

    Of those that overlap, the longest, with its most senior source.
    """
    quotations: list[SharedRun] = []
    with passages.open_shingles() as read_shingles:
        for passage, seniors in group_by_later(passages, "quotations", _pair_by_fingerprints(passages, is_excluded)):
            shingles = read_shingles(passage).tolist()
            runs = (run for senior in seniors for run in _find_runs(shingles, read_shingles(senior).tolist(), passage, senior))
            quotations += _select_disjoint(runs)
    return quotations


def _pair_by_fingerprints(passages: Passages, is_excluded: npt.NDArray[np.bool_]) -> Pairs:
    """Yield pairs of passages that share a fingerprint."""
    groups = RowGroups(passages.folder / "fingerprints", int(passages.word_count.sum(dtype=np.int64)) // 2)
    for ranks, block in passages.read_columns("sizes", "shingles"):
        counts = np.maximum(block["sizes"].astype(np.int64) - WIDTH + 1, 0) * (block["sizes"] >= MIN_WORDS)
        is_wanted = (block["sizes"] >= MIN_QUOTATION) & ~is_excluded[ranks] & passages.is_sentence[ranks]
        shingles = block["shingles"][np.repeat(is_wanted, counts)]
        groups.add(*_choose_fingerprints(shingles, counts[is_wanted], ranks[is_wanted]))
    for rows in groups.read(shared_only=True):
        yield from pair_with_first(*rows, _MAX_SENIORS)


def _choose_fingerprints(shingles: U64, counts: I64, ranks: I64) -> tuple[U64, I64]:
    """Return fingerprints of passages, and the passage of each: of each window the least.

    The shingles of the passages lie one after another, `counts` of each.
    """
    if not len(counts):
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    reach = _FINGERPRINT_WORDS - WIDTH  # eight words are the five here and the five three words on
    ends = np.repeat(np.cumsum(counts), counts)
    positions = np.arange(len(shingles))
    grams = mix_bits(shingles * np.uint64(3) + np.roll(shingles, -reach))
    grams[positions + reach >= ends] = np.iinfo(np.uint64).max  # these run into the next passage
    is_chosen = np.zeros(len(grams) + _WINDOW, np.bool_)
    least = np.min([np.roll(grams, -step) for step in range(_WINDOW)], axis=0)
    is_inside = positions + reach + _WINDOW <= ends
    for step in range(_WINDOW):
        is_chosen[step : step + len(grams)] |= is_inside & (np.roll(grams, -step) == least)
    is_chosen = is_chosen[: len(grams)]
    return grams[is_chosen], np.repeat(ranks, counts)[is_chosen]


def _find_runs(shingles: Sequence[int], senior_shingles: Sequence[int], passage: int, senior: int) -> Iterator[SharedRun]:
    """Yield the runs of at least 12 words that two passages share, word for word but for single words in between."""
    for start, end, senior_start in _join_matches(_match_shingles(shingles, senior_shingles)):
        if end - start + WIDTH - 1 >= MIN_QUOTATION:
            yield SharedRun(passage, start, end + WIDTH - 1, senior, senior_start)


def _match_shingles(here: Sequence[int], there: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield equal stretches of two lists, from left to right in the first: where each starts in either, and its length."""
    first = {shingle: position for position, shingle in reversed(list(enumerate(there)))}
    position = 0
    while position < len(here):
        match = first.get(here[position])
        if match is None:
            position += 1
            continue
        length = 0
        while position + length < len(here) and match + length < len(there) and here[position + length] == there[match + length]:
            length += 1
        yield position, match, length
        position += length


def _join_matches(matches: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield matches, those joined that only a changed word separates: start and end in the first list, start in the second."""
    start = end = senior_start = senior_end = -1
    for here, there, length in matches:
        if start < 0 or not (0 <= here - end <= _MAX_GAP and 0 <= there - senior_end <= _MAX_GAP):
            if start >= 0:
                yield start, end, senior_start
            start, senior_start = here, there
        end, senior_end = here + length, there + length
    if start >= 0:
        yield start, end, senior_start


def _select_disjoint(runs: Iterable[SharedRun]) -> list[SharedRun]:
    """Return the longest runs that do not overlap, of equals the one with the most senior source, in their order."""
    selected: list[SharedRun] = []
    for run in sorted(runs, key=lambda one: (one.start - one.end, one.senior, one.start)):
        if all(run.end <= other.start or other.end <= run.start for other in selected):
            selected.append(run)
    return sorted(selected, key=lambda one: one.start)
