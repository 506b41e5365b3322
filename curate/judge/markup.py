"""What the markup says of a passage: its role, the elements around it, the blocks that it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curate.judge.context import Layout, sum_running
from curate.judge.features import Columns, Shape
from curate.judge.model import AnalysedBatch
from curate.judge.text import DIGIT, I64, STEP, U64, Tables, Text, hash_word, lay_out_text, mix_hashes
from curate.judge.tree import BLOCKS, REACH, Tree, climb_tree
from curate.judge.weights import NAME_BUCKETS
from curate.text.document import ROLES, Document

TAGS = (
    "nav", "footer", "header", "aside", "article", "main", "form", "ul", "ol", "table", "section", "figure", "li", "blockquote",
    "pre", "dl", "details", "dialog", "button", "label", "select", "template", "noscript", "a", "h1", "h2", "h3", "h4", "p", "td",
)  # fmt: skip
DEPTHS = 4  # a name counts apart on the innermost element, its parent, the next, and all above
LEVEL = 6  # headings
THOUSAND = 1000.0  # shares of links are told to the thousandth
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Names:
    """The words of the different labels of a batch. W words, U labels."""

    bucket: I64  # (W, DEPTHS)
    first: I64  # (U,) first word
    count: I64  # (U,) words
    tag: U64  # (U,) hash of the tag
    shape: U64  # (U,) hash of everything but numbers


def hash_names(labels: Sequence[str], tables: Tables) -> Names:
    """Hash the words of labels: tags, classes, ids, roles, by underscore, hyphen and inner capitals; not numbers."""
    spaced = _CAMEL.sub(" ", "\n".join(labels[1:])).replace("_", " ").split("\n")
    text = lay_out_text([["none", *spaced]], tables)
    named = (text.classes[text.word_start] & DIGIT) == 0
    named[text.first] = True
    hashes = text.word_hash * named
    bucket = np.stack([mix_hashes(hashes * np.uint64(2 * depth + 3) + np.uint64(depth)) for depth in range(DEPTHS)], axis=1)
    places = (bucket >> np.uint64(64 - NAME_BUCKETS)).astype(np.int64)
    places[~named] = 0
    shape = np.add.reduceat(mix_hashes(hashes * STEP), text.first)
    return Names(places, text.first, np.add.reduceat(named, text.first, dtype=np.int64), text.word_hash[text.first], shape)


def score_names(names: Names, tree: Tree, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sums of the weights of the names around each passage: on the innermost two elements, and above. (P, 2)"""
    by_label = np.add.reduceat(weights[names.bucket], names.first, axis=0)
    label = tree.elements.label[tree.above]
    depth = np.minimum(np.arange(REACH), DEPTHS - 1)
    found = by_label[label, depth]
    count = names.count[label]
    near, far = found[:, :2].sum(1) / np.sqrt(count[:, :2].sum(1) + 1), found[:, 2:].sum(1) / np.sqrt(count[:, 2:].sum(1) + 1)
    return np.stack((near, far), axis=1).astype(np.float32)


def describe_markup(documents: Sequence[Document], found: AnalysedBatch, tree: Tree, names: Names, tables: Tables) -> Columns:
    """Columns of the markup, by name, in a fixed order."""
    text, shape, where = found.text, found.shape, found.where
    passages = [passage for document in documents for passage in document.passages]
    number = {role: number for number, role in enumerate(ROLES)}
    role = np.array([number[passage.role] for passage in passages])[text.index]
    hidden = np.array([passage.hidden for passage in passages])[text.index]
    linked = np.rint(np.array([passage.link_share for passage in passages]) * THOUSAND)[text.index]  # whole, so that sums are exact
    columns: Columns = {f"role_{known}": role == number for number, known in enumerate(ROLES)}
    columns |= {"hidden": hidden, "linked": linked / THOUSAND, "level": _level(text) * (role == 0)}
    columns |= _around(tree, names)
    columns |= _in_blocks(text, shape, where, tree, linked, hidden)
    columns |= _alike(text, where, tree, names, linked)
    columns |= _titled(documents, text, tables)
    return columns


def _level(text: Text) -> NDArray[np.int64]:
    """Number signs at the start."""
    marks = [text.codes[np.minimum(text.start + place, len(text.codes) - 1)] == ord("#") for place in range(LEVEL)]
    return np.asarray(np.logical_and.accumulate(np.array(marks), axis=0).sum(axis=0), np.int64)


