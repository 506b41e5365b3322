"""The judge of pages whose markup is known: the features of their text and of their tree, one network over both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from curate.judge.categories import CUE, MARKUP, Grounds, find_grounds
from curate.judge.choose import ROW, Choice, Reals, choose, keep_more, reduce_by_document
from curate.judge.cues import CATEGORIES
from curate.judge.data_tables import complete_tables
from curate.judge.features import Columns
from curate.judge.markup import describe_markup, hash_names, score_names
from curate.judge.model import AnalysedBatch, ScoredBatch, analyse_texts, read_outputs, stack_columns
from curate.judge.network import forward, standardise
from curate.judge.stretches import find_web_stretches
from curate.judge.text import Bools
from curate.judge.tree import build_tree
from curate.judge.verdict import BATCH, KEPT_BLANK, SETTINGS, Verdict, build_verdicts, follow_neighbours
from curate.judge.weights import OUTPUTS, Weights, load_weights
from curate.judge.windows import PAGE, Window, cut_windows, spread_windows
from curate.judge.word_scores import score_words
from curate.text.document import Document

MarkupReason = tuple[str, str]  # category and reason, as markup tells them
TITLE_COVER = 0.99  # share of a main heading's words that the page's title repeats
MAIN = 100.0  # added to the title score of such a heading
MENU, MENU_SIGN = -4.0, 20.0  # of a menu, a footer: their logits as content and as a title, and as on a web page
MAIN_HEADING = OUTPUTS  # the column behind the network's own
OUTSPOKEN, COVERED = 5, 1 / 3  # words, and share of them in cues, from which on a passage is asked before its markup


def judge_pages(
    documents: Sequence[Document], setting: str = "balanced", markup: Sequence[Sequence[MarkupReason | None]] = ()
) -> list[list[Verdict]]:
    """Judge every passage of every page.

    `markup` gives for each document, passage by passage, what its markup says against it; where it says nothing, the
    text is asked. Wrong to use on a document without an outline: that is for `judge`.
    """
    if setting not in SETTINGS:
        raise ValueError(f"setting {setting!r}: one of {', '.join(SETTINGS)}")
    weights = load_weights("pages.npz")
    found: list[list[Verdict]] = []
    for batch in _batches(documents):
        found += _judge(batch, setting, weights, markup[len(found) : len(found) + len(batch)])
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


def slice_passages(document: Document) -> list[str]:
    """The passages' texts."""
    return [document.source[passage.start : passage.end] for passage in document.passages]


def score_pages(documents: Sequence[Document], passages: Sequence[Sequence[str]], weights: Weights) -> ScoredBatch | None:
    """Score a batch of pages, whose passages' texts are given, long ones in windows; None for a batch without a word."""
    found = analyse_texts(passages, weights.tables)
    if found is None:
        return None
    windows = cut_windows(passages, PAGE)
    if len(windows) == len(documents):
        out = _infer(documents, found, weights)
    else:
        out = _infer_windows(documents, passages, windows, weights)[found.text.index]
    scored = read_outputs(found, out)
    return replace(scored, titles=scored.titles + MAIN * out[:, MAIN_HEADING])


def _infer(documents: Sequence[Document], found: AnalysedBatch, weights: Weights) -> Reals:
    """The network's outputs of each worded passage, and whether it is a main heading that the title repeats. (P, OUTPUTS + 1)"""
    text, where = found.text, found.where
    tree = build_tree(documents, text, where)
    names = hash_names(tree.elements.labels, weights.tables)
    columns = found.columns | describe_markup(documents, found, tree, names, weights.tables)
    columns["lexical"] = score_words(text, weights.words)
    columns["names_near"], columns["names_far"] = score_names(names, tree, weights.names).T
    blocks = tuple((tree.low[:, step], tree.high[:, step]) for step in range(weights.blocks))
    out = forward(standardise(stack_columns(columns), weights), text.words, where, weights, blocks)
    return np.column_stack((out, is_main_heading(columns)))


