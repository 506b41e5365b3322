"""Find the furniture of all sites, once for the whole corpus: which passages go, which are only marked, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from curate.duplicates.hashing import I64
from curate.duplicates.locations import Locator
from curate.duplicates.passages import NONE, Passages
from curate.duplicates.repeats import Repeats
from curate.sites.counts import SiteCounts
from curate.sites.evidence import EvidenceTable
from curate.sites.frequent import count_frequent_lines
from curate.sites.known import KnownKeys
from curate.sites.lines import LineFile, Lines
from curate.sites.memory import KnownSite
from curate.sites.pages import assign_sites
from curate.sites.verdicts import judge_lines
from curate.store.column_file import ColumnFile

_MIN_MARKED_WORDS = 4  # of a passage that is only marked; shorter ones are too often labels of the text
_SLACK = 8  # characters by which repairs may make a line longer


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
        ranks = [passages.documents.ranks[first:last] for first, last in pairwise(passages.document_starts.tolist())]
        is_counted = duplicate_of == NONE
        pages = assign_sites(self._files, ranks, locator.find_document, self._folder / "stretches")
        frequent = count_frequent_lines(self._files, ranks, pages, is_counted, self._folder / "lines")
        table = EvidenceTable(pages, frequent, KnownKeys(self._known, pages), pages.count_pages(is_counted))
        decision = _Decision(passages, table, SiteCounts(table), Repeats.create(passages))
        for number, file in enumerate(self._files):
            lines = file.read_lines()
            if len(lines.keys):
                decision.decide_file(number, lines, pages.site[ranks[number][lines.document]])
        self.sites = decision.counts.list_sites(locator)
        return decision.repeats.with_evidence(decision.counts.list_evidence(locator))


@dataclass(frozen=True, slots=True)
class _Decision:
    """Decides file by file; `counts` and `repeats` take what is decided."""

    passages: Passages
    table: EvidenceTable
    counts: SiteCounts
    repeats: Repeats

    def decide_file(self, number: int, lines: Lines, site: I64) -> None:
        """Decide on the lines of a file, of which `site` is the number of the site of each, and on the passages that are they."""
        verdicts = judge_lines(lines, site, self.table)
        self.counts.add_lines(lines, verdicts)
        row, line = _match_passages(self.passages, number, lines, verdicts.is_sure | verdicts.is_alone)
        rank = self.passages.ranks[row].astype(np.int64)
        is_counted = verdicts.is_sure[line] | (self.passages.word_count[rank] >= _MIN_MARKED_WORDS)
        rank, line = rank[is_counted], line[is_counted]
        self.repeats.entry[rank] = verdicts.evidence[line] + 1
        self.repeats.is_sure[rank] = verdicts.is_sure[line]
        self.counts.add_passages(verdicts.evidence[line])


def _match_passages(passages: Passages, number: int, lines: Lines, is_wanted: npt.NDArray[np.bool_]) -> tuple[I64, I64]:
    """Return the rows of those passages of a file that are wanted lines of their document's source, each with its line."""
    columns = ColumnFile(passages.files[number].path)
    counts = columns["passages"]
    document = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    source, size = columns["sources"].astype(np.int64), columns["ends"].astype(np.int64) - columns["starts"]
    where = (lines.document.astype(np.int64) << 32) + lines.offsets
    line = np.searchsorted(where, (document << 32) + source, "right") - 1
    line_size = lines.sizes[line].astype(np.int64)
    is_inside = (line >= 0) & (lines.document[line] == document) & (source < lines.offsets[line].astype(np.int64) + line_size)
    rows = np.flatnonzero(is_inside & (size <= line_size + _SLACK) & is_wanted[line])
    return rows + int(passages.passage_starts[number]), line[rows]
