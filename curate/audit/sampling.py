"""Removals drawn at random to be read by a person, and what their answers say of all.

The order of the draw is a lot from the revision and the place, so that everybody
draws the same, a larger sample begins with the smaller, and the removals of one
stratum are drawn at random as well.  What is counted is the longest run of answers
from the first drawn on, of all and of each stratum: answers picked otherwise, as
those of a narrower sample, say nothing of the whole.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from curate.audit import reading, reviews
from curate.audit.bound import CONFIDENCE, most_wrong
from curate.audit.reviews import Passage, Reviews
from curate.decisions import DROP
from curate.digest import digest_json
from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store.cleaned import Cleaned

Audited = Iterable[tuple[Cleaned, Iterable[Edit]]]


@dataclass(frozen=True, slots=True, order=True)
class Drawn:
    """A removal that was drawn; `lot` is its place in the order, `verdict` empty until somebody answers."""

    lot: str
    edit: Edit = field(compare=False)
    passage: Passage = field(compare=False)
    verdict: str = field(compare=False)

    @property
    def stratum(self) -> str:
        return stratum(self.edit)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a stratum, or of all: `read` of `removals`, of which `wrong` should have stayed."""

    removals: int
    read: int
    wrong: int

    @property
    def at_most(self) -> int:
        """How many of the removals may be wrong at most, at 95 %."""
        return most_wrong(self.removals, self.read, self.wrong)

    def as_json(self) -> dict[str, Any]:
        share = round(self.at_most / self.removals, 4) if self.removals else 0.0
        counts = {"removals": self.removals, "read": self.read, "wrong": self.wrong}
        return {**counts, "at_most_wrong": self.at_most, "at_most_share": share, "confidence": CONFIDENCE}


@dataclass(frozen=True, slots=True)
class Sample:
    """The removals to read, in the order of their strata; `whole` is what is known of all, `strata` of each."""

    drawn: Sequence[Drawn]
    whole: Found
    strata: dict[str, Found]


def stratum(edit: Edit) -> str:
    """Return the category of a removal, with a question mark where it is doubtful."""
    return category_of(edit.rule) + ("?" if reading.is_doubtful(edit) else "")


def sample(audited: Audited, revision: str, size: int, known: Reviews) -> Sample:
    """Draw `size` removals at random, and the first of each stratum that is not among them.

    Mere white space and what a person dropped are not drawn.  Of the documents,
    which pass by once, as many removals as may be asked about are in memory.
    """
    most = size + len(known.verdicts) + 1  # behind these, no answer counts
    shelves: dict[str, list[tuple[int, str, Drawn]]] = {}
    counts: dict[str, int] = {}
    for one in _removals(audited, revision, known):
        shelf = shelves.setdefault(one.stratum, [])
        counts[one.stratum] = counts.get(one.stratum, 0) + 1
        heapq.heappush(shelf, (-int(one.lot, 16), one.lot, one))
        if len(shelf) > most:
            heapq.heappop(shelf)
    strata = {name: sorted(one for *_, one in shelf) for name, shelf in shelves.items()}
    everything = list(heapq.merge(*strata.values()))[:most]
    chosen = everything[:size]
    unseen = strata.keys() - {one.stratum for one in chosen}
    chosen += [strata[name][0] for name in unseen if size]
    return Sample(
        sorted(chosen, key=lambda one: (one.stratum, one.lot)),
        _found(sum(counts.values()), everything),
        {name: _found(counts[name], strata[name]) for name in sorted(strata)},
    )


def _found(removals: int, drawn: Iterable[Drawn]) -> Found:
    read = list(takewhile(bool, (one.verdict for one in drawn)))
    return Found(removals, len(read), read.count("wrong"))


def _removals(audited: Audited, revision: str, known: Reviews) -> Iterator[Drawn]:
    for document, edits in audited:
        for edit in edits:
            if edit.before.strip() and not edit.after.strip() and edit.rule != DROP:
                about = reviews.passage(document.id, document.source, edit)
                yield Drawn(digest_json([revision, document.id, edit.start]), edit, about, known.verdicts.get(about, ""))


def sentence(found: Found, of: str = "") -> str:
    """Say what was found.

    >>> sentence(Found(412, 60, 0))
    '60 of 412 removals read, 0 wrong: at most 4.4 % wrong (18) at 95 %'
    """
    noun = f"{of} removals" if of else "removals"
    share = -(-1000 * found.at_most // max(1, found.removals)) / 10  # rounded up: it is a bound
    bound = f"at most {share:.1f} % wrong ({found.at_most:,}) at 95 %" if found.removals else "nothing was removed"
    return f"{found.read:,} of {found.removals:,} {noun} read, {found.wrong:,} wrong: {bound}"


def cited(audited: Audited, revision: str, known: Reviews) -> tuple[str, ...]:
    """Return what readers of a sample of this revision found, as its exports say it; nothing if none was read."""
    if revision not in known.revisions:
        return ()
    whole = sample(audited, revision, 0, known).whole
    return (f"{sentence(whole)} (drawn at random, exact bound).",) if whole.read else ()
