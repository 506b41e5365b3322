"""The model: from a batch of documents to a score for each passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curate.judge.context import Layout, describe_context, lay_out
from curate.judge.cues import Cues, Lexicon, find_cues, load_lexicon
from curate.judge.features import Columns, Floats, Shape, describe
from curate.judge.network import forward, standardise
from curate.judge.text import Tables, Text, lay_out_text
from curate.judge.weights import Weights
from curate.judge.windows import Window, cut_windows, spread_windows
from curate.judge.word_scores import score_words


@dataclass(frozen=True)
class AnalysedBatch:
    """A batch taken apart.  `columns` are the features of each passage, by name, in a fixed order."""

    text: Text
    cues: Cues
    shape: Shape
    where: Layout
    columns: Columns


@dataclass(frozen=True)
class ScoredBatch:
    """A batch with everything that verdicts and reasons are read from."""

    text: Text
    cues: Cues
    shape: Shape
    where: Layout
    logits: NDArray[np.float64]  # (P,) content or not; rounded to three decimals, so that every machine decides alike
    titles: NDArray[np.float64]  # (P,) the page's title or not; likewise
    article: NDArray[np.float64]  # (P,) an article page or not: one value a document; likewise
    web: NDArray[np.float64]  # (P,) from a web page or not; likewise
    signs: NDArray[np.float64]  # (P,) what else speaks for its coming from a web page, in logits


def stack_columns(columns: Columns) -> Floats:
    """Columns side by side. (P, F)"""
    stacked = np.empty((len(columns), len(next(iter(columns.values())))), np.float32)
    for row, column in enumerate(columns.values()):
        stacked[row] = column
    return stacked.T


def analyse_texts(documents: Sequence[Sequence[str]], tables: Tables, known: Lexicon | None = None) -> AnalysedBatch | None:
    """Return all features of a batch except the scores of words; None for a batch without a word.

    `known` are the words that are known, of all languages those of this package unless others are given.
    """
    text = lay_out_text(documents, tables)
    if not len(text.first):
        return None
    known = known or load_lexicon()
    cues = find_cues(text, known)
    columns, shape = describe(text, cues, known)
    where = lay_out(text)
    return AnalysedBatch(text, cues, shape, where, columns | describe_context(text, shape, where))


def score_texts(documents: Sequence[Sequence[str]], weights: Weights) -> ScoredBatch | None:
    """Score a batch of documents, long ones in windows; None for a batch without a word."""
    found = analyse_texts(documents, weights.tables)
    if found is None:
        return None
    windows = cut_windows(documents)
    if len(windows) == len(documents):
        return read_outputs(found, _infer(found, weights))
    return read_outputs(found, _infer_windows(documents, windows, weights)[found.text.index])


def _infer(found: AnalysedBatch, weights: Weights) -> NDArray[np.float64]:
    """The network's outputs of each worded passage. (P, OUTPUTS)"""
    columns = found.columns | {"lexical": score_words(found.text, weights.words)}
    return forward(standardise(stack_columns(columns), weights), found.text.words, found.where, weights)


def _infer_windows(documents: Sequence[Sequence[str]], windows: Sequence[Window], weights: Weights) -> NDArray[np.float64]:
    """The network's outputs of each passage, worded or not, as its own window sees it. (passages, OUTPUTS)"""
    found = analyse_texts([documents[window.document][slice(*window.seen)] for window in windows], weights.tables)
    assert found is not None  # the documents have words, and the windows are all of them
    return spread_windows(_infer(found, weights), found.text.index, documents, windows)


def read_outputs(found: AnalysedBatch, out: NDArray[np.float64]) -> ScoredBatch:
    """Return the batch with the network's outputs, rounded to the thousandth."""
    where = found.where
    sizes = np.diff(where.starts, append=len(out))
    article = np.repeat(np.add.reduceat(out[:, 2], where.starts) / sizes, sizes)
    logits, titles, article, web = np.round((out[:, 0], out[:, 1], article, out[:, 3]), 3)
    return ScoredBatch(found.text, found.cues, found.shape, where, logits, titles, article, web, np.zeros(len(out)))
