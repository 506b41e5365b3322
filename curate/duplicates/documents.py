"""Find documents that are copies of another one as a whole."""

from __future__ import annotations

import numpy as np

from curate.duplicates.hashing import I64
from curate.duplicates.passages import NONE, Passages
from curate.duplicates.shingles import MIN_WORDS
from curate.store.column_file import Column

_LONG_SHARE = 0.8  # of a document's words in long passages: so much one senior document must hold
_TOTAL_SHARE = 0.5  # of all its words: so many that must be


def find_duplicate_documents(passages: Passages, originals: Column, is_furniture: Column | None = None) -> I64:
    """Return for each document, by rank, the one that holds most of its words, the most senior of several; NONE where there is none.

    Words of furniture do not count.  Wrong for collections of quotations from one work.
    """
    sizes = passages.word_count if is_furniture is None else np.where(is_furniture, 0, passages.word_count)
    count = len(passages.documents.row)
    copies = np.flatnonzero(originals != NONE)
    holders = passages.document[originals[copies]].astype(np.int64)
    pairs, pair = np.unique(passages.document[copies].astype(np.int64) * count + holders, return_inverse=True)
    shared_words = np.bincount(pair, sizes[copies], len(pairs))
    is_long = passages.word_count >= MIN_WORDS
    long_words = np.bincount(passages.document, np.where(is_long, sizes, 0), count)
    words = passages.documents.words if is_furniture is None else np.bincount(passages.document, sizes, count)
    copy, holder = pairs // max(count, 1), pairs % max(count, 1)
    is_duplicate = (shared_words >= _LONG_SHARE * long_words[copy]) & (shared_words >= _TOTAL_SHARE * words[copy])
    duplicate_of = np.full(count, NONE, np.int64)
    duplicate_of[copy[is_duplicate][::-1]] = holder[is_duplicate][::-1]  # the most senior of several is written last
    return duplicate_of
