"""How many of all removals may be wrong, given a random sample: the exact bound for a finite population."""

from __future__ import annotations

from math import comb

CONFIDENCE = 0.95
_ODDS = 20  # 1 / (1 - CONFIDENCE), a whole number, so that every machine decides the same


def upper_bound(population: int, reviewed: int, wrong: int) -> int:
    """Return how many of a population are wrong at most, at 95 % confidence, if `wrong` of the `reviewed` ones were.

    It is the largest number for which so few wrong ones would turn up in at
    least one of twenty random samples (one-sided, hypergeometric).  Do not use
    it if the sample was not random, or if the reader stopped when it looked good.

    >>> upper_bound(412, 60, 0), upper_bound(412, 0, 0), upper_bound(412, 412, 3)
    (18, 412, 3)
    """
    low, high = wrong, population - (reviewed - wrong)
    while low < high:
        middle = (low + high + 1) // 2
        if _is_plausible(population, reviewed, wrong, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _is_plausible(population: int, reviewed: int, wrong: int, all_wrong: int) -> bool:
    """Would at least one of twenty samples show at most `wrong` wrong ones, if `all_wrong` of the population are?"""
    samples = sum(comb(all_wrong, seen) * comb(population - all_wrong, reviewed - seen) for seen in range(wrong + 1))
    return _ODDS * samples >= comb(population, reviewed)
