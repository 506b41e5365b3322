"""Tables stay whole, and where they belong: one that lacks some of its rows says what its page did not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curate.judge.categories import find_runs
from curate.judge.choose import find_near, has_score_alone
from curate.judge.model import ScoredBatch
from curate.judge.text import Bools
from curate.text.document import Document, Outline

ENOUGH = 1 / 3  # share of a table's words that stay, from which on all of it does
CELLS, LINKED = 2.0, 0.3  # a table of data: so many cells a row or more, on average, and less than this of it in links
DOUBT = -1.0  # logit of its best row, from which on a table of data stays where it stands by running text
BESIDE = 3  # passages
_TABLE = re.compile(r"table(?![\w-])")  # a label begins with its tag
_BARRED = re.compile(r"\s*\|[^|\n]+\|(?!.*\]\().+\|\s*\Z")  # of two cells or more, without a link in Markdown
ROWS = 4  # in a row, from which on they are a table


def find_barred_rows(passages: Sequence[str], scored: ScoredBatch) -> Bools:
    """Return the rows of a text's tables drawn with bars, unless something speaks against a row. (P,)"""
    barred = np.array([_BARRED.match(passages[index]) is not None for index in scored.text.index.tolist()], np.bool_)
    _, size = find_runs(barred, scored.where.first)
    return np.asarray(barred & (size >= ROWS) & has_score_alone(scored))


def complete_tables(documents: Sequence[Document], scored: ScoredBatch, kept: Bools) -> Bools:
    """The rows that go from tables that are to stay: of which enough stays, or which hold data and stand by running text. (P,)"""
    table, cells, linked = _rows(documents)[scored.text.index].T
    mine, words = table.astype(np.int64), scored.text.words

    def mean(values: NDArray[Any], weights: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(mine, values * weights) / np.maximum(np.bincount(mine, weights), 1))

    best = np.full(mine.max() + 1, -np.inf)
    np.maximum.at(best, mine, scored.logits)
    beside = np.bincount(mine, find_near(kept & scored.shape.sentence, scored.where, BESIDE)) > 0
    data = (mean(cells, np.ones(len(mine))) >= CELLS) & (mean(linked, words) < LINKED)
    stays = (mean(kept, words) >= ENOUGH) | (data & beside & (best >= DOUBT))
    return np.asarray(stays[mine] & (mine > 0) & ~kept)


def _rows(documents: Sequence[Document]) -> NDArray[np.float64]:
    """Of each passage: the number of the table that it is a row of, its cells, its share of links; 0 if it is none, or hidden. (N, 3)"""
    numbers: dict[tuple[int, int], int] = {}
    found = []
    for place, document in enumerate(documents):
        for passage in document.passages:
            table = _table(document.outline, passage.element) if passage.role == "row" and not passage.hidden else -1
            if table < 0:
                found.append((0.0, 0.0, 0.0))
                continue
            cells = document.source.count(" | ", passage.start, passage.end) + 1
            found.append((float(numbers.setdefault((place, table), len(numbers) + 1)), float(cells), passage.link_share))
    return np.array(found)


def _table(outline: Outline, element: int) -> int:
    """Return the innermost table around an element, -1 if there is none."""
    while element >= 0 and not _TABLE.match(outline.labels[element]):
        element = outline.parents[element]
    return element
