"""Documents that are another's copy as a whole."""

from __future__ import annotations

import numpy as np

from curate.duplicates.groups import Numbers
from curate.duplicates.passages import NONE, Passages
from curate.duplicates.shingles import MIN_WORDS
from curate.store.columns import Column

MOST = 0.8  # share of a document's words in long passages that one senior document must hold
HALF = 0.5  # share of all its words that they must be


def duplicates(passages: Passages, original: Column) -> Numbers:
    """Return of each document the one that says most of what it says, the senior of several; NONE where there is none.

    Wrong for collections of quotations from one work.
    """
    count = len(passages.documents.place)
    copies = np.flatnonzero(original != NONE)
    holders = passages.document[original[copies]].astype(np.int64)
    links, link = np.unique(passages.document[copies].astype(np.int64) * count + holders, return_inverse=True)
    shared = np.bincount(link, passages.size[copies], len(links))
    long = np.bincount(passages.document, np.where(passages.size >= MIN_WORDS, passages.size, 0), count)
    copy, holder = links // max(count, 1), links % max(count, 1)
    most = (shared >= MOST * long[copy]) & (shared >= HALF * passages.documents.words[copy])
    found = np.full(count, NONE, np.int64)
    found[copy[most][::-1]] = holder[most][::-1]  # the senior of several is written last
    return found
