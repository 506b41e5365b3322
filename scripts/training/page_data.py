"""Training data of the judge of HTML pages: rendered pages as feature arrays, one row a worded passage.

WCXB pages are labelled by their gold text; newspages by the teacher, corrected by the pages' own snippets.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from html_forms import as_page
from make_renderings import label_lines, pages, read_html, teach, tidy
from make_variants import excerpts, may_train
from numpy.typing import NDArray
from text_data import TABLES, Rendering, _batches, _keys, correct, fold_of, genre_index, genre_url, known_pages, title_row, unlettered

from curate.errors import Unreadable
from curate.judge import markup, model, tree
from curate.readers import html
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
    if which == "genres":
        return list(books(data))
    found = []
    for page in pages(data, which):
        markup_of_page = read_html(page["html"])
        try:
            document = html.read_html(page["id"], markup_of_page)
        except Unreadable as error:
            print(f"{which} {page['id']}: {error}", file=sys.stderr)
            continue
        truth = page["gold"] if page["gold"] is not None else teach(markup_of_page)
        labels = label_lines(bench, [document.source[p.start : p.end] for p in document.passages], truth)
        found.append((page, replace(document, markup=""), labels))
    return found


def books(data: Path) -> Iterator[tuple[dict[str, Any], Document, str]]:
    """Texts that are no web pages, as HTML; all of it content."""
    for one in genre_index(data):
        if may_train(one["licence"]):
            draw = random.Random(one["id"])
            text = (data / "genres" / one["genre"] / f"{one['id']}.txt").read_text(encoding="utf-8")
            for number, lines in enumerate(excerpts(tidy(text).split("\n"), draw)):
                page = {"id": f"{one['id']}.{number}", "url": genre_url(one)}
                document = html.read_html(page["id"], as_page("\n".join(lines), draw))
                yield page, replace(document, markup=""), "".join("1" for _ in document.passages)


def features(documents: list[Document], blind: bool) -> tuple[Any, ...]:
    """Place in the batch, features, keys, words, blocks of each worded passage."""
    texts = [[d.source[p.start : p.end] for p in d.passages] for d in documents]
    analysed = model.analyse_texts(texts, TABLES, unlettered() if blind else None)
    assert analysed is not None
    text, where = analysed.text, analysed.where
    planted = tree.build_tree(documents, text, where)
    names = markup.hash_names(planted.elements.labels, TABLES)
    columns = analysed.columns | markup.describe_markup(documents, analysed, planted, names, TABLES)
    matrix = np.array(model.stack_columns(columns), order="C")
    first = where.first[:, None]
    near, far = name_keys(names, planted)
    sees = 0 if blind else 1
    return text, matrix, _keys(text) * sees, near * sees, far * sees, planted.low - first, planted.high - first


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


def build(data: Path, which: str, found: list[tuple[dict[str, Any], Document, str]], blind: bool = False) -> Pages:
    """Feature arrays of a set; `blind`, as if neither words nor names on elements were known."""
    known = known_pages(data, which)
    ids = [page["id"] for page, _, _ in found]
    documents = [document for _, document, _ in found]
    texts, labels, weights, titles = [], [], [], []
    for page, document, marks in found:
        lines = [document.source[p.start : p.end] for p in document.passages]
        content = np.array([mark == "1" for mark in marks], np.float32)
        weight = correct(lines, content, known.get(page["id"], {})) if which == "newspages" else np.ones(len(lines), np.float32)
        row = title_row(lines, content, known.get(page["id"], {}).get("title") or "")
        title = np.full(len(lines), -1 if row < 0 else 0, np.float32)
        title[row if row >= 0 else slice(0, 0)] = 1
        texts.append(lines), labels.append(content), weights.append(weight), titles.append(title)
    offsets = np.cumsum([0] + [len(lines) for lines in texts])[:-1]
    parts: list[list[Any]] = []
    for batch in _batches(texts):
        text, *arrays = features([documents[number] for number in batch], blind)
        page_of = np.array(batch)[text.document]
        inside = np.cumsum([0] + [len(texts[number]) for number in batch])[:-1]
        parts.append([page_of, text.index - inside[text.document], text.words, *arrays])
    page_of, place, words, matrix, _, _, _, low, high = (
        np.concatenate([part[number] for part in parts]) if number not in (4, 5, 6) else None for number in range(9)
    )
    keys, near, far = (scipy.sparse.vstack([part[number] for part in parts]).tocsr() for number in (4, 5, 6))
    row = offsets[page_of] + place
    kinds = [known.get(key, {}).get("type", "") for key in ids]
    kinds = [{"category": "collection"}.get(kind, kind) for kind in kinds]
    return Pages(
        which=which, name="blind-html" if blind else "html", ids=ids,
        fold=np.array([fold_of(page["url"]) for page, _, _ in found]),
        article=np.array([known.get(key, {}).get("type", "article") == "article" for key in ids]),
        start=np.searchsorted(page_of, np.arange(len(ids))), stop=np.searchsorted(page_of, np.arange(len(ids)), "right"),
        page=page_of, features=matrix, keys=keys, words=words,
        content=np.concatenate(labels)[row], weight=np.concatenate(weights)[row], title=np.concatenate(titles)[row],
        web=np.full(len(row), float(which != "genres"), np.float32), texts=texts, place=place, documents=documents,
        kind=np.array([KINDS.index(kind) if kind in KINDS else -1 for kind in kinds]),
        near=near, far=far, low=low, high=high,
    )  # fmt: skip
