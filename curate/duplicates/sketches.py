"""Sketches: what is stored of the passages of a batch of documents, to compare them with all others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from curate.duplicates.hashing import hash_sequences
from curate.duplicates.minhash import compute_signatures
from curate.duplicates.shingles import MIN_WORDS, hash_shingles, hash_words
from curate.ledger.draft import Draft
from curate.store.column_file import Column, encode_json, serialise_columns
from curate.text.segment import segment

_SENTENCE_WORDS = 20  # a passage of as many words is no heading, whatever it ends with
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”“»«’‘)\]\s]*$")


@dataclass(frozen=True, slots=True)
class SketchInput:
    """A cleaned document, and what else decides about its copies: its date (ISO 8601), empty where unknown."""

    id: str
    draft: Draft
    date: str = ""


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage: the index of its document, its span in the cleaned text, where it begins in the source text, and its text."""

    document: int
    start: int
    end: int
    source_start: int
    text: str


def build_sketches(documents: Sequence[SketchInput]) -> bytes:
    """Return the sketch file of some documents, in their order.

    A row a document: `passages`, `words` (how many it has); as JSON, `about`: its id and date.
    A row a passage that has words: `starts` and `ends` in the cleaned text, `sources` (where it begins in the source
    text), `sizes` (words), `digests` of its words, `numbers` (digest of the numbers in it), `sentences` (0: like a heading).
    Of passages of at least 8 words, one after another: `texts` (`bytes` each, UTF-8), `shingles` in the order of the text (as
    many as words, less 4), `signatures` (128 each).
    """
    passages = list(_list_passages(documents))
    words = hash_words([one.text for one in passages])
    sizes = np.diff(words.ends, prepend=0)
    has_words, is_long = sizes > 0, sizes >= MIN_WORDS
    owners = np.array([one.document for one in passages], np.int64)
    offsets = np.array([(one.start, one.end, one.source_start) for one in passages], "u4").reshape(-1, 3)[has_words]
    numeral_ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(words.is_numeral)])[words.ends]
    shingles, shingle_ends = hash_shingles(words.hashes[np.repeat(is_long, sizes)], np.cumsum(sizes[is_long]))
    texts = [one.text.encode("utf-8", "surrogatepass") for one, long in zip(passages, is_long, strict=True) if long]
    columns: dict[str, Column] = {
        "about": encode_json([[one.id, one.date] for one in documents]),
        "passages": np.bincount(owners[has_words], minlength=len(documents)).astype("u4"),
        "words": np.bincount(owners, sizes, len(documents)).astype("u4"),
        "starts": offsets[:, 0],
        "ends": offsets[:, 1],
        "sources": offsets[:, 2],
        "sizes": sizes[has_words].astype("u4"),
        "digests": hash_sequences(words.hashes, words.ends)[has_words],
        "numbers": hash_sequences(words.hashes[words.is_numeral], numeral_ends)[has_words],
        "sentences": np.array([_is_sentence(one.text) for one in passages], "u1")[has_words],
        "texts": np.frombuffer(b"".join(texts), "u1"),
        "bytes": np.array([len(text) for text in texts], "u4"),
        "shingles": shingles,
        "signatures": compute_signatures(shingles, shingle_ends).ravel(),
    }
    return serialise_columns(columns)


def _list_passages(documents: Sequence[SketchInput]) -> Iterator[_Passage]:
    for index, document in enumerate(documents):
        text = document.draft.text
        for start, end in segment(text):
            yield _Passage(index, start, end, document.draft.map_to_source(start, end)[0], text[start:end])


def _is_sentence(text: str) -> bool:
    """Is the passage formed like a sentence, rather than like a heading?"""
    return not text.startswith("#") and (len(text.split()) >= _SENTENCE_WORDS or _SENTENCE_END.search(text) is not None)
