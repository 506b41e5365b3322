"""What the corpus as a whole decides about its documents: found once, kept on disk, and read a batch of documents at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from curate.config import Duplicates
from curate.duplicates import documents, near
from curate.duplicates.columns import Column
from curate.duplicates.groups import Numbers
from curate.duplicates.near import Miss, jaccard
from curate.duplicates.passages import NONE, Passages, Source, read
from curate.duplicates.places import Place, Places
from curate.duplicates.shingles import hash_words, shingles, words

_MOST_TOLD = 12  # differing words on either side


@dataclass(frozen=True, slots=True)
class Copy:
    """`place` says what `original` says.

    `similarity` is the Jaccard similarity of their word 5-grams, `containment` the share of the copy's that the original has too;
    `here` and `there` are the words that only the copy or only the original has, the first dozen.
    """

    place: Place
    original: Place
    similarity: float = 1.0
    containment: float = 1.0
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the corpus says of one document: its copied passages, and the document that it copies as a whole, if it does."""

    copies: tuple[Copy, ...] = ()
    duplicate_of: str = ""


class Decisions:
    """All that was decided about the documents of some sources.  Made by `find`; lives as long as its folder."""

    def __init__(self, passages: Passages, original: Column, duplicate: Numbers, nearest: Miss | None) -> None:
        self._passages, self._original, self._duplicate, self._nearest = passages, original, duplicate, nearest
        self._places = Places(passages)
        self.sources = passages.sources

    @property
    def counts(self) -> dict[str, int]:
        """How many passages and how many documents are copies."""
        return {"passages": int((self._original != NONE).sum()), "documents": int((self._duplicate != NONE).sum())}

    def nearest(self) -> Copy | None:
        """Return the two passages that came nearest to being copies, as if the later were a copy of the earlier; of no two, None."""
        return _copy(self._places, self._nearest.number, self._nearest.senior) if self._nearest else None

    def verdicts(self, source: int) -> dict[str, Verdict]:
        """Return the verdicts on those documents of a source about which there is something to say, by id."""
        ranks = self._passages.documents.rank[slice(*self._passages.starts[source : source + 2])].tolist()
        found = ((self._places.document(rank), self._verdict(rank)) for rank in ranks)
        return {document: verdict for document, verdict in found if verdict != Verdict()}

    def _verdict(self, rank: int) -> Verdict:
        start, end = self._passages.documents.first[rank : rank + 2].tolist()
        copied = (start + np.flatnonzero(self._original[start:end] != NONE)).tolist()
        copies = tuple(_copy(self._places, number, int(self._original[number])) for number in copied)
        of = int(self._duplicate[rank])
        return Verdict(copies, "" if of == NONE else self._places.document(of))


def find(sources: Sequence[Source], settings: Duplicates, folder: Path) -> Decisions:
    """Return which passages and documents of `sources`, in the order of their seniority within a revision, copy which.

    What is needed for it is written below `folder`, which must not be there yet.
    """
    passages = read(sources, settings, folder)
    original, nearest = near.find(passages, settings.threshold)
    return Decisions(passages, original, documents.duplicates(passages, original), nearest)


def _copy(places: Places, number: int, senior: int) -> Copy:
    here, there = places.text(number), places.text(senior)
    if words(here) == words(there):
        return Copy(places.place(number), places.place(senior))
    hashes = hash_words([here, there])
    grams, ends = shingles(hashes.hashes, hashes.ends)
    copy, original = set(grams[: ends[0]].tolist()), set(grams[ends[0] :].tolist())
    only_here, only_there = _differing(words(here), words(there))
    contained = round(len(copy & original) / max(1, len(copy)), 4)
    return Copy(places.place(number), places.place(senior), jaccard(copy, original), contained, only_here, only_there)


def _differing(here: list[str], there: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that only one of two texts has, where they are laid side by side."""
    changes = [code for code in SequenceMatcher(None, here, there, autojunk=False).get_opcodes() if code[0] != "equal"]
    only_here = [word for _, start, end, _, _ in changes for word in here[start:end]]
    only_there = [word for _, _, _, start, end in changes for word in there[start:end]]
    return tuple(only_here[:_MOST_TOLD]), tuple(only_there[:_MOST_TOLD])
