"""The one width to which a document's lines were filled, if it shows one.

A program that wraps text breaks a line only where the next word had no room.
So nearly all line breaks inside the paragraphs of a wrapped document fit one
width, and those of verse, lists and addresses fit none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from curate.text.segment import WRAP_WIDTHS, first_word
from curate.text.words import is_unspaced

_MOST = 2 / 3  # of a document's line breaks must fit the width
_VERSE = 2 / 3  # of the lines after a break; verse begins more of them with a capital, German prose fewer
# in characters: so few verses are as wide that one paragraph is enough; where no spaces stand, 40 is wide already
_WIDE = 58
_LEAST_BREAKS, _LEAST_NARROW = 2, 8
_CERTAIN = ((20, 0.75), (6, 0.95))  # so many line breaks, and which share of all must fit, of a wide text


@dataclass(frozen=True, slots=True)
class WrapWidth:
    """The width in characters, and whether so many line breaks fit it that no paragraph needs to prove it again."""

    characters: int
    certain: bool

    def fits(self, lines: Sequence[str]) -> bool:
        """Does each line of a paragraph end where its next word had no room, and is none of them said twice?"""
        return len(set(lines)) == len(lines) and all(len(line) in self._ends(after) for line, after in pairwise(lines))

    def _ends(self, after: str) -> range:
        return range(self.characters - len(first_word(after)), self.characters + 1)


def find_wrap_width(text: str) -> WrapWidth | None:
    """Return the width to which the lines of the whole document were filled; None if it shows none, or is verse.

    Wrong for prose poems that were typed to one width, which look like prose.
    """
    breaks = dict.fromkeys(pair for block in _blocks(text) for pair in pairwise(block))  # each once: a refrain has one length by itself
    capitals = sum(after.lstrip()[:1].isupper() for _, after in breaks)
    if len(breaks) < _LEAST_BREAKS or capitals > _VERSE * len(breaks):
        return None
    width, fitting = _best_width(breaks)
    unspaced = sum(is_unspaced(after.lstrip()[0]) for _, after in breaks) * 2 > len(breaks)
    if fitting < _MOST * len(breaks) or (width < _WIDE and fitting < _LEAST_NARROW and not unspaced):
        return None
    certain = width >= _WIDE and any(fitting >= max(least, share * len(breaks)) for least, share in _CERTAIN)
    return WrapWidth(width, certain)


def _best_width(breaks: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Return the width that the most line breaks fit, the largest of several, and how many they are."""
    changes = [0] * (WRAP_WIDTHS.stop + 1)  # by how much more breaks fit a width than the width before it
    for line, after in breaks:
        least, most = max(len(line), WRAP_WIDTHS.start), min(len(line) + len(first_word(after)), WRAP_WIDTHS.stop - 1)
        if least <= most:
            changes[least] += 1
            changes[most + 1] -= 1
    fitting = list(accumulate(changes))
    width = max(WRAP_WIDTHS, key=lambda one: (fitting[one], one))
    return width, fitting[width]


def _blocks(text: str) -> Iterable[list[str]]:
    """Yield the lines that stand together, without a blank line between them."""
    block: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            block.append(line.rstrip())
        else:
            yield block
            block = []
    yield block
