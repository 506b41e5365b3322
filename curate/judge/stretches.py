"""Where a text comes from a web page: the judge speaks there only.

A play, a law, a letter has nothing that could be boilerplate, and what looks like it (a name, a stage direction, a date) is
the text itself.  So the network says of each passage whether it looks as on a web page, and a document is cut into
stretches: those from a web page, and the others.  A stretch must be borne out by more than a few passages.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from curate.judge.context import Layout
from curate.judge.text import Bools

MOST = 4.0  # logit beyond which a single passage says no more
ENTRY = 8.0  # logits that a stretch from a web page must bring in all, beyond what speaks against it
FEW_WORDS, FEW = 50, -1.0  # of a document of fewer words the logits say nothing: only signs do, against so much a passage
SWITCH = 6.0  # what each further border within a document costs
PLAIN, DOUBT = 3.5, 2.0  # mean evidence from which on a stretch is plainly from a web page; logits of doubt for each that it lacks


def find_web_stretches(
    web: NDArray[np.float64], signs: NDArray[np.float64], words: NDArray[np.int64], where: Layout, few_words: float = FEW_WORDS
) -> Bools:
    """Return which passages stand in a stretch that comes from a web page. (P,)

    `web` are the logits of each passage's coming from a web page, `signs` what else speaks for it, on the same scale.  Of
    all ways to cut a document into stretches the one is taken for which they speak most (Viterbi's algorithm, two states).
    """
    sizes = np.diff(where.starts, append=len(web))
    few = np.repeat(np.add.reduceat(words, where.starts) < few_words, sizes)
    evidence = np.where(few, FEW, np.clip(web, -MOST, MOST)) + signs
    found = np.zeros(len(web), np.bool_)
    for start, stop in pairwise([*where.starts.tolist(), len(web)]):
        found[start:stop] = cut_stretches(evidence[start:stop].tolist())
    return found


def measure_doubt(
    web: NDArray[np.float64], signs: NDArray[np.float64], words: NDArray[np.int64], on_page: Bools, where: Layout
) -> NDArray[np.float64]:
    """Return how far each passage's stretch is from being plainly of a web page, in logits: 0 where it is. (P,)

    `web` and `signs` as above.  The mean over a stretch counts a passage by the root of its words.
    """
    begins = np.append(True, (np.diff(on_page) != 0) | (np.diff(where.first) != 0))
    stretch = np.cumsum(begins) - 1
    weight = np.sqrt(words)
    mean = np.bincount(stretch, (np.clip(web, -MOST, MOST) + signs) * weight) / np.bincount(stretch, weight)
    return np.asarray(np.round(DOUBT * np.maximum(0.0, PLAIN - mean), 3)[stretch])


def cut_stretches(evidence: list[float]) -> list[bool]:
    """Return for each passage of one document whether the most likely cut puts it on a web page.

    >>> cut_stretches([-4.0] * 9 + [4.0] * 9 + [-4.0] * 9).count(True)
    9
    >>> any(cut_stretches([-4.0] * 9 + [4.0] * 2 + [-4.0] * 9))
    False
    """
    outside, inside = 0.0, -ENTRY
    came: list[tuple[bool, bool]] = []  # was it inside, if it is outside now; was it inside, if it is inside now
    for value in evidence:
        left, stayed = inside - SWITCH > outside, inside > outside - ENTRY
        came.append((left, stayed))
        outside, inside = max(outside, inside - SWITCH), max(inside, outside - ENTRY) + value
    on_page = inside > outside
    found = [False] * len(evidence)
    for place in range(len(evidence) - 1, -1, -1):
        found[place] = on_page
        on_page = came[place][1 if on_page else 0]
    return found
