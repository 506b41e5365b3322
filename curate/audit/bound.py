"""How many of all are wrong at most, from some that were drawn at random: the exact bound for a finite population."""

from __future__ import annotations

from math import comb

CONFIDENCE = 0.95
_DOUBT = 20  # 1 / (1 - CONFIDENCE), so that whole numbers decide, on every machine the same


def most_wrong(of: int, read: int, wrong: int) -> int:
    """Return how many of `of` may be wrong at most, at 95 %, if `wrong` of the `read` ones were.

    The largest number under which so few wrong ones would turn up in at least
    one draw of twenty (one-sided, hypergeometric).  Wrong to use where what was
    read was not drawn at random, or where the reader stopped when it looked good.

    >>> most_wrong(412, 60, 0), most_wrong(412, 0, 0), most_wrong(412, 412, 3)
    (18, 412, 3)
    """
    low, high = wrong, of - (read - wrong)
    while low < high:
        middle = (low + high + 1) // 2
        if _may_be(of, read, wrong, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _may_be(of: int, read: int, wrong: int, among: int) -> bool:
    """Are there draws enough with so few wrong ones, if `among` of all are?"""
    ways = sum(comb(among, found) * comb(of - among, read - found) for found in range(wrong + 1))
    return _DOUBT * ways >= comb(of, read)
