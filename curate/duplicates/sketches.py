"""Sketches: what is kept of the passages of a batch of documents, to compare them with all others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from curate.duplicates.minhash import signatures
from curate.duplicates.shingles import MIN_WORDS, digests, hash_words, shingles
from curate.ledger.draft import Draft
from curate.store.columns import Column, dump, of_json
from curate.text.segment import segment

_SENTENCE_WORDS = 20  # a passage of as many words is no heading, whatever it ends with
_SENTENCE = re.compile(r"[.!?…:;。！？][\"'”“»«’‘)\]\s]*$")


@dataclass(frozen=True, slots=True)
class Sketched:
    """A cleaned document, and what else decides about its copies: its site and its date (ISO 8601), empty where unknown."""

    id: str
    draft: Draft
    site: str = ""
    date: str = ""


def sketch(documents: Sequence[Sketched]) -> bytes:
    """Return the sketch file of some documents, in their order.

    A row a document: `passages`, `words` (how many it has); as JSON, `about`: its id, site and date.
    A row a passage that has words: `starts` and `ends` in the cleaned text, `sources` (where it begins in the source
    text), `sizes` (words), `digests` of its words, `numbers` (digest of the numbers in it), `sentences` (0: like a heading).
    Of passages of at least 8 words, one after another: `texts` (`bytes` each, UTF-8), `shingles` in the order of the text (as
    many as words, less 4), `signatures` (128 each).
    """
    spans = [segment(one.draft.text) for one in documents]
    texts = [one.draft.text[start:end] for one, its in zip(documents, spans, strict=True) for start, end in its]
    words = hash_words(texts)
    sizes = np.diff(words.ends, prepend=0)
    some, long = sizes > 0, sizes >= MIN_WORDS
    document = np.repeat(np.arange(len(documents)), [len(its) for its in spans])
    flat = np.array([span for its in spans for span in its], "u4").reshape(-1, 2)
    sources = [one.draft.map_to_source(*span)[0] for one, its in zip(documents, spans, strict=True) for span in its]
    grams, gram_ends = shingles(words.hashes[np.repeat(long, sizes)], np.cumsum(sizes[long]))
    said = [text.encode("utf-8", "surrogatepass") for text, is_long in zip(texts, long, strict=True) if is_long]
    number_ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(words.numbers)])[words.ends]
    columns: dict[str, Column] = {
        "about": of_json([[one.id, one.site, one.date] for one in documents]),
        "passages": np.bincount(document[some], minlength=len(documents)).astype("u4"),
        "words": np.bincount(document, sizes, len(documents)).astype("u4"),
        "starts": flat[some, 0],
        "ends": flat[some, 1],
        "sources": np.array(sources, "u4")[some],
        "sizes": sizes[some].astype("u4"),
        "digests": digests(words.hashes, words.ends)[some],
        "numbers": digests(words.hashes[words.numbers], number_ends)[some],
        "sentences": np.array([_is_sentence(text) for text in texts], "u1")[some],
        "texts": np.frombuffer(b"".join(said), "u1"),
        "bytes": np.array([len(one) for one in said], "u4"),
        "shingles": grams,
        "signatures": signatures(grams, gram_ends).ravel(),
    }
    return dump(columns)


def _is_sentence(text: str) -> bool:
    """Is the passage formed like one, rather than like a heading?"""
    return not text.startswith("#") and (len(text.split()) >= _SENTENCE_WORDS or _SENTENCE.search(text) is not None)
