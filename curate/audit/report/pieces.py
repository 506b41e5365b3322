"""A document as the page shows it: pieces of source text in their order, kept, changed or suspicious.

A piece is a string (kept text), a number (so many kept characters that are
not shown), or a table.  Of an edit: `b` before, `a` after, `o` offset in the
source, `r` rule, `y` reason, `c` confidence, `k` risk, `n` its grounds, `w`
words, `v` what it absorbed as [rule, before, after], `t` its twin as
[document, offset], `cut` how many characters of `before` are not shown.  Of a
suspicion: `s` the text, `o`, `h` its kind, `y`.  Rules, reasons, grounds and
kinds are numbers of names that `Names` collects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from curate.audit.risk import risk
from curate.audit.suspicion import Suspicion
from curate.ledger.edits import Edit
from curate.store.cleaned import Cleaned

LONGEST = 40_000  # characters of a stretch that are shown, half from its start and half from its end
_TWIN = re.compile(r" (?:as|stand in) (.+?):(\d+)(?: \(only (?:here|there): .*\))?\.$")
_TWIN_HERE = re.compile(r"^The same words stand at (\d+) of this document\.$")

Piece = str | int | dict[str, Any]


class Names:
    """Names told once, each by its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def all(self) -> list[str]:
        return list(self._numbers)


def pieces(document: Cleaned, suspicions: Sequence[Suspicion], names: Names) -> list[Piece]:
    """Return the pieces of a document; joined, their texts are its source text, but for what is said to be left out."""
    found: list[Piece] = []
    at = 0
    marks: list[Edit | Suspicion] = sorted((*document.edits, *suspicions), key=lambda mark: mark.start)
    for mark in marks:
        found += _kept(document.source[at : mark.start])
        found.append(_edit(document, mark, names) if isinstance(mark, Edit) else _suspicion(document, mark, names))
        at = mark.end
    return [*found, *_kept(document.source[at:])]


def _kept(text: str) -> list[Piece]:
    if len(text) <= LONGEST:
        return [text] if text else []
    half = LONGEST // 2
    return [text[:half], len(text) - LONGEST, text[-half:]]


def _edit(document: Cleaned, edit: Edit, names: Names) -> Piece:
    score, grounds = risk(edit)
    piece: dict[str, Any] = {"b": edit.before, "o": edit.start, "r": names(edit.rule), "c": edit.confidence, "k": score}
    piece["w"] = len(edit.before.split())
    if len(edit.before) > LONGEST:
        piece |= {"b": edit.before[:LONGEST], "cut": len(edit.before) - LONGEST}
    more = {
        "a": edit.after,
        "y": names(edit.reason) if edit.reason else 0,
        "n": [names(ground) for ground in grounds],
        "v": [[names(one.rule), one.before[:LONGEST], one.after] for one in edit.via],
        "t": twin(document.id, edit.reason),
    }
    return piece | {key: value for key, value in more.items() if value}


def _suspicion(document: Cleaned, one: Suspicion, names: Names) -> Piece:
    piece = {"s": document.source[one.start : one.end], "o": one.start, "h": names(one.kind), "y": names(one.why)}
    return piece | ({"t": found} if (found := twin(document.id, one.why)) else {})


def twin(document: str, reason: str) -> list[str | int]:
    """Return the document and offset that a reason says is the original, or nothing.

    >>> twin("a.txt", "97% the same word 5-grams as b.txt:120.")
    ['b.txt', 120]
    >>> twin("a.txt", "97% the same word 5-grams as b.txt:120 (only here: at 5:30; only there: noon).")
    ['b.txt', 120]
    """
    if here := _TWIN_HERE.search(reason):
        return [document, int(here[1])]
    found = _TWIN.search(reason)
    return [found[1], int(found[2])] if found else []
