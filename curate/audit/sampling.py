"""Draw removals at random for review, and estimate from the verdicts how many of all are wrong.

The order of the draw depends only on the revision and the place of each removal.
So everybody draws the same sample, a larger sample begins with the smaller one,
and the removals of each stratum are in random order as well.  The estimate counts
the verdicts from the first removal drawn up to the first without a verdict, for
all removals and for each stratum.  Verdicts on removals chosen otherwise, such as
those of a sample of one category, tell nothing about the whole.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from curate.audit.error_bound import CONFIDENCE, upper_bound
from curate.audit.filters import is_doubtful
from curate.audit.load import DocumentEdits
from curate.audit.reviews import RemovalAnchor, Reviews, anchor_removal
from curate.decisions import DROP_RULE
from curate.digest import digest_json
from curate.ledger.edits import Edit
from curate.rules.registry import category_of


@dataclass(frozen=True, slots=True, order=True)
class SampledRemoval:
    """A removal in the order of the draw, which `lot` gives; `verdict` is empty until somebody has reviewed it."""

    lot: str
    edit: Edit = field(compare=False)
    anchor: RemovalAnchor = field(compare=False)
    verdict: str = field(compare=False)

    @property
    def stratum(self) -> str:
        """The category of the removal, with a question mark if it is doubtful."""
        return category_of(self.edit.rule) + ("?" if is_doubtful(self.edit) else "")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the verdicts tell about a number of removals: `wrong` of the `reviewed` ones should have stayed."""

    removals: int
    reviewed: int
    wrong: int

    @property
    def max_wrong(self) -> int:
        """How many of the removals are wrong at most, at 95 % confidence."""
        return upper_bound(self.removals, self.reviewed, self.wrong)

    def as_json(self) -> dict[str, Any]:
        share = round(self.max_wrong / self.removals, 4) if self.removals else 0.0
        counts = {"removals": self.removals, "read": self.reviewed, "wrong": self.wrong}
        return {**counts, "at_most_wrong": self.max_wrong, "at_most_share": share, "confidence": CONFIDENCE}

    def __str__(self) -> str:
        """Return the estimate as a sentence.

        >>> str(Estimate(412, 60, 0))
        '60 of 412 removals read, 0 wrong: at most 4.4 % wrong (18) at 95 %'
        """
        share = -(-1000 * self.max_wrong // max(1, self.removals)) / 10  # rounded up: it is a bound
        bound = f"at most {share:.1f} % wrong ({self.max_wrong:,}) at 95 %" if self.removals else "nothing was removed"
        return f"{self.reviewed:,} of {self.removals:,} removals read, {self.wrong:,} wrong: {bound}"


@dataclass(frozen=True, slots=True)
class Sample:
    """The removals to review, sorted by stratum, and the estimates for all removals and for each stratum."""

    removals: Sequence[SampledRemoval]
    overall: Estimate
    strata: dict[str, Estimate]


def draw_sample(documents: DocumentEdits, revision: str, size: int, reviews: Reviews) -> Sample:
    """Draw `size` removals at random, and the first of each stratum that is not among them.

    White space and the drops of people are not drawn.  Documents come in a stream;
    memory holds as many removals of each stratum as can be asked about.
    """
    capacity = size + len(reviews.verdicts) + 1  # no verdict behind these counts
    heaps: dict[str, list[tuple[int, str, SampledRemoval]]] = {}
    counts: dict[str, int] = {}
    for one in _removals(documents, revision, reviews):
        heap = heaps.setdefault(one.stratum, [])
        counts[one.stratum] = counts.get(one.stratum, 0) + 1
        heapq.heappush(heap, (-int(one.lot, 16), one.lot, one))
        if len(heap) > capacity:
            heapq.heappop(heap)
    strata = {name: sorted(one for *_, one in heap) for name, heap in heaps.items()}
    drawn = list(heapq.merge(*strata.values()))[:capacity]
    chosen = drawn[:size]
    missing = strata.keys() - {one.stratum for one in chosen}
    chosen += [strata[name][0] for name in missing if size]
    return Sample(
        sorted(chosen, key=lambda one: (one.stratum, one.lot)),
        _estimate(sum(counts.values()), drawn),
        {name: _estimate(counts[name], strata[name]) for name in sorted(strata)},
    )


def _estimate(removals: int, drawn: Iterable[SampledRemoval]) -> Estimate:
    verdicts = list(takewhile(bool, (one.verdict for one in drawn)))
    return Estimate(removals, len(verdicts), verdicts.count("wrong"))


def _removals(documents: DocumentEdits, revision: str, reviews: Reviews) -> Iterator[SampledRemoval]:
    for document, edits in documents:
        for edit in edits:
            if edit.before.strip() and not edit.after.strip() and edit.rule != DROP_RULE:
                anchor = anchor_removal(document.id, document.source, edit)
                lot = digest_json([revision, document.id, edit.start])
                yield SampledRemoval(lot, edit, anchor, reviews.verdicts.get(anchor, ""))


def cite_estimate(documents: DocumentEdits, revision: str, reviews: Reviews) -> tuple[str, ...]:
    """Return the estimate for a revision as its exports cite it; nothing if nobody has reviewed a sample of it."""
    if revision not in reviews.revisions:
        return ()
    overall = draw_sample(documents, revision, 0, reviews).overall
    return (f"{overall} (drawn at random, exact bound).",) if overall.reviewed else ()
