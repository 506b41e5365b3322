"""Where passages stand in the tree of their page: the blocks around each, as ranges of passages.

The passages below an element follow each other, so a block is a range, and sums over it are differences of running sums.
An element around the very same passages as the one within it tells nothing new: blocks are counted without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from curate.judge.context import Layout
from curate.judge.text import I64, Text
from curate.text.document import Document

REACH = 12  # elements above a passage that are looked at
BLOCKS = 5  # ever larger blocks around a passage that are looked at


@dataclass(frozen=True)
class Elements:
    """The elements of a batch. E elements, U different labels. Element 0 stands for "none": it is its own parent."""

    parent: I64  # (E,)
    depth: I64  # (E,) 0 for "none", 1 for the outermost
    label: I64  # (E,) index into labels
    levels: tuple[I64, ...]  # elements by depth, the outermost first
    labels: tuple[str, ...]  # (U,)


@dataclass(frozen=True)
class Tree:
    """The surroundings of each worded passage. (P, ...)"""

    elements: Elements
    above: I64  # (P, REACH) the element of the passage, its parent, ...; 0 beyond the outermost
    low: I64  # (P, BLOCKS) first passage of each block around
    high: I64  # (P, BLOCKS) behind the last one


def gather_elements(documents: Sequence[Document]) -> Elements:
    """Lay the outlines of a batch end to end."""
    outlines = [document.outline for document in documents]
    named = ["", *chain.from_iterable(outline.labels for outline in outlines)]
    labels = {name: number for number, name in enumerate(dict.fromkeys(named))}
    above = np.fromiter(chain((-1,), chain.from_iterable(outline.parents for outline in outlines)), np.int64, len(named))
    sizes = [len(outline.parents) for outline in outlines]
    offsets = np.repeat(np.cumsum([0, 1, *sizes])[:-1], [1, *sizes])
    parent = np.where(above >= 0, above + offsets, 0)
    depth = _depths(parent)
    order = np.argsort(depth.astype(np.min_scalar_type(depth.max())), kind="stable")  # numbers of few bits are sorted in one pass
    cuts = np.flatnonzero(np.diff(depth[order])) + 1
    label = np.fromiter(map(labels.__getitem__, named), np.int64, len(named))
    return Elements(parent, depth, label, tuple(np.split(order, cuts)[1:]), tuple(labels))


def _depths(parent: I64) -> I64:
    """How many elements stand around each, and itself. (E,)"""
    depth, above, below = np.zeros(len(parent), np.int64), np.arange(len(parent)), np.arange(1, len(parent))
    while len(below):
        depth[below] += 1
        above[below] = parent[above[below]]
        below = below[above[below] > 0]
    return depth


def build_tree(documents: Sequence[Document], text: Text, where: Layout) -> Tree:
    """Find the surroundings of each worded passage of a batch."""
    elements = gather_elements(documents)
    offsets = np.cumsum([1] + [len(document.outline.parents) for document in documents])[:-1]
    owners = np.repeat(offsets, [len(document.passages) for document in documents])
    inner = np.array([passage.element for document in documents for passage in document.passages], np.int64)
    inner = np.where(inner >= 0, inner + owners, 0)[text.index]
    above = np.zeros((len(inner), REACH), np.int64)
    above[:, 0] = inner
    for step in range(1, REACH):
        above[:, step] = elements.parent[above[:, step - 1]]
    return Tree(elements, above, *_blocks(elements, inner, where))


def _blocks(elements: Elements, inner: I64, where: Layout) -> tuple[I64, I64]:
    """The ranges of the blocks around each passage, the whole page in the place of those that there are not."""
    here, parent = np.arange(len(inner)), elements.parent
    low, high = np.full(len(parent), len(inner)), np.zeros(len(parent), np.int64)
    np.minimum.at(low, inner, here)
    np.maximum.at(high, inner, here + 1)
    for level in elements.levels[:0:-1]:
        np.minimum.at(low, parent[level], low[level])
        np.maximum.at(high, parent[level], high[level])
    size = high - low
    wider = np.zeros(len(parent), np.int64)
    for level in elements.levels[1:]:
        above = parent[level]
        wider[level] = np.where(size[above] > size[level], above, wider[above])
    block = np.where(size[inner] > 1, inner, wider[inner])
    found = np.empty((2, len(inner), BLOCKS), np.int64)
    for step in range(BLOCKS):
        found[0, :, step] = np.where(block > 0, low[block], where.first)
        found[1, :, step] = np.where(block > 0, high[block], where.last + 1)
        block = wider[block]
    return found[0], found[1]


def climb_tree(tree: Tree, step: int) -> NDArray[np.int64]:
    """How many elements lie between each passage and the innermost one that the passage `step` places on shares. (P,)

    REACH where there is none within reach, and at the ends of the batch.
    """
    here = np.arange(len(tree.above))
    other = np.roll(here, -step)
    depth = tree.elements.depth[tree.above[:, 0]]
    lower = depth[other] - depth  # what both share stands as many places later in the other's row
    found = np.full(len(here), REACH)
    for place in range(REACH - 1, -1, -1):
        mine, there = tree.above[:, place], place + lower
        same = tree.above[other, np.clip(there, 0, REACH - 1)] == mine
        found[same & (mine > 0) & (there >= 0) & (there < REACH)] = place
    if len(found):
        found[-1 if step > 0 else 0] = REACH
    return found
