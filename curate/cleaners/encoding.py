"""Encoding: mojibake repaired, characters that nobody can see removed.

Only ftfy's encoding steps are used; its defaults would straighten German
quotation marks and widen CJK punctuation.  Zero-width joiners are part of
emoji and of Persian and Indic spelling and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curate.context import Context
from curate.draft import Draft
from curate.edits import Edit

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\xad\u200b\u2060\ufeff]")
_NAMES = {
    "\xad": ("encoding.soft-hyphen", "A soft hyphen: an invisible mark of where a word may break."),
    "\u200b": ("encoding.zero-width", "A zero-width space: invisible, and it splits words in searches."),
    "\u2060": ("encoding.zero-width", "A word joiner: invisible, and it hides words from searches."),
    "\ufeff": ("encoding.byte-order-mark", "A byte order mark, which is no text."),
}
_HIGH = re.compile("[^\x00-\x7f]")
_LINE = re.compile("[^\n]+")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose repairs of mojibake, line by line, and the removal of invisible characters.

    Wrong for text *about* mojibake where it stands alone in a long line of
    nothing else; examples in running prose are left.
    """
    if not context.config.normalise.encoding or not (_HIGH.search(draft.text) or _INVISIBLE.search(draft.text)):
        return
    for match in _LINE.finditer(draft.text):
        line = match.group()
        repaired = list(_mojibake(line, match.start())) if _HIGH.search(line) else []
        yield from repaired
        for mark in _INVISIBLE.finditer(line):
            at = match.start() + mark.start()
            if not any(e.start <= at < e.end for e in repaired):
                rule, reason = _NAMES.get(mark.group(), ("encoding.control", f"A control character, U+{ord(mark.group()):04X}."))
                yield Edit(at, at + 1, mark.group(), "", rule, reason)


def _mojibake(line: str, offset: int) -> Iterator[Edit]:
    from ftfy import fix_encoding  # takes a moment to import; most text never needs it
    from ftfy.badness import is_bad

    if not is_bad(line):
        return
    fixed = fix_encoding(line)
    if fixed == line:
        return
    for start, end, after in differences(line, fixed):
        before = line[start:end]
        yield Edit(offset + start, offset + end, before, after, "encoding.mojibake", f"{after!r} in a wrong encoding.")


def differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and replacement of what differs, word by word and as small as can be.

    Words are compared in pairs where both texts have as many, which holds for
    repairs of encoding; else the stretch between the first and last difference
    is one replacement.
    """
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new):
        old, new = [before], [after]
    at = 0
    for a, b in zip(old, new, strict=True):
        if a != b:
            left = _common(a, b)
            right = _common(a[left:][::-1], b[left:][::-1])
            if left + right == len(a):  # it only grows: take a neighbour along
                left, right = (left - 1, right) if left else (left, right - 1)
            yield at + left, at + len(a) - right, b[left : len(b) - right]
        at += len(a) + 1


def _common(a: str, b: str) -> int:
    """Return the length of the longest common beginning."""
    for index, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return index
    return min(len(a), len(b))
