"""Split a document into the pieces that the page shows: source text in order, kept, changed or suspicious.

A piece is a string (kept text), a number (how many kept characters are not
shown), or a table.  Keys of an edit: `b` before, `a` after, `o` offset in the
source, `r` rule, `y` reason, `c` confidence, `k` risk, `n` its grounds, `w`
words, `v` the edits it absorbed as [rule, before, after], `t` the original as
[document, offset], `cut` how many characters of `before` are not shown.  Keys of
a suspicion: `s` the text, `o`, `h` its kind, `y`.  Rules, reasons, grounds and
kinds are numbers in a `NameTable`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from curate.audit.risk import score_risk
from curate.audit.suspicions import Suspicion
from curate.ledger.edits import Edit
from curate.store.cleaned_document import Cleaned

MAX_SHOWN = 40_000  # characters of a stretch of text; of kept text, half from its start and half from its end
_ORIGINAL = re.compile(r" (?:as|stand in) (.+?):(\d+)(?: \(only (?:here|there): .*\))?\.$")
_ORIGINAL_HERE = re.compile(r"^The same words stand at (\d+) of this document\.$")

Piece = str | int | dict[str, Any]


class NameTable:
    """Number names in the order in which they first occur, so that each is stored once; 0 stands for no name."""

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def names(self) -> list[str]:
        return list(self._numbers)


def split_document(document: Cleaned, suspicions: Sequence[Suspicion], names: NameTable) -> list[Piece]:
    """Return the pieces of a document; joined, their texts are its source text, less the characters that are not shown."""
    pieces: list[Piece] = []
    at = 0
    marks: list[Edit | Suspicion] = sorted((*document.edits, *suspicions), key=lambda mark: mark.start)
    for mark in marks:
        pieces += _kept_pieces(document.source[at : mark.start])
        pieces.append(_edit_piece(document, mark, names) if isinstance(mark, Edit) else _suspicion_piece(document, mark, names))
        at = mark.end
    return [*pieces, *_kept_pieces(document.source[at:])]


def _kept_pieces(text: str) -> list[Piece]:
    if len(text) <= MAX_SHOWN:
        return [text] if text else []
    half = MAX_SHOWN // 2
    return [text[:half], len(text) - MAX_SHOWN, text[-half:]]


def _edit_piece(document: Cleaned, edit: Edit, names: NameTable) -> Piece:
    score, grounds = score_risk(edit)
    piece: dict[str, Any] = {"b": edit.before, "o": edit.start, "r": names.number(edit.rule), "c": edit.confidence, "k": score}
    piece["w"] = len(edit.before.split())
    if len(edit.before) > MAX_SHOWN:
        piece |= {"b": edit.before[:MAX_SHOWN], "cut": len(edit.before) - MAX_SHOWN}
    optional = {
        "a": edit.after,
        "y": names.number(edit.reason) if edit.reason else 0,
        "n": [names.number(ground) for ground in grounds],
        "v": [[names.number(one.rule), one.before[:MAX_SHOWN], one.after] for one in edit.via],
        "t": parse_original(document.id, edit.reason),
    }
    return piece | {key: value for key, value in optional.items() if value}


def _suspicion_piece(document: Cleaned, one: Suspicion, names: NameTable) -> Piece:
    piece = {"s": document.source[one.start : one.end], "o": one.start, "h": names.number(one.kind), "y": names.number(one.why)}
    return piece | ({"t": original} if (original := parse_original(document.id, one.why)) else {})


def parse_original(document: str, reason: str) -> list[str | int]:
    """Return the document and offset of the original that a reason names; empty if it names none.

    >>> parse_original("a.txt", "97% the same word 5-grams as b.txt:120.")
    ['b.txt', 120]
    >>> parse_original("a.txt", "97% the same word 5-grams as b.txt:120 (only here: at 5:30; only there: noon).")
    ['b.txt', 120]
    """
    if here := _ORIGINAL_HERE.search(reason):
        return [document, int(here[1])]
    match = _ORIGINAL.search(reason)
    return [match[1], int(match[2])] if match else []
