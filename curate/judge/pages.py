"""The judge of pages whose markup is known: the features of their text and of their tree, one network over both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from curate.judge.categories import CUE, MARKUP, Grounds, grounds
from curate.judge.choose import ROW, Reals, by_document, choose
from curate.judge.cues import CATEGORIES
from curate.judge.features import Columns
from curate.judge.lexical import scores as word_scores
from curate.judge.markup import describe_markup, name, scores
from curate.judge.model import Scored, analyse, matrix
from curate.judge.network import CLIP, forward
from curate.judge.text import I64, Bools
from curate.judge.tree import plant
from curate.judge.verdict import BATCH, KEPT_BLANK, SETTINGS, Verdict, explained, follow
from curate.judge.weights import Weights, load
from curate.judge.whole import completed
from curate.text.document import Document

Told = tuple[str, str]  # category and reason, as markup tells them
TITLE_COVER = 0.99  # share of a main heading's words that the page's title repeats
MAIN = 100.0  # added to the title score of such a heading
OUTSPOKEN, COVERED = 5, 1 / 3  # words, and share of them in cues, from which on a passage is asked before its markup


def judge_pages(
    documents: Sequence[Document], setting: str = "balanced", told: Sequence[Sequence[Told | None]] = ()
) -> list[list[Verdict]]:
    """Judge every passage of every page.

    `told` gives for each document, passage by passage, what its markup says against it; where it says nothing, the
    text is asked. Wrong to use on a document without an outline: that is for `judge`.
    """
    if setting not in SETTINGS:
        raise ValueError(f"setting {setting!r}: one of {', '.join(SETTINGS)}")
    weights = load("pages.npz")
    found: list[list[Verdict]] = []
    for batch in _batches(documents):
        found += _judge(batch, setting, weights, told[len(found) : len(found) + len(batch)])
    return found


def _batches(documents: Sequence[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.source)
        if size > BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def texts(document: Document) -> list[str]:
    """The passages' texts."""
    return [document.source[passage.start : passage.end] for passage in document.passages]


def score_pages(documents: Sequence[Document], passages: Sequence[Sequence[str]], weights: Weights) -> Scored | None:
    """Score a batch of pages, whose passages' texts are given; None for a batch without a word."""
    found = analyse(passages, weights.tables)
    if found is None:
        return None
    text, where = found.text, found.where
    tree = plant(documents, text, where)
    names = name(tree.elements.labels, weights.tables)
    columns = found.columns | describe_markup(documents, found, tree, names, weights.tables)
    columns["lexical"] = word_scores(text, weights.words)
    columns["names_near"], columns["names_far"] = scores(names, tree, weights.names).T
    features = (matrix(columns) - weights.mean) * weights.scale
    np.clip(features, -CLIP, CLIP, out=features)
    blocks = tuple((tree.low[:, step], tree.high[:, step]) for step in range(weights.blocks))
    out = forward(features, text.words, where, weights, blocks)
    sizes = np.diff(where.starts, append=len(out))
    article = np.repeat(np.add.reduceat(out[:, 2], where.starts) / sizes, sizes)
    logits, titles, article = np.round((out[:, 0], out[:, 1], article), 3)
    return Scored(text, found.cues, found.shape, where, logits, headline(columns, titles), article)


def headline(columns: Columns, titles: Reals) -> Reals:
    """The title scores, with a main heading that the page's title repeats above all others. (P,)"""
    main = (columns["level"] == 1) & ~columns["hidden"].astype(bool) & (columns["of_title"] >= TITLE_COVER)
    return np.asarray(titles + MAIN * main)


def choose_pages(scored: Scored, setting: str, points: dict[str, float]) -> tuple[Bools, I64]:
    """What to keep, and the protections; the main heading stays wherever it stands."""
    kept, protection = choose(scored, setting, points)
    best = by_document(scored.titles, scored.where, np.maximum)
    main = (scored.titles >= MAIN / 2) & (scored.titles == best)
    return kept | main, np.where(main & ~kept, 1, protection)


def _judge(documents: list[Document], setting: str, weights: Weights, told: Sequence[Sequence[Told | None]]) -> list[list[Verdict]]:
    passages = [texts(document) for document in documents]
    every = [text for document in passages for text in document]
    verdicts = [KEPT_BLANK] * len(every)
    scored = score_pages(documents, passages, weights)
    if scored is not None:
        kept, protection = choose_pages(scored, setting, weights.points)
        rows = completed(documents, scored, kept)
        kept, protection = kept | rows, np.where(rows, ROW, protection)
        why, marks = _with_markup(grounds(scored, ~kept), scored, [one for row in told for one in row])
        made = explained(scored, every, kept, protection, why, [reason for _, reason in marks])
        for index, verdict in zip(scored.text.index.tolist(), made, strict=True):
            verdicts[index] = verdict
    ends = np.cumsum([len(document) for document in passages]).tolist()
    cut = [verdicts[end - len(document) : end] for end, document in zip(ends, passages, strict=True)]
    for judged, document in zip(cut, passages, strict=True):
        follow(judged, document)
    return cut


def _with_markup(why: Grounds, scored: Scored, told: list[Told | None]) -> tuple[Grounds, list[Told]]:
    """Grounds in which what the markup says goes first, and what it says, each once.

    A passage of some words that says what it is ("Sign up for our newsletter" in a box named `social`) goes before it.
    """
    if not told:
        return why, []
    known: dict[Told, int] = {}
    number = np.array([-1 if one is None else known.setdefault(one, len(known)) for one in told])[scored.text.index]
    marks = list(known)
    category = np.array([CATEGORIES.index(one[0]) for one in marks] or [0])[number]
    outspoken = (why.kind == CUE) & (scored.cues.share >= COVERED) & (scored.text.words >= OUTSPOKEN) & ~scored.shape.item
    found = (number >= 0) & ~outspoken
    return Grounds(np.where(found, category, why.category), np.where(found, MARKUP, why.kind), np.where(found, number, why.detail)), marks
