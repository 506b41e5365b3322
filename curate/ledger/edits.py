"""Edits: the only way in which `curate` changes a text.

An edit says: between these two offsets of a text, `before` becomes `after`,
because of this rule.  Offsets count Unicode code points, start at 0, and the
end is exclusive, like Python slices.

    >>> source = "Share this!  It rained."
    >>> edits = (Edit(0, 13, "Share this!  ", "", rule="en.share"),)
    >>> apply(source, edits)
    'It rained.'
    >>> revert("It rained.", edits) == source
    True

Edits of one text are sorted and never overlap, so they are independent: leave
any of them out and the rest still apply.  An edit replaces at least one
character; to insert, replace a neighbouring character as well.  (Two bare
insertions at one offset would have no order.)

An edit may absorb earlier ones, for example when a passage is removed after
its mojibake was repaired.  `via` holds the absorbed edits unchanged, so that
`veto` can reinstate them.  This module needs only the standard library and may
be used alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass


class EditError(ValueError):
    """The edits do not fit the text, or each other."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `before`, at `start` to `end`, becomes `after`.

    `confidence` is that of the proposer, from 0 to 1.  `via` holds the earlier
    edits that this one absorbed: disjoint, sorted, within `start` to `end`, and
    in offsets of the same text.  Raises EditError if the span does not fit
    `before`, or if nothing would change.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    reason: str = ""
    confidence: float = 1.0
    via: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.before) != self.end - self.start:
            raise EditError(f"{self.rule}: {self.start}-{self.end} is not the span of {self.before!r}")
        if self.before == self.after:
            raise EditError(f"{self.rule}: changes nothing at {self.start}")

    @property
    def growth(self) -> int:
        """By how many characters the edit lengthens the text; negative if it shortens it."""
        return len(self.after) - (self.end - self.start)


def apply(source: str, edits: Sequence[Edit]) -> str:
    """Return `source` with all edits applied; raise EditError if one does not fit."""
    return _apply_replacements(source, [(e.start, e.before, e.after) for e in edits])


def revert(cleaned: str, edits: Sequence[Edit]) -> str:
    """Return the text that `edits` turned into `cleaned`; raise EditError if one does not fit."""
    return _apply_replacements(cleaned, [(start, e.after, e.before) for start, e in locate_in_edited_text(edits)])


def locate_in_edited_text(edits: Iterable[Edit]) -> Iterator[tuple[int, Edit]]:
    """Yield (offset, edit) for each edit, where the offset is that of its `after` in the edited text."""
    shift = 0
    for edit in edits:
        yield edit.start + shift, edit
        shift += edit.growth


def veto(edits: Iterable[Edit], unwanted: Callable[[Edit], bool]) -> tuple[Edit, ...]:
    """Return the edits without the unwanted ones; the edits that those absorbed (`via`) take their place.

    An unwanted edit in the `via` of a wanted one stays there, because the wanted
    one builds on it.

        >>> repair = Edit(0, 2, "Ã©", "é", "encoding.mojibake")
        >>> removal = Edit(0, 4, "Ã©t\\n", "", "fr.menu", via=(repair,))
        >>> [e.rule for e in veto([removal], lambda edit: edit.rule == "fr.menu")]
        ['encoding.mojibake']
    """
    remaining: list[Edit] = []
    for edit in edits:
        if unwanted(edit):
            remaining.extend(veto(edit.via, unwanted))
        else:
            remaining.append(edit)
    return tuple(remaining)


def _apply_replacements(text: str, replacements: Iterable[tuple[int, str, str]]) -> str:
    """Replace (start, old, new) in a text, in ascending order; raise EditError if one overlaps or does not fit."""
    parts: list[str] = []
    position = 0
    for start, old, new in replacements:
        if start < position:
            raise EditError(f"an edit at {start} begins before the last one ends, at {position}")
        end = start + len(old)
        if not text.startswith(old, start):
            raise EditError(f"expected {old!r} at {start}, found {text[start:end]!r}")
        parts += text[position:start], new
        position = end
    parts.append(text[position:])
    return "".join(parts)
