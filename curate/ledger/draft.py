"""A draft: a source text and the edits accepted so far.

Cleaners read `draft.text`, where the earlier edits are already made, and
propose edits to it.  `draft.revise` lifts those proposals back onto the source,
so that however long the chain, one flat list of edits leads from the source to
the cleaned text.

    >>> draft = Draft("cafÃ© !!").revise([Edit(3, 5, "Ã©", "é", rule="any.mojibake")])
    >>> draft = draft.revise([Edit(4, 5, " ", "", rule="fr.space-before-mark")])
    >>> draft.text, [(e.start, e.end, e.rule) for e in draft.edits]
    ('café!!', [(3, 5, 'any.mojibake'), (5, 6, 'fr.space-before-mark')])

A proposal that touches what an earlier edit wrote absorbs that edit, whole,
into its `via`:

    >>> draft = draft.revise([Edit(0, 4, "café", "", rule="any.name")])
    >>> [(e.before, e.rule, [v.rule for v in e.via]) for e in draft.edits]
    [('cafÃ©', 'any.name', ['any.mojibake']), (' ', 'fr.space-before-mark', [])]
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from curate.ledger.edits import Edit, apply, placed
from curate.text.segment import Span, segment


@dataclass(frozen=True)
class Draft:
    """`source`, and `edits` of it: sorted, disjoint, in source offsets."""

    source: str
    edits: tuple[Edit, ...] = ()

    @cached_property
    def text(self) -> str:
        """The source with all edits made."""
        return apply(self.source, self.edits)

    @cached_property
    def spans(self) -> list[Span]:
        """The passages of the text, which tile it."""
        return segment(self.text)

    def revise(self, proposals: Iterable[Edit]) -> Draft:
        """Return the draft with `proposals`, edits of `self.text`, made as well.

        Raises EditError if a proposal does not fit the text or overlaps another.
        """
        new = sorted(proposals, key=_start)
        if not new:
            return self
        text = apply(self.text, new)  # raises if they do not fit
        if not self.edits:  # nothing to lift them over
            return self._revised(tuple(new), text)
        old = deque(Placed(start, edit) for start, edit in placed(self.edits))
        edits: list[Edit] = []
        shift = 0  # how much longer the draft's text is than the source, up to here
        knot: Knot | None = None
        for proposal in new:
            if knot is None or proposal.start >= knot.end:
                shift += knot.close(edits) if knot else 0
                while old and old[0].end <= proposal.start:
                    edits.append(old.popleft().edit)
                    shift += edits[-1].growth
                knot = Knot(self, shift, proposal.start)
            met = []
            while old and old[0].meets(proposal):
                met.append(old.popleft())
            knot.tie(proposal, met)
        assert knot is not None
        knot.close(edits)
        return self._revised((*edits, *(o.edit for o in old)), text)

    def _revised(self, edits: tuple[Edit, ...], text: str) -> Draft:
        revised = replace(self, edits=edits)
        revised.__dict__["text"] = text  # it is known already
        return revised

    @cached_property
    def seams(self) -> list[int]:
        """Where in the text an edit took something out and left nothing, ascending.

        A proposal that spans a seam absorbs the deletion.  Where that would hide
        a removal behind a mere tidying, propose on either side of the seam.
        """
        return sorted({start for start, edit in placed(self.edits) if not edit.after})

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest span of the source that became `text[start:end]`.

        What an edit wrote is traced to all that the edit replaced.
        """
        return self._to_source(start, left=True), self._to_source(end, left=False)

    def text_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text that `source[start:end]` became; empty where all of it went.

        What an edit wrote belongs to it as soon as any of what the edit replaced does.
        """
        starts, ends, shifts = self._places
        first = bisect_right(self.edits, start, key=_end)
        last = bisect_left(self.edits, end, key=_start)
        inside = first < len(starts) and self.edits[first].start < start
        left = starts[first] if inside else start + (shifts[first - 1] if first else 0)
        cut = last > 0 and self.edits[last - 1].end > end
        return left, ends[last - 1] if cut else end + (shifts[last - 1] if last else 0)

    @cached_property
    def _places(self) -> tuple[list[int], list[int], list[int]]:
        """Of each edit: where its `after` starts and ends in the text, and the shift after it."""
        starts, ends, shifts, shift = [], [], [], 0
        for start, edit in placed(self.edits):
            starts.append(start)
            ends.append(start + len(edit.after))
            shift += edit.growth
            shifts.append(shift)
        return starts, ends, shifts

    def _to_source(self, offset: int, left: bool) -> int:
        starts, ends, shifts = self._places
        # edits that lie wholly before the offset; a deletion right at it belongs outside the span
        done = bisect_right(ends, offset) if left else bisect_left(ends, offset)
        if done < len(starts) and starts[done] < offset < ends[done]:
            return self.edits[done].start if left else self.edits[done].end
        if not left and done < len(starts) and starts[done] < offset == ends[done]:
            return self.edits[done].end
        return offset - (shifts[done - 1] if done else 0)


@dataclass(slots=True)
class Placed:
    """An earlier edit, and where its `after` stands in the draft's text.  Never changed; not frozen, because that is slow to make."""

    start: int
    edit: Edit

    @property
    def end(self) -> int:
        return self.start + len(self.edit.after)

    def meets(self, new: Edit) -> bool:
        """Does `new` touch what this edit wrote, or span the seam it left by deleting?"""
        if not self.edit.after:
            return new.start < self.start < new.end
        return new.start < self.end and self.start < new.end


_DEEP = 8  # edits one within the other that a knot ties, at most


class Knot:
    """New edits and the old ones they meet, tied one after another into one edit of the source.

    Edits of one rule become one.  One of another rule absorbs the edit tied so
    far, so that taking it back leaves the one before it; a text made so that
    this would go on and on has the rest in the last.
    """

    def __init__(self, draft: Draft, shift: int, start: int) -> None:
        self.draft, self.shift = draft, shift
        self.start = self.end = start  # in the draft's text
        self.done = start  # up to here the new edits are made
        self.grown = 0  # by the old edits in the knot
        self.depth = 0
        self.parts: list[str] = []  # what stands between start and done, with the new edits made
        self.last: Edit | None = None
        self.via: list[Edit] = []

    def tie(self, new: Edit, met: list[Placed]) -> None:
        """Make `new` as well, which meets the old edits `met`."""
        if self.last and self.last.rule != new.rule and self.depth < _DEEP:
            self.via = [tied] if (tied := self._tied()) else []
            self.depth += 1
        if met and met[0].start < self.start:  # only the first new edit can begin inside an old one
            self.start = self.done = met[0].start
        self.end = max(new.end, met[-1].end if met else 0, self.end)
        self.parts += self.draft.text[self.done : new.start], new.after
        self.done = new.end
        self.grown += sum(o.edit.growth for o in met)
        self.via += (*(o.edit for o in met), *new.via)
        self.last = new

    def _tied(self) -> Edit | None:
        """Return all that was tied as one edit, or None if together it changes nothing."""
        assert self.last
        first, last = self.start - self.shift, self.end - self.shift - self.grown
        before = self.draft.source[first:last]
        after = "".join((*self.parts, self.draft.text[self.done : self.end]))
        return None if before == after else replace(self.last, start=first, end=last, before=before, after=after, via=tuple(self.via))

    def close(self, edits: list[Edit]) -> int:
        """Hand over the tied edit, and return how much the old edits in it had grown the text."""
        if edit := self._tied():
            edits.append(edit)
        return self.grown


def _start(edit: Edit) -> int:
    return edit.start


def _end(edit: Edit) -> int:
    return edit.end
