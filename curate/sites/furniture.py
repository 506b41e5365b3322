"""Find the furniture of all sites, once for the whole corpus: which passages go, which are only marked, and why.

A line goes where it stands in a run of furniture (see `runs`) and on a fifth of the pages of its site, a sentence on a third of
them.  A line of its own that stands on half of the pages is marked.  Pages that are copies of others do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from curate.duplicates.hashing import I64
from curate.duplicates.locations import Locator
from curate.duplicates.overlaps import RepeatEvidence
from curate.duplicates.passages import NONE, Passages
from curate.duplicates.repeats import Repeats
from curate.sites.frequent import FrequentLines, count_frequent_lines, count_needed_pages, mix_site
from curate.sites.known import KnownKeys
from curate.sites.lines import LineFile, Lines
from curate.sites.memory import KnownLine, KnownSite
from curate.sites.pages import NO_SITE, SitePages, assign_sites
from curate.sites.runs import RunLines, find_runs
from curate.store.column_file import ColumnFile

Mask = npt.NDArray[np.bool_]

_SENTENCE_SHARE = 1 / 3  # of the pages of a site, that must have a sentence
_SHORT_SHARE = 0.5  # of its pages, that must have a line of a short run
_ALONE_SHARE, _ALONE_PAGES, _ALONE_WORDS = 0.5, 5, 4  # of a line outside of runs, which is marked


@dataclass(frozen=True, slots=True)
class Verdicts:
    """For each line of a file: the row of its evidence among the frequent lines and, after them, the known ones, -1: none; does it go?"""

    evidence: I64
    is_sure: Mask


class SiteSearch:
    """Looks for the furniture of a corpus.

    `files` are its line files, in the order of its sketch files; `known` is what the revision before knew of its sites.
    What is written lies in `folder`, which must not be there yet.  After `find_furniture`, `sites` is what is known now.
    """

    def __init__(self, files: Sequence[LineFile], known: Sequence[KnownSite], folder: Path) -> None:
        self._files, self._known, self._folder = files, known, folder
        self.sites: list[KnownSite] = list(known)

    def find_furniture(self, passages: Passages, duplicate_of: I64) -> Repeats:
        """Return which passages are furniture of their site; documents that are copies as a whole do not count as its pages."""
        self._folder.mkdir(parents=True)
        locator = Locator(passages)
        starts = passages.document_starts
        ranks = [passages.documents.ranks[first:last] for first, last in pairwise(starts.tolist())]
        is_counted = duplicate_of == NONE
        pages = assign_sites(self._files, ranks, locator.find_document, self._folder / "stretches")
        frequent = count_frequent_lines(self._files, ranks, pages, is_counted, self._folder / "lines")
        decision = _Decision(pages, frequent, KnownKeys(self._known, pages), pages.count_pages(is_counted))
        repeats = Repeats.create(passages)
        for number, file in enumerate(self._files):
            decision.decide_file(passages, number, ranks[number], file.read_lines(), repeats)
        self.sites = decision.list_sites(locator)
        return repeats.with_evidence(decision.list_evidence(locator))


class _Decision:
    """Decides file by file, and counts what it decided."""

    def __init__(self, pages: SitePages, frequent: FrequentLines, known: KnownKeys, page_counts: I64) -> None:
        self._pages, self._frequent, self._known, self._page_counts = pages, frequent, known, page_counts
        self._digests = pages.digests
        count = len(frequent.keys) + len(known)
        self._documents, self._removed = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self._raw_keys = np.zeros(count, np.uint64)
        self._is_furniture, self._is_pair = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        self._is_used = np.zeros(count, np.bool_)  # by a passage

    def decide_file(self, passages: Passages, number: int, ranks: I64, lines: Lines, repeats: Repeats) -> None:
        """Write the verdicts on the passages of a file into `repeats`."""
        if not len(lines.keys):
            return
        verdicts = self._judge_lines(ranks[lines.document], lines)
        found = np.flatnonzero(verdicts.evidence >= 0)
        if not len(found):
            return
        row, line = _match_passages(passages, number, lines, verdicts.evidence >= 0)
        rank = passages.ranks[row].astype(np.int64)
        stays = ~verdicts.is_sure[line] & (passages.word_count[rank] < _ALONE_WORDS)
        rank, line = rank[~stays], line[~stays]
        repeats.entry[rank] = verdicts.evidence[line] + 1
        repeats.is_sure[rank] = verdicts.is_sure[line]
        self._is_used[verdicts.evidence[line]] = True
        np.add.at(self._removed, verdicts.evidence[line[verdicts.is_sure[line]]], 1)

    def _judge_lines(self, rank: I64, lines: Lines) -> Verdicts:
        site = self._pages.site[rank]
        has_site = site != NO_SITE
        digests = self._digests[site] if len(self._digests) else np.zeros(len(site), np.uint64)
        keys, pair_keys = mix_site(lines.keys, digests), mix_site(lines.pair_keys, digests[:-1])
        entry = self._find_entries(keys, has_site)
        pair_entry = self._find_entries(pair_keys, has_site[:-1] & lines.is_pair)
        runs = find_runs(lines, (pair_entry >= 0) & (entry[:-1] >= 0) & (entry[1:] >= 0))
        is_sure = self._select_sure(runs, lines, entry, site)
        self._remember(lines, entry, pair_entry, runs, is_sure)
        is_alone = (entry >= 0) & ~is_sure & self._has_share(entry, site, _ALONE_SHARE, _ALONE_PAGES)
        return Verdicts(np.where(is_sure | is_alone, entry, -1), is_sure)

    def _find_entries(self, keys: npt.NDArray[np.uint64], is_asked: Mask) -> I64:
        """Return the row of the evidence of each key; what is known goes before what is frequent now."""
        known = self._known.find(keys)
        entry = np.where(known >= 0, len(self._frequent.keys) + known, self._frequent.find(keys))
        return np.where(is_asked, entry, -1)

    def _select_sure(self, runs: RunLines, lines: Lines, entry: I64, site: I64) -> Mask:
        """Return which lines go: labels in long runs, sentences there and labels in short runs where enough pages have them."""
        is_known = entry >= len(self._frequent.keys)
        is_sentence = ~lines.is_label & (is_known | self._has_share(entry, site, _SENTENCE_SHARE, 0))
        in_short = runs.is_in_short & lines.is_label & (is_known | self._has_share(entry, site, _SHORT_SHARE, 0))
        chosen: Mask = (entry >= 0) & ((runs.is_in_long & (lines.is_label | is_sentence)) | in_short)
        return chosen

    def _has_share(self, entry: I64, site: I64, share: float, least: int) -> Mask:
        """Does each line stand on such a share of the pages of its site?"""
        frequent = np.flatnonzero((entry >= 0) & (entry < len(self._frequent.keys)))
        has_share = np.zeros(len(entry), np.bool_)
        needed = count_needed_pages(self._page_counts, share, least)
        has_share[frequent] = self._frequent.pages[entry[frequent]] >= needed[site[frequent]]
        return has_share

    def _remember(self, lines: Lines, entry: I64, pair_entry: I64, runs: RunLines, is_sure: Mask) -> None:
        """Keep what of a file belongs to what is known of the sites."""
        present = np.flatnonzero(entry >= 0)
        _, first = np.unique(lines.document[present] * len(self._documents) + entry[present], return_index=True)
        np.add.at(self._documents, entry[present[first]], 1)
        self._is_furniture[entry[is_sure]] = True
        self._raw_keys[entry[is_sure]] = lines.keys[is_sure]
        pairs = runs.is_in_pair & is_sure[:-1] & is_sure[1:]
        self._is_pair[pair_entry[pairs]] = True
        self._raw_keys[pair_entry[pairs]] = lines.pair_keys[pairs]

    def list_evidence(self, locator: Locator) -> list[RepeatEvidence | None]:
        """Return the evidence of each row that a passage uses, in their order."""
        return [self._describe(int(row), locator) if self._is_used[row] else None for row in range(len(self._is_used))]

    def list_sites(self, locator: Locator) -> list[KnownSite]:
        """Return what is known of the sites now: those of pages that are there."""
        lines: list[dict[int, KnownLine]] = [{} for _ in self._pages.names]
        pairs: list[set[int]] = [set() for _ in self._pages.names]
        count = len(self._frequent.keys)
        site_of = np.concatenate([self._frequent.site, self._known.site])
        self._known.fill(lines, pairs)
        for row in np.flatnonzero(self._is_furniture).tolist():
            known = KnownLine(self._describe(row, locator), int(self._documents[row]), int(self._removed[row]))
            lines[int(site_of[row])][int(self._raw_keys[row])] = known
        for row in np.flatnonzero(self._is_pair).tolist():
            if row < count:
                pairs[int(site_of[row])].add(int(self._raw_keys[row]))
        return [
            KnownSite(name, int(self._page_counts[number]), lines[number], frozenset(pairs[number]))
            for number, name in enumerate(self._pages.names)
        ]

    def _describe(self, row: int, locator: Locator) -> RepeatEvidence:
        frequent = self._frequent
        if row >= len(frequent.keys):
            return self._known.evidence[row - len(frequent.keys)]
        site = int(frequent.site[row])
        examples = dict.fromkeys(locator.find_document(rank) for rank in frequent.examples[row].tolist())
        days = (_format_day(int(day[row])) for day in (frequent.first_day, frequent.last_day))
        return RepeatEvidence(self._pages.names[site], int(frequent.pages[row]), int(self._page_counts[site]), tuple(examples), *days)


def _match_passages(passages: Passages, number: int, lines: Lines, is_wanted: Mask) -> tuple[I64, I64]:
    """Return the rows of those passages of a file that are wanted lines of their document's source, each with its line."""
    columns = ColumnFile(passages.files[number].path)
    counts = columns["passages"]
    document = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    source, size = columns["sources"].astype(np.int64), columns["ends"].astype(np.int64) - columns["starts"]
    where = (lines.document.astype(np.int64) << 32) + lines.offsets
    line = np.searchsorted(where, (document << 32) + source, "right") - 1
    inside = (line >= 0) & (lines.document[line] == document)
    line_size = lines.sizes[line].astype(np.int64)
    inside &= (source < lines.offsets[line].astype(np.int64) + line_size) & (size <= line_size + _SLACK) & is_wanted[line]
    rows = np.flatnonzero(inside)
    return rows + int(passages.passage_starts[number]), line[rows]


_SLACK = 8  # characters by which repairs may make a line longer


def _format_day(day: int) -> str:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}" if day else ""
