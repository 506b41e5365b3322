"""Sketches: MinHash signatures of passages (Broder 1997), with datasketch's parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from curate.draft import Draft
from curate.duplicates.shingles import MIN_WORDS, shingles, words
from curate.segment import segment

BANDS, ROWS = 14, 8  # recall .993 at a Jaccard similarity of .8
SEED = 1


@dataclass(frozen=True, slots=True)
class Sketch:
    """A passage of a cleaned text and its signature.

    `start` and `end` are offsets of the cleaned text, `source` is where the
    passage begins in the source text; `said` is its words, for the exact comparison.
    """

    start: int
    end: int
    source: int
    said: str
    signature: tuple[int, ...]

    def bands(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return the parts of the signature of which candidates share one."""
        return [(band, self.signature[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def sketch(draft: Draft) -> list[Sketch]:
    """Return sketches of the passages of at least 8 words."""
    said = [(span, words(draft.text[slice(*span)])) for span in segment(draft.text)]
    long = [(span, one) for span, one in said if len(one) >= MIN_WORDS]
    signatures = _signatures(shingles(one) for _, one in long)
    return [
        Sketch(*span, draft.source_span(*span)[0], " ".join(one), signature)
        for (span, one), signature in zip(long, signatures, strict=True)
    ]


def _signatures(sets: Iterable[frozenset[str]]) -> list[tuple[int, ...]]:
    encoded = [[one.encode() for one in sorted(items)] for items in sets]
    if not encoded:
        return []
    from datasketch import MinHash  # slow to import

    hashes: list[Any] = MinHash.bulk(encoded, num_perm=BANDS * ROWS, seed=SEED, scheme="affine32")
    return [tuple(int(value) for value in one.hashvalues) for one in hashes]
