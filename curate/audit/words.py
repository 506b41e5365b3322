"""Two versions of a text, compared word by word: what is the same, what went, what came."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 4_000_000  # pairs of words, or of like lines, that are compared; longer stretches count as changed whole
_SHORT = 40  # characters of a word that are shown on either side
_AROUND = 60  # characters of what is the same that are shown beside a change


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text.  Kinds: `same`, `out`, `in`, and `gap` for what is the same and left out."""

    kind: str
    text: str


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from `old` to `new`; without gaps, same and out are `old`, same and in are `new`.

    Words are never torn, and white space is compared as well.
    """
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Piece] = []
    for kind, past, now in _steps(*lines) if _likenesses(*lines) <= _MOST else [("replace", *lines)]:
        small = kind == "replace" and len(past) and len(now)
        for one in _by_words("".join(past), "".join(now)) if small else _pieces("".join(past), "".join(now), kind):
            if found and found[-1].kind == one.kind:
                found[-1] = Piece(one.kind, found[-1].text + one.text)
            else:
                found.append(one)
    return tuple(found)


def shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with a gap for whatever lies far from a change."""
    found: list[Piece] = []
    for index, one in enumerate(pieces):
        head = _AROUND if index else 0
        tail = _AROUND if index + 1 < len(pieces) else 0
        if one.kind != "same" or len(one.text) <= head + tail:
            found.append(one)
            continue
        left, right = _whole_words(one.text, head, tail)
        gap = Piece("gap", one.text[len(left) : len(one.text) - len(right)])
        found += [piece for piece in (Piece("same", left), gap, Piece("same", right)) if piece.text]
    return tuple(found)


def within_word(text: str, before: str, after: str) -> tuple[str, str]:
    """Return the rest of the word on either side of a change to `text`; nothing where it changes more than one word."""
    if len(text) >= _SHORT or not text.strip() or any(map(str.isspace, text)):
        return "", ""
    return _tail(before), _tail(after[::-1])[::-1]


def _tail(text: str) -> str:
    return re.search(r"\S*$", text)[0][-_SHORT:]  # type: ignore[index]


def _whole_words(text: str, head: int, tail: int) -> tuple[str, str]:
    left = text[:head].rpartition(" ")[0] or text[:head]
    right = text[len(text) - tail :]
    return left, right.partition(" ")[2] or right


def _by_words(old: str, new: str) -> Iterator[Piece]:
    past, now = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(past) * len(now) > _MOST:
        yield from _pieces(old, new, "replace")
        return
    for kind, a, b in _steps(past, now):
        yield from _pieces("".join(a), "".join(b), kind)


def _likenesses(past: Sequence[str], now: Sequence[str]) -> int:
    """Return how many pairs of like lines there are, which is what comparing takes time for."""
    counts = Counter(now)
    return sum(count * counts[line] for line, count in Counter(past).items())


def _steps(past: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    for kind, a, b, c, d in SequenceMatcher(None, past, now, autojunk=False).get_opcodes():
        yield kind, past[a:b], now[c:d]


def _pieces(old: str, new: str, kind: str) -> Iterator[Piece]:
    if kind == "equal":
        yield Piece("same", old)
        return
    if old:
        yield Piece("out", old)
    if new:
        yield Piece("in", new)