def _around(tree: Tree, names: Names) -> Columns:
    hashes = np.array([hash_word(tag) for tag in TAGS], np.uint64)
    bits = np.where(names.tag[:, None] == hashes, 1 << np.arange(len(TAGS)), 0).sum(axis=1)
    around = np.bitwise_or.reduce(bits[tree.elements.label[tree.above]], axis=1)
    columns: Columns = {f"in_{tag}": (around >> number) & 1 for number, tag in enumerate(TAGS)}
    columns["depth"] = (tree.above > 0).sum(axis=1)
    columns["climb_back"], columns["climb_on"] = climb_tree(tree, -1), climb_tree(tree, 1)
    return columns


def _in_blocks(text: Text, shape: Shape, where: Layout, tree: Tree, linked: NDArray[np.float64], hidden: NDArray[np.bool_]) -> Columns:
    words = sum_running(text.words)
    links, prose, unseen = sum_running(text.words * linked), sum_running(text.words * shape.sentence), sum_running(text.words * hidden)
    page, all_prose = words[where.last + 1] - words[where.first], prose[where.last + 1] - prose[where.first]
    columns: Columns = {
        "page_linked": (links[where.last + 1] - links[where.first]) / (page * THOUSAND),
        "page_hidden": (unseen[where.last + 1] - unseen[where.first]) / page,
    }
    main = np.full(len(page), BLOCKS)
    for step in range(BLOCKS):
        low, high = tree.low[:, step], tree.high[:, step]
        size, told = words[high] - words[low], prose[high] - prose[low]
        columns[f"block_{step}_share"] = size / page
        columns[f"block_{step}_linked"] = (links[high] - links[low]) / (size * THOUSAND)
        columns[f"block_{step}_prose"] = told / size
        columns[f"block_{step}_of_prose"] = told / np.maximum(all_prose, 1)
        columns[f"block_{step}_lines"] = np.log1p(high - low)
        columns[f"block_{step}_words"] = np.log1p(size / (high - low))
        main = np.where((main == BLOCKS) & (told >= 0.5 * all_prose), step, main)
    columns["to_main"] = main
    columns["block_place"] = (np.arange(len(page)) - tree.low[:, 0]) / (tree.high[:, 0] - tree.low[:, 0])
    return columns


def _alike(text: Text, where: Layout, tree: Tree, names: Names, linked: NDArray[np.float64]) -> Columns:
    """Of the passages of a document whose elements have the same names all the way up: how many, how long, how linked."""
    elements = tree.elements
    path = np.zeros(len(elements.parent), np.uint64)
    own = names.shape[elements.label]
    for level in elements.levels:
        path[level] = path[elements.parent[level]] * STEP + own[level]
    key = mix_hashes(path[tree.above[:, 0]] ^ ((text.document.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9FB21C651E98DF25)))
    _, group = np.unique(key, return_inverse=True)
    count, words = np.bincount(group), np.bincount(group, text.words)
    total = np.add.reduceat(text.words, where.starts)
    page = np.repeat(total, np.diff(where.starts, append=len(group)))
    return {
        "alike": np.log1p(count[group]),
        "alike_share": words[group] / page,
        "alike_words": np.log1p(words / count)[group],
        "alike_linked": (np.bincount(group, text.words * linked) / (words * THOUSAND))[group],
    }


def _titled(documents: Sequence[Document], text: Text, tables: Tables) -> Columns:
    """Is a passage the page's title, and what share of its words are the title's?"""
    titles = lay_out_text([[str(document.metadata.get("title", "")) + "\n"] for document in documents], tables)
    whole = np.zeros(len(documents), np.uint64)
    whole[titles.document] = titles.whole
    hit = np.zeros(len(text.word_hash), np.bool_)
    hit[_of_titles(titles, text)] = True
    share = np.add.reduceat(hit, text.first, dtype=np.int64) / text.words
    return {"is_title": (text.whole == whole[text.document]) & (text.whole > 0), "of_title": share}


def _of_titles(titles: Text, text: Text) -> I64:
    """Which words are words of their document's title."""
    top = np.uint64(48)
    said = np.zeros(1 << 16, np.bool_)  # by the top bits of a word, in any title: most words are in none
    said[(titles.word_hash >> top).astype(np.int64)] = True
    maybe = np.flatnonzero(said.take((text.word_hash >> top).astype(np.intp)))
    known = titles.word_hash ^ _salt(titles.document[titles.passage])
    asked = text.word_hash[maybe] ^ _salt(text.document[text.passage[maybe]])
    return maybe[np.isin(asked, known)]


def _salt(document: I64) -> U64:
    """What sets a document's hashes apart from those of the others of its batch."""
    return mix_hashes((document.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9FB21C651E98DF25))
