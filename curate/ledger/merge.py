"""Merge new edits with the earlier edits of a draft that they overlap, as edits of the source."""

from __future__ import annotations

from dataclasses import dataclass, replace

from curate.ledger.edits import Edit


@dataclass(slots=True)
class LocatedEdit:
    """An earlier edit, and where its `after` starts in the draft's text.  Treat it as immutable; frozen dataclasses are slow to create."""

    start: int
    edit: Edit

    @property
    def end(self) -> int:
        return self.start + len(self.edit.after)

    def overlaps(self, new: Edit) -> bool:
        """Does `new` touch the text that this edit wrote, or span the offset at which it deleted something?"""
        if not self.edit.after:
            return new.start < self.start < new.end
        return new.start < self.end and self.start < new.end


_MAX_DEPTH = 8  # levels of nested edits that one merge creates


class EditMerge:
    """Merges new edits with the earlier edits they overlap into one edit of the source.

    New edits of one rule become one edit.  An edit of another rule absorbs the
    edit merged so far, so that undoing it reinstates that one.  At `_MAX_DEPTH`
    levels the remaining edits are merged without nesting.
    """

    def __init__(self, source: str, text: str, shift: int, start: int) -> None:
        """Begin a merge at `start` in the draft's text, which is `shift` characters longer than the source up to there."""
        self.source, self.text, self.shift = source, text, shift
        self.start = self.end = start  # in the draft's text
        self.position = start  # the new edits are applied up to here
        self.growth = 0  # of the text, by the absorbed edits
        self.depth = 0
        self.pieces: list[str] = []  # the text from start to position, with the new edits applied
        self.last: Edit | None = None
        self.via: list[Edit] = []

    def add(self, new: Edit, overlapped: list[LocatedEdit]) -> None:
        """Apply `new` as well, and absorb the earlier edits that it overlaps."""
        if self.last and self.last.rule != new.rule and self.depth < _MAX_DEPTH:
            self.via = [merged] if (merged := self._merged_edit()) else []
            self.depth += 1
        if overlapped and overlapped[0].start < self.start:  # only the first new edit can begin inside an earlier one
            self.start = self.position = overlapped[0].start
        self.end = max(new.end, overlapped[-1].end if overlapped else 0, self.end)
        self.pieces += self.text[self.position : new.start], new.after
        self.position = new.end
        self.growth += sum(located.edit.growth for located in overlapped)
        self.via += (*(located.edit for located in overlapped), *new.via)
        self.last = new

    def _merged_edit(self) -> Edit | None:
        """Return everything merged so far as one edit of the source, or None if it changes nothing."""
        assert self.last
        first, last = self.start - self.shift, self.end - self.shift - self.growth
        before = self.source[first:last]
        after = "".join((*self.pieces, self.text[self.position : self.end]))
        return None if before == after else replace(self.last, start=first, end=last, before=before, after=after, via=tuple(self.via))

    def finish(self, edits: list[Edit]) -> int:
        """Append the merged edit to `edits`, and return by how many characters the absorbed edits had lengthened the text."""
        if edit := self._merged_edit():
            edits.append(edit)
        return self.growth
