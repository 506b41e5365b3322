"""What the corpus as a whole decides about its documents: found once, kept on disk, and read a batch of documents at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

from curate.config import Duplicates
from curate.duplicates import documents, near, quotations, repeats
from curate.duplicates.grounds import Grounds
from curate.duplicates.groups import Numbers
from curate.duplicates.near import Miss, jaccard
from curate.duplicates.passages import NONE, Passages, Source, read
from curate.duplicates.places import Place, Places
from curate.duplicates.quotations import Stretch
from curate.duplicates.repeats import Repeats
from curate.duplicates.shingles import hash_words, shingles, words
from curate.store.columns import Column

_MOST_PAIRS = 100_000  # of like words in two texts that are laid side by side
_MOST_TOLD, _LONGEST_TOLD = 12, 60  # differing words on either side, and characters of each


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
class Quotation:
    """`place` is a stretch of a passage that says, word for word but for single words, what stands at `source`: so many words."""

    place: Place
    source: Place
    words: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """`place` is a line that stands on so many `pages` of its site; two of them."""

    place: Place
    pages: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the corpus says of one document.

    `duplicate_of` is the document that it copies as a whole, if it does.  No passage is in two of the lists.
    """

    copies: tuple[Copy, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, by the numbers of passages and documents."""

    original: Column
    duplicate: Numbers
    repeats: Repeats
    quotations: list[Stretch]
    misses: list[Miss]


class Decisions:
    """All that was decided about the documents of some sources.  Made by `find`; lives as long as its folder."""

    def __init__(self, passages: Passages, found: Found) -> None:
        self.sources = passages.sources
        self._passages, self._found, self._places = passages, found, Places(passages)
        self._quoting = np.array([one.number for one in found.quotations], np.int64)
        self._grounds = Grounds(passages, found)

    @property
    def counts(self) -> dict[str, int]:
        """How many passages and documents are copies, how many stretches are quoted, and how many lines are furniture."""
        found = self._found
        return {
            "passages": int((found.original != NONE).sum()),
            "documents": int((found.duplicate != NONE).sum()),
            "quotations": len(found.quotations),
            "furniture": int((found.repeats.pages > 0).sum()),
        }

    def misses(self) -> list[Copy]:
        """Return the pairs of passages that came nearest to being copies, as if the later were a copy of the earlier."""
        return [_copy(self._places, miss.number, miss.senior) for miss in self._found.misses]

    def grounds(self, source: int) -> str:
        """Return a digest of all that the verdicts on the documents of a source rest on."""
        return self._grounds.of(source)

    def verdicts(self, source: int) -> dict[str, Verdict]:
        """Return the verdicts on those documents of a source about which there is something to say, by id."""
        ranks = self._passages.documents.rank[slice(*self._passages.starts[source : source + 2])].tolist()
        found = ((self._places.document(rank), self._verdict(rank)) for rank in ranks)
        return {document: verdict for document, verdict in found if verdict != Verdict()}

    def _verdict(self, rank: int) -> Verdict:
        found, places = self._found, self._places
        start, end = self._passages.documents.first[rank : rank + 2].tolist()
        copied = (start + np.flatnonzero(found.original[start:end] != NONE)).tolist()
        repeated = (start + np.flatnonzero(found.repeats.pages[start:end])).tolist()
        quoted = found.quotations[slice(*np.searchsorted(self._quoting, [start, end]).tolist())]
        of = int(found.duplicate[rank])
        return Verdict(
            tuple(_copy(places, number, int(found.original[number])) for number in copied),
            tuple(_quotation(places, one) for one in quoted),
            tuple(self._repeat(number) for number in repeated),
            "" if of == NONE else places.document(of),
        )

    def _repeat(self, number: int) -> Repeat:
        examples = (int(column[number]) for column in (self._found.repeats.first, self._found.repeats.last))
        pages = int(self._found.repeats.pages[number])
        return Repeat(self._places.place(number), pages, tuple(self._places.place(one).document for one in examples))


def find(sources: Sequence[Source], settings: Duplicates, folder: Path) -> Decisions:
    """Return which passages and documents of `sources`, in the order of their seniority within a revision, copy which.

    What is needed for it is written below `folder`, which must not be there yet.
    """
    passages = read(sources, settings, folder)
    original, misses = near.find(passages, settings.threshold)
    duplicate = documents.duplicates(passages, original)
    repeated = repeats.find(passages, duplicate)
    _tell_apart(original, repeated, settings.furniture)
    left_out = (original != NONE) | (repeated.pages > 0) | (duplicate != NONE)[passages.document]
    quoted = quotations.find(passages, left_out) if settings.quotations != "keep" else []
    return Decisions(passages, Found(original, duplicate, repeated, quoted, misses))


def _tell_apart(original: Column, repeated: Repeats, policy: str) -> None:
    """Let no passage be both copy and furniture: furniture that goes is no copy, and nothing is a copy of it."""
    if policy != "drop":
        repeated.pages[:] = np.where((original == NONE) & (policy == "mark"), repeated.pages, 0)
        return
    original[repeated.pages > 0] = NONE
    copies = np.flatnonzero(original != NONE)
    original[copies[repeated.pages[original[copies]] > 0]] = NONE


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


def _quotation(places: Places, stretch: Stretch) -> Quotation:
    length = stretch.end - stretch.start
    here, there = places.words(stretch.number, stretch.start, length), places.words(stretch.senior, stretch.there, length)
    return Quotation(here, there, length)


def _differing(here: list[str], there: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that only one of two texts has, where they are laid side by side; where that would take long, by their number."""
    here, there = [word[:_LONGEST_TOLD] for word in here], [word[:_LONGEST_TOLD] for word in there]
    counts = Counter(here), Counter(there)
    if sum(count * counts[1][word] for word, count in counts[0].items()) > _MOST_PAIRS:
        return tuple((counts[0] - counts[1]).elements())[:_MOST_TOLD], tuple((counts[1] - counts[0]).elements())[:_MOST_TOLD]
    changes = [code for code in SequenceMatcher(None, here, there, autojunk=False).get_opcodes() if code[0] != "equal"]
    only_here = [word for _, start, end, _, _ in changes for word in here[start:end]]
    only_there = [word for _, _, _, start, end in changes for word in there[start:end]]
    return tuple(only_here[:_MOST_TOLD]), tuple(only_there[:_MOST_TOLD])
