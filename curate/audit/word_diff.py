"""Compare two versions of a text word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MAX_PAIRS = 4_000_000  # pairs of words, or of equal lines, to compare; a longer stretch counts as changed altogether
_MAX_WORD = 40  # characters of a word that are shown on either side of a change
_CONTEXT = 60  # unchanged characters that are shown on either side of a change


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A stretch of text.  Kinds: `same`, `out` (deleted), `in` (inserted), `gap` (unchanged and not shown)."""

    kind: str
    text: str


def diff_words(old: str, new: str) -> tuple[DiffPiece, ...]:
    """Return the pieces of both texts: `same` and `out` joined are `old`, `same` and `in` joined are `new`.

    No piece splits a word.  White space counts.
    """
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    is_small = _count_equal_pairs(old_lines, new_lines) <= _MAX_PAIRS
    merged: list[DiffPiece] = []
    for kind, old_part, new_part in _opcodes(old_lines, new_lines) if is_small else [("replace", old_lines, new_lines)]:
        for piece in _diff_lines("".join(old_part), "".join(new_part), kind):
            if merged and merged[-1].kind == piece.kind:
                merged[-1] = DiffPiece(piece.kind, merged[-1].text + piece.text)
            else:
                merged.append(piece)
    return tuple(merged)


def collapse_unchanged(pieces: Sequence[DiffPiece]) -> tuple[DiffPiece, ...]:
    """Return the pieces with a gap in place of unchanged text that is far from any change."""
    collapsed: list[DiffPiece] = []
    for index, piece in enumerate(pieces):
        head = _CONTEXT if index else 0
        tail = _CONTEXT if index + 1 < len(pieces) else 0
        if piece.kind != "same" or len(piece.text) <= head + tail:
            collapsed.append(piece)
            continue
        left, right = _context_words(piece.text, head, tail)
        gap = DiffPiece("gap", piece.text[len(left) : len(piece.text) - len(right)])
        collapsed += [one for one in (DiffPiece("same", left), gap, DiffPiece("same", right)) if one.text]
    return tuple(collapsed)


def rest_of_word(text: str, before: str, after: str) -> tuple[str, str]:
    """Return the rest of the word on either side of a changed `text`; empty if the change is not within one word."""
    if len(text) >= _MAX_WORD or not text.strip() or any(map(str.isspace, text)):
        return "", ""
    return _last_word(before), _last_word(after[::-1])[::-1]


def _last_word(text: str) -> str:
    return re.search(r"\S*$", text)[0][-_MAX_WORD:]  # type: ignore[index]


def _context_words(text: str, head: int, tail: int) -> tuple[str, str]:
    left = text[:head].rpartition(" ")[0] or text[:head]
    right = text[len(text) - tail :]
    return left, right.partition(" ")[2] or right


def _diff_lines(old: str, new: str, kind: str) -> Iterator[DiffPiece]:
    """Yield the pieces of a group of lines; lines that replace others are compared word by word, unless they are too many."""
    old_tokens, new_tokens = (_TOKEN.findall(text) if kind == "replace" else [] for text in (old, new))
    if not old_tokens or not new_tokens or len(old_tokens) * len(new_tokens) > _MAX_PAIRS:
        yield from _make_pieces(old, new, kind)
        return
    for operation, old_part, new_part in _opcodes(old_tokens, new_tokens):
        yield from _make_pieces("".join(old_part), "".join(new_part), operation)


def _count_equal_pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many pairs of equal lines there are; comparing takes time in proportion."""
    counts = Counter(new)
    return sum(count * counts[line] for line, count in Counter(old).items())


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Yield the steps from one sequence to the other: `equal`, `replace`, `delete` or `insert`, and what each concerns."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind, old[a:b], new[c:d]


def _make_pieces(old: str, new: str, kind: str) -> Iterator[DiffPiece]:
    if kind == "equal":
        yield DiffPiece("same", old)
        return
    if old:
        yield DiffPiece("out", old)
    if new:
        yield DiffPiece("in", new)