def _infer_windows(documents: Sequence[Document], passages: Sequence[Sequence[str]], windows: Sequence[Window], weights: Weights) -> Reals:
    """The same of each passage, worded or not, as its own window sees it. (passages, OUTPUTS + 1)"""
    parts = [replace(documents[one.document], passages=documents[one.document].passages[slice(*one.seen)]) for one in windows]
    found = analyse_texts([passages[one.document][slice(*one.seen)] for one in windows], weights.tables)
    assert found is not None
    return spread_windows(_infer(parts, found, weights), found.text.index, passages, windows)


def is_main_heading(columns: Columns) -> Bools:
    """Is it a visible main heading that the page's title repeats? (P,)"""
    return np.asarray((columns["level"] == 1) & ~columns["hidden"].astype(bool) & (columns["of_title"] >= TITLE_COVER))


def choose_pages(scored: ScoredBatch, setting: str, points: dict[str, float]) -> Choice:
    """Return what stays; the main heading does wherever it stands."""
    choice = choose(scored, setting, points)
    best = reduce_by_document(scored.titles, scored.where, np.maximum)
    main = (scored.titles >= MAIN / 2) & (scored.titles == best)
    return keep_more(choice, main, 1)


def _judge(
    documents: list[Document], setting: str, weights: Weights, markup: Sequence[Sequence[MarkupReason | None]]
) -> list[list[Verdict]]:
    passages = [slice_passages(document) for document in documents]
    every = [text for document in passages for text in document]
    verdicts = [KEPT_BLANK] * len(every)
    scored = score_pages(documents, passages, weights)
    if scored is not None:
        scored = _mark_menus(scored, [one for row in markup for one in row], weights.points)
        choice = choose_pages(scored, setting, weights.points)
        choice = keep_more(choice, complete_tables(documents, scored, choice.kept), ROW)
        why, marks = _with_markup(find_grounds(scored, ~choice.kept), scored, [one for row in markup for one in row])
        made = build_verdicts(scored, every, choice, why, [reason for _, reason in marks])
        for index, verdict in zip(scored.text.index.tolist(), made, strict=True):
            verdicts[index] = verdict
    ends = np.cumsum([len(document) for document in passages]).tolist()
    cut = [verdicts[end - len(document) : end] for end, document in zip(ends, passages, strict=True)]
    for judged, document in zip(cut, passages, strict=True):
        follow_neighbours(judged, document)
    return cut


def _mark_menus(scored: ScoredBatch, markup: Sequence[MarkupReason | None], points: dict[str, float]) -> ScoredBatch:
    """Return the scores with menu and footer told to be no content on pages that look like prose to the model, like a poem's."""
    if not markup:
        return scored
    on_page = find_web_stretches(scored.web + points["web"], scored.signs, scored.text.words, scored.where, 0)
    marked = np.array([one is not None and one[0] in ("navigation", "legal") for one in markup])[scored.text.index]
    menu = marked & ~reduce_by_document(on_page, scored.where, np.logical_or)
    low = {name: np.where(menu, np.minimum(getattr(scored, name), MENU), getattr(scored, name)) for name in ("logits", "titles")}
    return replace(scored, signs=scored.signs + MENU_SIGN * menu, **low)


def _with_markup(why: Grounds, scored: ScoredBatch, markup: list[MarkupReason | None]) -> tuple[Grounds, list[MarkupReason]]:
    """Grounds in which what the markup says goes first, and what it says, each once.

    A passage of some words that says what it is ("Sign up for our newsletter" in a box named `social`) goes before it.
    """
    if not markup:
        return why, []
    known: dict[MarkupReason, int] = {}
    number = np.array([-1 if one is None else known.setdefault(one, len(known)) for one in markup])[scored.text.index]
    marks = list(known)
    category = np.array([CATEGORIES.index(one[0]) for one in marks] or [0])[number]
    outspoken = (why.kind == CUE) & (scored.cues.share >= COVERED) & (scored.text.words >= OUTSPOKEN) & ~scored.shape.item
    found = (number >= 0) & ~outspoken
    return Grounds(np.where(found, category, why.category), np.where(found, MARKUP, why.kind), np.where(found, number, why.detail)), marks
