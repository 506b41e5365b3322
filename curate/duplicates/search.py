"""Search a corpus for overlaps: once for all of it, then read by batch of documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from curate.config import Config
from curate.duplicates.differences import list_differences
from curate.duplicates.documents import find_duplicate_documents
from curate.duplicates.evidence import Evidence
from curate.duplicates.hashing import I64
from curate.duplicates.locations import Locator
from curate.duplicates.matches import Matches
from curate.duplicates.near_duplicates import find_copies, jaccard
from curate.duplicates.overlaps import Copy, Overlaps, Quotation, Repeat
from curate.duplicates.passages import NONE, Passages, load_passages
from curate.duplicates.quotations import SharedRun, find_quotations
from curate.duplicates.repeats import Repeats
from curate.duplicates.seniority import SketchFile
from curate.duplicates.shingles import hash_shingles, hash_words, tokenise
from curate.store.column_file import Column

FindFurniture = Callable[[Passages, I64], Repeats]  # of all passages, by what documents, by rank, are copies of (NONE: of nothing)


def find_overlaps(files: Sequence[SketchFile], config: Config, folder: Path, find_furniture: FindFurniture | None = None) -> OverlapIndex:
    """Return which passages and documents copy, quote or repeat which.

    The order of `files` is that of seniority within a revision.  What the search
    writes lies in `folder`, which must not be there yet and which the result needs.
    """
    settings = config.duplicates
    passages = load_passages(files, settings, folder)
    originals, near_misses = find_copies(passages, settings.threshold)
    duplicate_of = find_duplicate_documents(passages, originals)
    repeats = Repeats.create(passages)
    if find_furniture and config.sites.furniture != "keep":
        repeats = find_furniture(passages, duplicate_of)
        _separate_copies_from_repeats(originals, repeats, config.sites.furniture)
        duplicate_of = find_duplicate_documents(passages, originals, (repeats.entry > 0) & repeats.is_sure)
    is_excluded = (originals != NONE) | (repeats.entry > 0) | (duplicate_of != NONE)[passages.document]
    quotations = find_quotations(passages, is_excluded) if settings.quotations != "keep" else []
    return OverlapIndex(passages, Matches(originals, duplicate_of, repeats, quotations, near_misses))


class OverlapIndex:
    """All overlaps in the documents of some sketch files.  Made by `find_overlaps`; usable as long as its folder is there."""

    def __init__(self, passages: Passages, matches: Matches) -> None:
        self.files, self.matches = passages.files, matches
        self._passages, self._locator = passages, Locator(passages)
        self._quoting = np.array([one.passage for one in matches.quotations], np.int64)
        self._evidence = Evidence(passages, matches)

    @property
    def counts(self) -> dict[str, int]:
        """How many passages and documents are copies, how many quotations there are, and how many lines are furniture."""
        return self.matches.count()

    def list_near_misses(self) -> list[Copy]:
        """Return the pairs of passages that came nearest to being copies, as if the later were a copy of the earlier."""
        return [self._describe_copy(one.passage, one.senior) for one in self.matches.near_misses]

    def digest_evidence(self, file: int) -> str:
        """Return a digest of all that the overlaps of the documents of a file rest on."""
        return self._evidence.digest(file)

    def load_overlaps(self, file: int) -> dict[str, Overlaps]:
        """Return the overlaps of those documents of a file that have any, by id."""
        ranks = self._passages.documents.ranks[slice(*self._passages.document_starts[file : file + 2])].tolist()
        overlaps = ((self._locator.find_document(rank), self._describe_document(rank)) for rank in ranks)
        return {id: one for id, one in overlaps if one != Overlaps()}

    def _describe_document(self, rank: int) -> Overlaps:
        matches = self.matches
        start, end = self._passages.documents.first_passage[rank : rank + 2].tolist()
        copied = (start + np.flatnonzero(matches.originals[start:end] != NONE)).tolist()
        repeated = (start + np.flatnonzero(matches.repeats.entry[start:end])).tolist()
        quoted = matches.quotations[slice(*np.searchsorted(self._quoting, [start, end]).tolist())]
        original = int(matches.duplicate_of[rank])
        return Overlaps(
            tuple(self._describe_copy(passage, int(matches.originals[passage])) for passage in copied),
            tuple(self._describe_quotation(run) for run in quoted),
            self._describe_repeats(repeated),
            "" if original == NONE else self._locator.find_document(original),
        )

    def _describe_copy(self, passage: int, original: int) -> Copy:
        locations = self._locator.locate(passage), self._locator.locate(original)
        texts = [self._locator.read_text(passage), self._locator.read_text(original)]
        here, there = map(tokenise, texts)
        if here == there:
            return Copy(*locations)
        words = hash_words(texts)
        shingles, ends = hash_shingles(words.hashes, words.ends)
        ours, theirs = set(shingles[: ends[0]].tolist()), set(shingles[ends[0] :].tolist())
        containment = round(len(ours & theirs) / max(1, len(ours)), 4)
        return Copy(*locations, jaccard(ours, theirs), containment, *list_differences(here, there))

    def _describe_quotation(self, run: SharedRun) -> Quotation:
        length = run.end - run.start
        quotation = self._locator.locate_words(run.passage, run.start, length)
        return Quotation(quotation, self._locator.locate_words(run.senior, run.senior_start, length), length)

    def _describe_repeats(self, passages: Sequence[int]) -> tuple[Repeat, ...]:
        repeats, locations = self.matches.repeats, self._locator.locate_in_document(passages)
        return tuple(
            Repeat(location, repeats.find_evidence(passage), bool(repeats.is_sure[passage]))
            for passage, location in zip(passages, locations, strict=True)
        )


def _separate_copies_from_repeats(originals: Column, repeats: Repeats, policy: str) -> None:
    """Let no passage be both a copy and furniture: furniture that is dropped is no copy, and nothing is a copy of it."""
    goes = (repeats.entry > 0) & repeats.is_sure & (policy == "drop")
    originals[goes] = NONE
    copies = np.flatnonzero(originals != NONE)
    originals[copies[goes[originals[copies]]]] = NONE
    repeats.entry[:] = np.where(goes | (originals == NONE), repeats.entry, 0)
