"""The model: from a batch of documents to a score for each passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curate.judge.context import Layout, describe_context, layout
from curate.judge.cues import Cues, find, lexicon
from curate.judge.features import Columns, Floats, Shape, describe
from curate.judge.lexical import scores
from curate.judge.network import CLIP, forward
from curate.judge.text import Tables, Text, read
from curate.judge.weights import Weights


@dataclass(frozen=True)
class Analysed:
    """A batch taken apart.  `columns` are the features of each passage, by name, in a fixed order."""

    text: Text
    cues: Cues
    shape: Shape
    where: Layout
    columns: Columns


@dataclass(frozen=True)
class Scored:
    """A batch with everything that verdicts and reasons are read from."""

    text: Text
    cues: Cues
    shape: Shape
    where: Layout
    logits: NDArray[np.float64]  # (P,) content or not; rounded to three decimals, so that every machine decides alike
    titles: NDArray[np.float64]  # (P,) the page's title or not; likewise
    article: NDArray[np.float64]  # (P,) an article page or not: one value a document; likewise


def matrix(columns: Columns) -> Floats:
    """Columns side by side. (P, F)"""
    stacked = np.empty((len(columns), len(next(iter(columns.values())))), np.float32)
    for row, column in enumerate(columns.values()):
        stacked[row] = column
    return stacked.T


def analyse(documents: Sequence[Sequence[str]], tables: Tables) -> Analysed | None:
    """All features of a batch except the scores of words; None for a batch without a word."""
    text = read(documents, tables)
    if not len(text.first):
        return None
    known = lexicon()
    cues = find(text, known)
    columns, shape = describe(text, cues, known)
    where = layout(text)
    return Analysed(text, cues, shape, where, columns | describe_context(text, shape, where))


def score(documents: Sequence[Sequence[str]], weights: Weights) -> Scored | None:
    """Score a batch of documents; None for a batch without a word."""
    found = analyse(documents, weights.tables)
    if found is None:
        return None
    text, where = found.text, found.where
    columns = found.columns | {"lexical": scores(text, weights.words)}
    features = (matrix(columns) - weights.mean) * weights.scale
    np.clip(features, -CLIP, CLIP, out=features)
    out = forward(features, text.words, where, weights)
    sizes = np.diff(where.starts, append=len(out))
    article = np.repeat(np.add.reduceat(out[:, 2], where.starts) / sizes, sizes)
    return Scored(text, found.cues, found.shape, where, *np.round((out[:, 0], out[:, 1], article), 3))
