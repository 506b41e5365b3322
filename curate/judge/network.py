"""The network, in numpy.

It sees each passage's features, then looks at ever wider surroundings: every layer mixes a passage with those 1, 2,
4 ... places before and behind it, and half-way up it learns the means of what stands before it on the page, of the
page, and of what stands behind it.

The weights are kept in float32, but all is reckoned in float64: how many rows a matrix product has may change the last
bits of each, and these must not reach the third decimal of a score, else the batch would show in a ledger.
"""

from __future__ import annotations

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


def forward(features: Floats, words: NDArray[np.int64], where: Layout, weights: Weights, blocks: Ranges = ()) -> Reals:
    """The network: standardised features to logits of content, title and article page. (P, F) -> (P, 3)

    `blocks` are ranges of passages around each, whose means it learns beside the page's: for pages whose tree is known.
    """
    state = np.maximum(features.astype(np.float64) @ weights.enter[0] + weights.enter[1], 0)
    page = {at: (mixing, bias) for at, mixing, bias in weights.pages}
    for number, (distance, mixing, bias) in enumerate(weights.layers):
        if number in page:
            state += _page(state, words, where, *page[number], blocks)
        state += np.maximum(_around(state, distance, where, mixing) + bias, 0)
    return np.asarray(state @ weights.leave[0] + weights.leave[1])


def _around(state: Reals, distance: int, where: Layout, mixing: Floats) -> Reals:
    """What each passage, and those `distance` before and behind it in its document, add up to. (P, C)

    Each is multiplied where it stands, and the product moved: cheaper than to gather the passages first.
    """
    width, here = state.shape[1], np.arange(len(state))
    added = state @ mixing[width : 2 * width]
    if distance < len(state):
        before, behind = state[:-distance] @ mixing[:width], state[distance:] @ mixing[2 * width :]
        before[here[distance:] - distance < where.first[distance:]] = 0
        behind[here[:-distance] + distance > where.last[:-distance]] = 0
        added[distance:] += before
        added[:-distance] += behind
    return np.asarray(added)


def _page(state: Reals, words: NDArray[np.int64], where: Layout, mixing: Floats, bias: Floats, blocks: Ranges) -> Reals:
    """What the means before, of and behind, and of the blocks around, add to each passage. (P, C)"""
    heft, width = np.minimum(words, HEAVY), state.shape[1]
    sums = np.zeros((len(state) + 1, width))
    np.cumsum(np.rint(state * (heft * GRID)[:, None]), axis=0, out=sums[1:])
    sums /= GRID
    total = np.concatenate(([0.0], np.cumsum(heft)))
    first, last, sizes = where.first, where.last + 1, np.diff(where.starts, append=len(state))
    ends = where.starts + sizes
    of = (sums[ends] - sums[where.starts]) / (total[ends] - total[where.starts])[:, None]
    before = (sums[:-1] - sums[first]) * (1 / (total[:-1] - total[first] + SMOOTH))[:, None]
    behind = (sums[last] - sums[1:]) * (1 / (total[last] - total[1:] + SMOOTH))[:, None]
    added = np.repeat(of @ mixing[width : 2 * width] + bias, sizes, axis=0)
    added += before @ mixing[:width]
    added += behind @ mixing[2 * width : 3 * width]
    for number, (low, high) in enumerate(blocks, start=3):
        mean = (sums[high] - sums[low]) * (1 / (total[high] - total[low]))[:, None]
        added += mean @ mixing[number * width : (number + 1) * width]
    return np.asarray(np.maximum(added, 0))
