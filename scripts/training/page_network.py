"""Training of the judge of pages: scores of hashed words and names together, then the network over text and tree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from page_data import KINDS, Pages
from sklearn.linear_model import SGDClassifier
from text_data import TABLES
from text_network import OUTPUTS, Settings, fit_network, standardise

from curate.judge import word_scores
from curate.judge.weights import NAME_BUCKETS, Weights, decode_weights, encode_weights

WORDS = 1 << word_scores.BUCKETS
PRUNE_WORDS, PRUNE_NAMES = 0.25, 0.1  # scores below are dropped
# What was chosen by cross-validation.
SETTINGS = Settings(channels=40, page_at=(1, 3), blocks=3, kinds_told=len(KINDS), epochs=14, unseen=0.1, given=1.0)
# Operating points. `article`, `spread`, `protect`, `heading` were chosen on the held-out pages of folds 0 to 2;
# see docs/research/judge-first-round.md.
POINTS = {
    "article": -1.0, "spread": 2.0, "cautious": -2.6, "cautious_article": 0.0, "protect": 0.0, "heading": 0.0, "web": 3.0,
    "few_words": 0.0,
}  # fmt: skip
SURELY = 2.0  # taken from the logit of being an article, so that `article` counts only on pages that are surely one


def fit_linear(sets: Sequence[Pages], folds: Sequence[int], seed: int, settings: Settings) -> NDArray[np.float32]:
    """Scores of words, then of names, from the pages of some folds."""
    rows = [np.isin(pages.fold, folds)[pages.page] for pages in sets]
    both = [scipy.sparse.hstack([p.keys[r], (p.near + p.far)[r]]) for p, r in zip(sets, rows, strict=True)]
    content = np.concatenate([pages.content[r] for pages, r in zip(sets, rows, strict=True)])
    words = np.concatenate([pages.words[r] for pages, r in zip(sets, rows, strict=True)])
    fit = SGDClassifier(loss="log_loss", alpha=settings.alpha, max_iter=4, tol=None, average=True, random_state=seed)
    fit.fit(scipy.sparse.vstack(both).tocsr(), content > 0, sample_weight=np.sqrt(np.minimum(words, 50)))
    scores = fit.coef_[0].astype(np.float32)
    scores[:WORDS][np.abs(scores[:WORDS]) < PRUNE_WORDS] = 0
    scores[WORDS:][np.abs(scores[WORDS:]) < PRUNE_NAMES] = 0
    return np.asarray(scores)


def apply_linear(pages: Pages, rows: NDArray[np.bool_], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The three scores of some rows: words, names near, names far."""
    parts = (pages.keys[rows] @ scores[:WORDS], pages.near[rows] @ scores[WORDS:], pages.far[rows] @ scores[WORDS:])
    return np.stack(parts, 1).astype(np.float32)


def score_linear(sets: Sequence[Pages], folds: Sequence[int], settings: Settings) -> NDArray[np.float32]:
    """Set every page's scores: training pages by a model that has not seen their fold. Returns the scores."""
    full = fit_linear(sets, folds, 0, settings)
    for pages in sets:
        pages.lexical = apply_linear(pages, np.ones(len(pages.page), np.bool_), full)
    for fold in folds:
        scores = fit_linear(sets, [other for other in folds if other != fold], fold + 1, settings)
        for pages in sets:
            rows = (pages.fold == fold)[pages.page]
            pages.lexical[rows] = apply_linear(pages, rows, scores)
    return full


def surely(leave: tuple[NDArray[np.float32], NDArray[np.float32]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The last layer with the logit of being an article lowered: documentation looks like one half of the time."""
    matrix, bias = leave
    return matrix, bias - np.array([0, 0, SURELY, 0], np.float32)


def fit_pages(sets: Sequence[Pages], folds: Sequence[int], settings: Settings) -> Weights:
    """Both stages on the pages of some folds."""
    full = score_linear(sets, folds, settings)
    mean, scale, bounds = standardise(sets, folds)
    network = fit_network(sets, folds, settings)

    def of(layer: object, outputs: int | None = None) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        weight, bias = layer.weight.detach().numpy().T, layer.bias.detach().numpy()  # type: ignore[attr-defined]
        return np.ascontiguousarray(weight[:, :outputs]), bias[:outputs]

    assert len(full) == WORDS + (1 << NAME_BUCKETS)
    trained = Weights(
        tables=TABLES, words=full[:WORDS], mean=mean, scale=scale, bounds=bounds, enter=of(network.enter),
        layers=tuple((d, *of(layer)) for d, layer in zip(settings.distances, network.layers, strict=True)),
        pages=tuple((at, *of(layer)) for at, layer in zip(settings.page_at, network.pages, strict=True)),
        leave=surely(of(network.leave, OUTPUTS)), points=POINTS, names=full[WORDS:], blocks=settings.blocks,
    )  # fmt: skip
    return decode_weights(encode_weights(trained))  # what is scored is what is stored
