"""A draft: a source text and the edits accepted so far.

Cleaners read `draft.text`, in which the earlier edits are already applied, and
propose edits to it.  `draft.revise` maps these proposals back to the source.
However long the chain of cleaners, one flat list of edits leads from the source
to the cleaned text.

    >>> draft = Draft("cafÃ© !!").revise([Edit(3, 5, "Ã©", "é", rule="any.mojibake")])
    >>> draft = draft.revise([Edit(4, 5, " ", "", rule="fr.space-before-mark")])
    >>> draft.text, [(e.start, e.end, e.rule) for e in draft.edits]
    ('café!!', [(3, 5, 'any.mojibake'), (5, 6, 'fr.space-before-mark')])

A proposal that overlaps the text which an earlier edit wrote absorbs that edit,
unchanged, into its `via`:

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

from curate.ledger.edits import Edit, apply, locate_in_edited_text
from curate.ledger.merge import EditMerge, LocatedEdit
from curate.text.segment import Span, segment


@dataclass(frozen=True)
class Draft:
    """A source text and its `edits`: sorted, disjoint, in source offsets."""

    source: str
    edits: tuple[Edit, ...] = ()

    @cached_property
    def text(self) -> str:
        """The source with all edits applied."""
        return apply(self.source, self.edits)

    @cached_property
    def spans(self) -> list[Span]:
        """The spans of the passages of the text, which tile it."""
        return segment(self.text)

    def revise(self, proposals: Iterable[Edit]) -> Draft:
        """Return the draft with `proposals`, edits of `self.text`, applied as well.

        Raises EditError if a proposal does not fit the text or overlaps another.
        """
        new = sorted(proposals, key=_start)
        if not new:
            return self
        text = apply(self.text, new)  # raises if they do not fit
        if not self.edits:  # offsets of the text are offsets of the source
            return self._with_edits(tuple(new), text)
        old = deque(LocatedEdit(start, edit) for start, edit in locate_in_edited_text(self.edits))
        edits: list[Edit] = []
        shift = 0  # how much longer the text is than the source, up to here
        merge: EditMerge | None = None
        for proposal in new:
            if merge is None or proposal.start >= merge.end:
                shift += merge.finish(edits) if merge else 0
                while old and old[0].end <= proposal.start:
                    edits.append(old.popleft().edit)
                    shift += edits[-1].growth
                merge = EditMerge(self.source, self.text, shift, proposal.start)
            overlapped = []
            while old and old[0].overlaps(proposal):
                overlapped.append(old.popleft())
            merge.add(proposal, overlapped)
        assert merge is not None
        merge.finish(edits)
        return self._with_edits((*edits, *(located.edit for located in old)), text)

    def _with_edits(self, edits: tuple[Edit, ...], text: str) -> Draft:
        draft = replace(self, edits=edits)
        draft.__dict__["text"] = text  # fills the cached property, as the text is already computed
        return draft

    @cached_property
    def deletion_offsets(self) -> list[int]:
        """The offsets in the text at which an edit deleted something and left nothing, ascending.

        A proposal that spans such an offset absorbs the deletion.  If that would
        hide a removal behind mere tidying, propose one edit on either side.
        """
        return sorted({start for start, edit in locate_in_edited_text(self.edits) if not edit.after})

    def map_to_source(self, start: int, end: int) -> Span:
        """Return the smallest span of the source that became `text[start:end]`.

        Text that an edit wrote maps to everything the edit replaced.
        """
        return self._source_offset(start, is_start=True), self._source_offset(end, is_start=False)

    def map_to_text(self, start: int, end: int) -> Span:
        """Return the span of the text that `source[start:end]` became; it is empty if all of it was deleted.

        What an edit wrote is included if any character that the edit replaced is.
        """
        starts, ends, shifts = self._edit_offsets
        first = bisect_right(self.edits, start, key=_end)
        last = bisect_left(self.edits, end, key=_start)
        starts_inside = first < len(starts) and self.edits[first].start < start
        ends_inside = last > 0 and self.edits[last - 1].end > end
        text_start = starts[first] if starts_inside else start + (shifts[first - 1] if first else 0)
        text_end = ends[last - 1] if ends_inside else end + (shifts[last - 1] if last else 0)
        return text_start, text_end

    @cached_property
    def _edit_offsets(self) -> tuple[list[int], list[int], list[int]]:
        """For each edit: where its `after` starts and ends in the text, and the shift behind it."""
        starts, ends, shifts, shift = [], [], [], 0
        for start, edit in locate_in_edited_text(self.edits):
            starts.append(start)
            ends.append(start + len(edit.after))
            shift += edit.growth
            shifts.append(shift)
        return starts, ends, shifts

    def _source_offset(self, offset: int, is_start: bool) -> int:
        """Return the source offset of the start, or the end, of a span of the text."""
        starts, ends, shifts = self._edit_offsets
        # edits that lie wholly before the offset; a deletion exactly at the offset is outside the span
        passed = bisect_right(ends, offset) if is_start else bisect_left(ends, offset)
        if passed < len(starts) and starts[passed] < offset < ends[passed]:
            return self.edits[passed].start if is_start else self.edits[passed].end
        if not is_start and passed < len(starts) and starts[passed] < offset == ends[passed]:
            return self.edits[passed].end
        return offset - (shifts[passed - 1] if passed else 0)


def _start(edit: Edit) -> int:
    return edit.start


def _end(edit: Edit) -> int:
    return edit.end
