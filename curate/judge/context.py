"""Where a passage stands in its document: position, nearness of running text, what the page as a whole looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curate.judge.features import Columns, Shape
from curate.judge.text import I64, Bools, Text

FAR = 200  # passages; beyond this, near and far are the same
NEWLINE = 10


@dataclass(frozen=True)
class Layout:
    """The documents of a batch as ranges of worded passages. Documents without a word have none and are absent."""

    first: I64  # (P,) the first passage of the passage's document
    last: I64  # (P,) the last one
    starts: I64  # (documents with a word,) first passages


def layout(text: Text) -> Layout:
    """Ranges of passages by document."""
    change = np.flatnonzero(np.diff(text.document, prepend=-1))
    sizes = np.diff(change, append=len(text.document))
    first = np.repeat(change, sizes)
    return Layout(first, first + np.repeat(sizes, sizes) - 1, change)


def gaps(text: Text) -> tuple[Bools, Bools]:
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


def running(values: NDArray[Any]) -> NDArray[np.float64]:
    """Sums of everything before each place; one longer than the values."""
    return np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))


def describe_context(text: Text, shape: Shape, where: Layout) -> Columns:
    """Columns of the passages' surroundings, by name, in a fixed order."""
    here = np.arange(len(text.first))
    size = (where.last - where.first + 1).astype(np.float64)
    told = text.words * shape.sentence
    total, prose = running(text.words), running(told)
    lines, shorts = running(shape.sentence), running(shape.short)
    before, after = gaps(text)
    previous = np.maximum.accumulate(np.where(shape.sentence, here, -1))
    previous = np.concatenate(([-1], previous[:-1]))
    following = np.minimum.accumulate(np.where(shape.sentence, here, len(here))[::-1])[::-1]
    following = np.concatenate((following[1:], [len(here)]))

    def span(sums: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(sums[where.last + 1] - sums[where.first])

    def near(sums: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
        low, high = np.maximum(here - reach, where.first), np.minimum(here + reach, where.last) + 1
        return np.asarray(sums[high] - sums[low])

    words, all_prose = span(total), span(prose)
    prose_before = prose[:-1] - prose[where.first]
    return {
        "place": (here - where.first) / size,
        "from_top": np.log1p(here - where.first),
        "to_end": np.log1p(where.last - here),
        "words_before": (total[:-1] - total[where.first]) / words,
        "gap_before": before,
        "gap_after": after,
        "since_prose": np.log1p(np.where(previous >= where.first, here - previous, FAR)),
        "until_prose": np.log1p(np.where(following <= where.last, following - here, FAR)),
        "prose_4": near(prose, 4) / near(total, 4),
        "prose_15": near(prose, 15) / near(total, 15),
        "shorts_8": near(shorts, 8) / 17,
        "prose_before": prose_before / np.maximum(all_prose, 1),
        "prose_before_log": np.log1p(prose_before),
        "prose_after_log": np.log1p(prose[where.last + 1] - prose[1:]),
        "page_lines": np.log1p(size),
        "page_words": np.log1p(words),
        "page_prose": all_prose / words,
        "page_line_words": np.log1p(words / size),
        "page_sentences": span(lines) / size,
        "page_gaps": span(running(before)) / size,
        "page_repeats": span(running(shape.repeats > 1)) / size,
    }
