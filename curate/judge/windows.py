"""Long documents are judged in windows of the size of a long web page, so that their length alone changes nothing.

In a book every word stands elsewhere, too, and the end is far from everywhere: taken whole, it looks like nothing that the
network has ever seen.  A window looks like a page or like a chapter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

MARGIN = 40  # passages on either side that a window sees but leaves to its neighbours
FULL = 1.5  # a window may hold all the passages that it may and half of the words, or the other way round


@dataclass(frozen=True)
class Size:
    """How much a window holds, its margins apart."""

    passages: int
    words: int


TEXT, PAGE = Size(400, 8_000), Size(1_200, 24_000)  # a page's furniture is most of its passages: cut it late


@dataclass(frozen=True)
class Window:
    """A stretch of a document's passages: `seen` is read, `own` is judged.  Ends are exclusive."""

    document: int
    seen: tuple[int, int]
    own: tuple[int, int]


def cut_windows(documents: Sequence[Sequence[str]], size: Size = TEXT) -> list[Window]:
    """Return windows whose own stretches tile each document, in order; a document of ordinary size is one window."""
    return [window for number, document in enumerate(documents) for window in _cut(number, document, size)]


def _cut(number: int, document: Sequence[str], size: Size) -> list[Window]:
    weights = [1 / size.passages + len(passage.split()) / size.words for passage in document]
    ends = [0, *_borders(weights), len(document)]
    return [
        Window(number, (max(0, start - MARGIN), min(len(document), stop + MARGIN)), (start, stop))
        for start, stop in pairwise(ends)
        if stop > start or len(document) == 0
    ]


def _borders(weights: Sequence[float]) -> list[int]:
    """Return where to cut so that windows are equally full, the ends apart."""
    count = int(sum(weights) / FULL) + 1
    share = sum(weights) / count
    found: list[int] = []
    for place, reached in enumerate(accumulate(weights), start=1):
        if len(found) < count - 1 and reached >= share * (len(found) + 1):
            found.append(place)
    return found


def spread_windows(
    values: NDArray[np.float64], index: NDArray[np.int64], documents: Sequence[Sequence[str]], windows: Sequence[Window]
) -> NDArray[np.float64]:
    """Return what each passage's own window says of it: a row for each passage of the documents, worded or not.

    `values` has a row for each worded passage of the windows, laid end to end; `index` says which passage it is.
    """
    offsets = np.cumsum([0] + [len(document) for document in documents])
    place = np.concatenate([offsets[one.document] + np.arange(*one.seen) for one in windows])
    own = np.concatenate([(np.arange(*one.seen) >= one.own[0]) & (np.arange(*one.seen) < one.own[1]) for one in windows])
    mine = own[index]
    found = np.zeros((offsets[-1], values.shape[1]))
    found[place[index[mine]]] = values[mine]
    return found
