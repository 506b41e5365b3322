"""Find the furniture of pages in their runs: neighbouring lines that many pages of the site have in the same order.

A menu, a share bar, a comment policy and a footer are runs of short lines.  A refrain, a salutation, a formula, a fixed heading
or the title of a column recurs alone, or with running text around it.  A list whose entries the page takes up again is its
table of contents, or its agenda.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from curate.duplicates.hashing import I64
from curate.sites.lines import Lines

Mask = npt.NDArray[np.bool_]


_LONG, _LONG_LABELS = 8, 5  # different lines, and labels among them, of a run that shows a site's furniture by itself
_SHORT, _SHORT_LABELS = 5, 5  # the same beside a long run on the same page
_MAX_RESUMED = 0.5  # of the labels of a run that the page may have elsewhere


@dataclass(frozen=True, slots=True)
class RunLines:
    """For each line of a file, whether it stands in a long run or a short one beside it; and which pairs make up such runs."""

    is_in_long: Mask
    is_in_short: Mask
    is_in_pair: Mask  # by pair: each line but the last with the one after it


def find_runs(lines: Lines, is_stable: Mask) -> RunLines:
    """Return the lines of some documents that stand in runs; `is_stable` says which pairs many pages of the site have."""
    count = len(lines.keys)
    nothing = np.zeros(count, np.bool_)
    if not is_stable.any():
        return RunLines(nothing, nothing, np.zeros(max(0, count - 1), np.bool_))
    run = _number_runs(lines, is_stable)
    size, labels, resumed = _measure_runs(lines, run)
    is_no_contents = resumed <= _MAX_RESUMED * labels
    is_long = is_no_contents & (size >= _LONG) & (labels >= _LONG_LABELS)
    has_long = np.zeros(int(lines.document[-1]) + 1, np.bool_)
    has_long[lines.document[(run >= 0) & is_long[run]]] = True
    is_in_long = (run >= 0) & is_long[run]
    is_short = is_no_contents & (size >= _SHORT) & (labels >= _SHORT_LABELS)
    is_in_short = (run >= 0) & is_short[run] & has_long[lines.document] & ~is_in_long
    chosen = is_in_long | is_in_short
    return RunLines(is_in_long, is_in_short, is_stable & chosen[:-1] & chosen[1:])


def _number_runs(lines: Lines, is_stable: Mask) -> I64:
    """Return the number of the run of each line, -1 outside of runs."""
    count = len(lines.keys)
    in_stretch = np.zeros(count, np.bool_)
    in_stretch[:-1] |= is_stable
    in_stretch[1:] |= is_stable
    members = np.flatnonzero(in_stretch)
    is_new = np.ones(len(members), np.bool_)
    is_new[1:] = (np.diff(members) > 1) | (lines.document[members[1:]] != lines.document[members[:-1]])
    run = np.full(count, -1, np.int64)
    run[members] = np.cumsum(is_new) - 1
    return run


def _measure_runs(lines: Lines, run: I64) -> tuple[I64, I64, I64]:
    """Return of each run how many different lines it has, how many of them are labels, and how many of these stand outside of runs, too."""
    members = np.flatnonzero(run >= 0)
    count = int(run.max()) + 1
    order = members[np.lexsort((lines.keys[members], run[members]))]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = (run[order[1:]] != run[order[:-1]]) | (lines.keys[order[1:]] != lines.keys[order[:-1]])
    distinct = order[is_new]
    labels = distinct[lines.is_label[distinct]]
    outside = np.flatnonzero(run < 0)
    resumed = labels[np.isin(_key_in_document(lines, labels), _key_in_document(lines, outside))]
    return tuple(np.bincount(run[one], minlength=count).astype(np.int64) for one in (distinct, labels, resumed))  # type: ignore[return-value]


def _key_in_document(lines: Lines, rows: I64) -> npt.NDArray[np.uint64]:
    return lines.keys[rows] ^ (lines.document[rows].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
