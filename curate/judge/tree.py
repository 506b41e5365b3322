"""Where passages stand in the tree of their page: the blocks around each, as ranges of passages.

The passages below an element follow each other, so a block is a range, and sums over it are differences of running sums.
An element around the very same passages as the one within it tells nothing new: blocks are counted without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curate.document import Document
from curate.judge.context import Layout
from curate.judge.text import I64, Text

REACH = 12  # elements above a passage that are looked at
BLOCKS = 5  # ever larger blocks around a passage that are looked at


@dataclass(frozen=True)
class Elements:
    """The elements of a batch. E elements, U different labels. Element 0 stands for "none": it is its own parent."""

    parent: I64  # (E,)
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


def gather(documents: Sequence[Document]) -> Elements:
    """Lay the outlines of a batch end to end."""
    labels = {"": 0}
    label, parent, depth = [0], [0], [0]
    for document in documents:
        offset = len(label)
        outline = document.outline
        label += [labels.setdefault(name, len(labels)) for name in outline.labels]
        for above in outline.parents:
            parent.append(offset + above if above >= 0 else 0)
            depth.append(depth[parent[-1]] + 1)
    order = np.argsort(np.array(depth), kind="stable")
    cuts = np.flatnonzero(np.diff(np.array(depth)[order])) + 1
    return Elements(np.array(parent), np.array(label), tuple(np.split(order, cuts)[1:]), tuple(labels))


def plant(documents: Sequence[Document], text: Text, where: Layout) -> Tree:
    """Find the surroundings of each worded passage of a batch."""
    elements = gather(documents)
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


def climb(tree: Tree, step: int) -> NDArray[np.int64]:
    """How many elements lie between each passage and the innermost one that the passage `step` places on shares. (P,)

    REACH where there is none within reach, and at the ends of the batch.
    """
    other = np.roll(tree.above, -step, axis=0)
    found = np.full(len(other), REACH)
    for place in range(REACH - 1, -1, -1):
        mine = tree.above[:, place]
        found[(mine > 0) & (other == mine[:, None]).any(axis=1)] = place
    if len(found):
        found[-1 if step > 0 else 0] = REACH
    return found
