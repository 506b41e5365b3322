"""Training data of the judge of HTML pages: rendered pages as feature arrays, one row a worded passage.

WCXB pages are labelled by their gold text; newspages by the teacher, corrected by the pages' own snippets.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from judge_data import TABLES, Rendering, _batches, _keys, correct, fold_of, gold, snippets, title_row
from make_renderings import load, pages, read_html, teach
from numpy.typing import NDArray

from curate.errors import Unreadable
from curate.judge import markup, model, tree
from curate.readers.html import read
from curate.text.document import Document

KINDS = ("article", "collection", "documentation", "forum", "listing", "product", "service")


@dataclass
class Pages(Rendering):
    """One set of rendered pages. Rows are worded passages."""

    documents: list[Document] = field(default_factory=list)
    kind: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # (pages,) of KINDS, -1 unknown
    near: Any = None  # (rows, buckets) of names on the innermost elements
    far: Any = None  # of those above
    low: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))  # (rows, blocks) within the page
    high: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0), np.int64))


def rendered(data: Path, which: str, bench: Path) -> list[tuple[dict[str, Any], Document, str]]:
    """Each page that can be read: what is known of it, the document, the labels of its passages."""
    label_lines = load(bench / "label.py").label_lines
    found = []
    for page in pages(data, which):
        markup_of_page = read_html(page["html"])
        try:
            document = read(page["id"], markup_of_page)
        except Unreadable as error:
            print(f"{which} {page['id']}: {error}", file=sys.stderr)
            continue
        truth = page["gold"] if page["gold"] is not None else teach(markup_of_page)
        labels = label_lines([document.source[p.start : p.end] for p in document.passages], truth)
        found.append((page, replace(document, markup=""), labels))
    return found


def features(documents: list[Document]) -> tuple[Any, ...]:
    """Place in the batch, features, keys, words, blocks of each worded passage."""
    texts = [[d.source[p.start : p.end] for p in d.passages] for d in documents]
    analysed = model.analyse(texts, TABLES)
    assert analysed is not None
    text, where = analysed.text, analysed.where
    planted = tree.plant(documents, text, where)
    names = markup.name(planted.elements.labels, TABLES)
    columns = analysed.columns | markup.describe_markup(documents, analysed, planted, names, TABLES)
    matrix = np.array(model.matrix(columns), order="C")
    first = where.first[:, None]
    near, far = name_keys(names, planted)
    return text, matrix, _keys(text), near, far, planted.low - first, planted.high - first


def name_keys(names: markup.Names, planted: tree.Tree) -> tuple[scipy.sparse.csr_matrix, scipy.sparse.csr_matrix]:
    """The hashed names around each passage, scaled as `markup.scores` scales them: on the innermost elements, and above."""
    label = planted.elements.label[planted.above]
    size = 1 << markup.NAME_BUCKETS
    stop = np.append(names.first[1:], len(names.bucket))
    parts = []
    for depths in (range(2), range(2, tree.REACH)):
        rows, columns = [], []
        for depth in depths:
            count = (stop - names.first)[label[:, depth]]
            row = np.repeat(np.arange(len(label)), count)
            word = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(names.first[label[:, depth]], count)
            rows.append(row)
            columns.append(names.bucket[word, min(depth, markup.DEPTHS - 1)])
        total = names.count[label[:, list(depths)]].sum(1)
        row, column = np.concatenate(rows), np.concatenate(columns)
        used = column > 0
        value = (1 / np.sqrt(total + 1)).astype(np.float32)[row]
        parts.append(scipy.sparse.csr_matrix((value[used], (row[used], column[used])), shape=(len(label), size)))
    return parts[0], parts[1]


def build(data: Path, which: str, found: list[tuple[dict[str, Any], Document, str]]) -> Pages:
    """Feature arrays of a set."""
    known = gold(data) if which == "wcxb" else snippets(data)
    ids = [page["id"] for page, _, _ in found]
    documents = [document for _, document, _ in found]
    texts, labels, weights, titles = [], [], [], []
    for page, document, marks in found:
        lines = [document.source[p.start : p.end] for p in document.passages]
        content = np.array([mark == "1" for mark in marks], np.float32)
        weight = correct(lines, content, known[page["id"]]) if which == "newspages" else np.ones(len(lines), np.float32)
        row = title_row(lines, content, known[page["id"]].get("title") or "")
        title = np.full(len(lines), -1 if row < 0 else 0, np.float32)
        title[row if row >= 0 else slice(0, 0)] = 1
        texts.append(lines), labels.append(content), weights.append(weight), titles.append(title)
    offsets = np.cumsum([0] + [len(lines) for lines in texts])[:-1]
    parts: list[list[Any]] = []
    for batch in _batches(texts):
        text, *arrays = features([documents[number] for number in batch])
        page_of = np.array(batch)[text.document]
        inside = np.cumsum([0] + [len(texts[number]) for number in batch])[:-1]
        parts.append([page_of, text.index - inside[text.document], text.words, *arrays])
    page_of, place, words, matrix, _, _, _, low, high = (
        np.concatenate([part[number] for part in parts]) if number not in (4, 5, 6) else None for number in range(9)
    )
    keys, near, far = (scipy.sparse.vstack([part[number] for part in parts]).tocsr() for number in (4, 5, 6))
    row = offsets[page_of] + place
    kinds = [{"category": "collection"}.get(known[key].get("type", ""), known[key].get("type", "")) for key in ids]
    return Pages(
        which=which, name="html", ids=ids,
        fold=np.array([fold_of(known[key]["url"]) for key in ids]),
        article=np.array([known[key].get("type", "article") == "article" for key in ids]),
        start=np.searchsorted(page_of, np.arange(len(ids))), stop=np.searchsorted(page_of, np.arange(len(ids)), "right"),
        page=page_of, features=matrix, keys=keys, words=words,
        content=np.concatenate(labels)[row], weight=np.concatenate(weights)[row], title=np.concatenate(titles)[row],
        texts=texts, place=place, documents=documents,
        kind=np.array([KINDS.index(kind) if kind in KINDS else -1 for kind in kinds]),
        near=near, far=far, low=low, high=high,
    )  # fmt: skip
