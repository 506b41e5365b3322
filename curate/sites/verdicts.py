"""Judge the lines of pages: which are furniture for sure, which are only marked.

A line goes where it stands in a run of furniture (see `runs`) and on a fifth of the pages of its site, a sentence on a third of
them.  A line of its own that stands on half of the pages is marked.  What an earlier revision knew stays so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from curate.duplicates.hashing import I64
from curate.sites.evidence import EvidenceTable
from curate.sites.frequent import mix_site
from curate.sites.lines import Lines
from curate.sites.pages import NO_SITE
from curate.sites.runs import RunLines, find_runs

Mask = npt.NDArray[np.bool_]

_SENTENCE_SHARE = 1 / 3  # of the pages of a site, that must have a sentence
_SHORT_SHARE = 0.5  # of its pages, that must have a line of a short run
_ALONE_SHARE, _ALONE_PAGES = 0.5, 5  # of its pages, that must have a line outside of runs, which is marked


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on the lines of a file, by line.

    `evidence` is the row of the evidence of all lines that have any, -1: none.  Of these, `is_sure` says which go, `is_alone`
    which are marked.  `pair_evidence` is that of the pairs that make up the runs that go, by pair.
    """

    evidence: I64
    is_sure: Mask
    is_alone: Mask
    pair_evidence: I64


def judge_lines(lines: Lines, site: I64, table: EvidenceTable) -> Verdicts:
    """Return the verdicts on lines; `site` is the number of the site of each."""
    digests = table.pages.digests
    mixed = digests[site] if len(digests) else np.zeros(len(site), np.uint64)
    keys, pair_keys = mix_site(lines.keys, mixed), mix_site(lines.pair_keys, mixed[:-1])
    evidence = table.find(keys, site != NO_SITE)
    pair_evidence = table.find(pair_keys, (site != NO_SITE)[:-1] & lines.is_pair)
    runs = find_runs(lines, (pair_evidence >= 0) & (evidence[:-1] >= 0) & (evidence[1:] >= 0))
    was_furniture = table.was_furniture(evidence)
    has_sentence_share = was_furniture | table.has_share(keys, site, _SENTENCE_SHARE)
    has_short_share = was_furniture | table.has_share(keys, site, _SHORT_SHARE)
    is_sure = _select_sure(runs, lines.is_label, has_sentence_share, has_short_share)
    is_alone = (evidence >= 0) & ~is_sure & (table.was_marked(evidence) | table.has_share(keys, site, _ALONE_SHARE, _ALONE_PAGES))
    goes = runs.is_in_pair & is_sure[:-1] & is_sure[1:]
    return Verdicts(evidence, is_sure, is_alone, np.where(goes, pair_evidence, -1))


def _select_sure(runs: RunLines, is_label: Mask, has_sentence_share: Mask, has_short_share: Mask) -> Mask:
    """Return which lines go: labels in long runs, sentences there and labels in short runs where enough pages have them."""
    chosen: Mask = (runs.is_in_long & (is_label | has_sentence_share)) | (runs.is_in_short & is_label & has_short_share)
    return chosen
