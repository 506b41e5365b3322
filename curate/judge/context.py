"""Where a passage stands in its document: position, nearness of running text, what the page as a whole looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curate.judge.features import Columns, Shape
from curate.judge.text import I64, Bools, Text

FAR = 200  # passages; beyond this, near and far are the same
MANY_LINES, MANY_WORDS = 300, 3000  # beyond these a document is long, however long it is
NEWLINE = 10


@dataclass(frozen=True)
class Layout:
    """The documents of a batch as ranges of worded passages. Documents without a word have none and are absent."""

    first: I64  # (P,) the first passage of the passage's document
    last: I64  # (P,) the last one
    starts: I64  # (documents with a word,) first passages


def lay_out(text: Text) -> Layout:
    """Ranges of passages by document."""
    change = np.flatnonzero(np.diff(text.document, prepend=-1))
    sizes = np.diff(change, append=len(text.document))
    first = np.repeat(change, sizes)
    return Layout(first, first + np.repeat(sizes, sizes) - 1, change)


def find_gaps(text: Text) -> tuple[Bools, Bools]:
    """Is there a blank line before, and behind, each passage? At the document's edges: yes."""
    newline = np.flatnonzero(text.codes == NEWLINE)
    behind = np.searchsorted(newline, text.end) - np.searchsorted(newline, text.stop)
    after = behind >= 3  # the passage's own newline, the blank line, and the one `read` adds
    edge = np.diff(text.document, append=-1) != 0
    skipped = np.diff(text.index, append=0) > 1  # a passage without words in between, such as a rule of dashes
    after = after | edge | skipped
    before = np.empty_like(after)
    before[:1], before[1:] = True, after[:-1]
    return before, after


def sum_running(values: NDArray[Any]) -> NDArray[np.float64]:
    """Sums of everything before each place; one longer than the values."""
    return np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))


@dataclass(frozen=True)
class Sums:
    """Running sums over a batch, from which those over any stretch are differences."""

    here: I64  # (P,)
    where: Layout
    words: NDArray[np.float64]  # (P + 1,) likewise all below
    prose: NDArray[np.float64]  # words of running text
    sentences: NDArray[np.float64]  # passages of running text
    shorts: NDArray[np.float64]

    def sum_document(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what each passage's document has. (P,)"""
        return np.asarray(sums[self.where.last + 1] - sums[self.where.first])

    def sum_near(self, sums: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
        """Return what the passages at most `reach` places away, and the passage itself, have. (P,)"""
        low, high = np.maximum(self.here - reach, self.where.first), np.minimum(self.here + reach, self.where.last) + 1
        return np.asarray(sums[high] - sums[low])


def describe_context(text: Text, shape: Shape, where: Layout) -> Columns:
    """Return the columns of the passages' surroundings, by name, in a fixed order."""
    sums = Sums(
        np.arange(len(text.first)),
        where,
        sum_running(shape.length),
        sum_running(shape.length * shape.sentence),
        sum_running(shape.sentence),
        sum_running(shape.short),
    )
    before, after = find_gaps(text)
    columns = describe_place(sums) | {"gap_before": before, "gap_after": after}
    return columns | describe_prose_near(shape, sums) | describe_page(shape, sums, before)


def describe_place(sums: Sums) -> Columns:
    """Where each passage stands in its document."""
    here, where = sums.here, sums.where
    return {
        "place": (here - where.first) / (where.last - where.first + 1),
        "from_top": log_with_ceiling(here - where.first, FAR),
        "to_end": log_with_ceiling(where.last - here, FAR),
        "words_before": (sums.words[:-1] - sums.words[where.first]) / np.maximum(sums.sum_document(sums.words), 1),
    }


def describe_prose_near(shape: Shape, sums: Sums) -> Columns:
    """How near, and how much, running text stands before and behind each passage."""
    here, where, count = sums.here, sums.where, len(sums.here)
    previous = np.maximum.accumulate(np.where(shape.sentence, here, -1))
    previous = np.concatenate(([-1], previous[:-1]))
    following = np.minimum.accumulate(np.where(shape.sentence, here, count)[::-1])[::-1]
    following = np.concatenate((following[1:], [count]))
    above, below = sums.prose[:-1] - sums.prose[where.first], sums.prose[where.last + 1] - sums.prose[1:]
    return {
        "since_prose": log_with_ceiling(np.where(previous >= where.first, here - previous, FAR), FAR),
        "until_prose": log_with_ceiling(np.where(following <= where.last, following - here, FAR), FAR),
        "prose_4": sums.sum_near(sums.prose, 4) / np.maximum(sums.sum_near(sums.words, 4), 1),
        "prose_15": sums.sum_near(sums.prose, 15) / np.maximum(sums.sum_near(sums.words, 15), 1),
        "shorts_8": sums.sum_near(sums.shorts, 8) / 17,
        "prose_before": above / np.maximum(sums.sum_document(sums.prose), 1),
        "prose_before_log": log_with_ceiling(above, MANY_WORDS),
        "prose_after_log": log_with_ceiling(below, MANY_WORDS),
    }


def describe_page(shape: Shape, sums: Sums, gap_before: Bools) -> Columns:
    """What the document as a whole looks like; beyond the size of a long page its length says nothing."""
    size = (sums.where.last - sums.where.first + 1).astype(np.float64)
    words = sums.sum_document(sums.words)
    return {
        "page_lines": log_with_ceiling(size, MANY_LINES),
        "page_words": log_with_ceiling(words, MANY_WORDS),
        "page_prose": sums.sum_document(sums.prose) / np.maximum(words, 1),
        "page_line_words": np.log1p(words / size),
        "page_sentences": sums.sum_document(sums.sentences) / size,
        "page_gaps": sums.sum_document(sum_running(gap_before)) / size,
        "page_repeats": sums.sum_document(sum_running(shape.repeats > 1)) / size,
    }


def log_with_ceiling(values: NDArray[Any], most: float) -> NDArray[np.float64]:
    """Return log(1 + value), where more than `most` counts as `most`."""
    return np.asarray(np.log1p(np.minimum(values, most)))
