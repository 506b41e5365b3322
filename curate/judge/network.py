"""The network, in numpy.

It sees each passage's features, then looks at ever wider surroundings: every layer mixes a passage with those 1, 2,
4 ... places before and behind it, and half-way up it learns the means of what stands before it on the page, of the
page, and of what stands behind it.

The weights are kept in float32, but all is reckoned in float64: how many rows a matrix product has may change the last
bits of each, and these must not reach the third decimal of a score, else the batch would show in a ledger.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curate.judge.context import Layout
from curate.judge.features import Floats
from curate.judge.weights import Weights

CLIP = 4.0  # standard deviations beyond which a feature says nothing more
HEAVY = 30.0  # words beyond which a passage weighs no more in the page's mean
SMOOTH = 10.0  # words of nothing that are added to the means before and behind
GRID = float(1 << 20)  # sums over passages are of whole numbers of this, so that they are exact in any order

Reals = NDArray[np.float64]
Ranges = tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]  # first passages, and those behind the last; (P,) each


def standardise(features: Floats, weights: Weights) -> Floats:
    """Return the features within the bounds that training has seen, in standard deviations. (P, F)"""
    low, high = weights.bounds
    standard = (np.clip(features, low, high) - weights.mean) * weights.scale
    return np.clip(standard, -CLIP, CLIP, out=standard)


def forward(features: Floats, words: NDArray[np.int64], where: Layout, weights: Weights, blocks: Ranges = ()) -> Reals:
    """Return logits of content, title, article page and web page for standardised features. (P, F) -> (P, 4)

    `blocks` are ranges of passages around each, whose means it learns beside the page's: for pages whose tree is known.
    """
    state = np.maximum(features.astype(np.float64) @ weights.enter[0] + weights.enter[1], 0)
    page = {at: (mixing, bias) for at, mixing, bias in weights.pages}
    around = _surroundings(words, where, blocks)
    for number, (distance, mixing, bias) in enumerate(weights.layers):
        if number in page:
            state += _page(state, around, *page[number])
        state += np.maximum(_around(state, distance, where, mixing) + bias, 0)
    return np.asarray(state @ weights.leave[0] + weights.leave[1])


def _around(state: Reals, distance: int, where: Layout, mixing: Floats) -> Reals:
    """What each passage, and those `distance` before and behind it in its document, add up to. (P, C)

    Each is multiplied where it stands, and the product moved: cheaper than to gather the passages first.
    """
    before, added, behind = np.matmul(state, mixing.reshape(3, state.shape[1], -1))
    if distance < len(state):
        far = np.flatnonzero(where.first[:-distance] != where.first[distance:])  # the passage so many places on is of another document
        before[far] = behind[far + distance] = 0
        added[distance:] += before[:-distance]
        added[:-distance] += behind[distance:]
    return np.asarray(added)


@dataclass(frozen=True)
class _Surroundings:
    """Ranges of passages whose means a passage learns, and by what each sum is multiplied to be a mean."""

    heft: Reals  # (P,) what a passage weighs in a mean
    where: Layout
    each: Reals  # (documents,)
    ranges: tuple[tuple[NDArray[np.int64], NDArray[np.int64], Reals], ...]  # before, behind, blocks: first, behind the last, (P, 1)


def _surroundings(words: NDArray[np.int64], where: Layout, blocks: Ranges) -> _Surroundings:
    heft, here = np.minimum(words, HEAVY), np.arange(len(words))
    total = np.concatenate(([0.0], np.cumsum(heft)))
    ends = np.append(where.starts[1:], len(words))
    sides = ((where.first, here, SMOOTH), (here + 1, where.last + 1, SMOOTH), *((low, high, 0.0) for low, high in blocks))
    ranges = tuple((low, high, (1 / (total[high] - total[low] + smooth))[:, None] / GRID) for low, high, smooth in sides)
    return _Surroundings(heft, where, total[ends] - total[where.starts], ranges)


def _page(state: Reals, around: _Surroundings, mixing: Floats, bias: Floats) -> Reals:
    """What the means before, of and behind, and of the blocks around, add to each passage. (P, C)"""
    before, page, *others = mixing.reshape(-1, state.shape[1], state.shape[1])
    starts = around.where.starts
    ends = np.append(starts[1:], len(state))
    sums = np.zeros((len(state) + 1, state.shape[1]))
    np.cumsum(np.rint(state * (around.heft * GRID)[:, None]), axis=0, out=sums[1:])
    of = (sums[ends] - sums[starts]) / GRID / around.each[:, None]
    added = np.repeat(of @ page + bias, ends - starts, axis=0)
    for (low, high, scale), matrix in zip(around.ranges, (before, *others), strict=True):
        mean = sums.take(high, axis=0)
        mean -= sums.take(low, axis=0)
        mean *= scale
        added += mean @ matrix
    return np.asarray(np.maximum(added, 0, out=added))
