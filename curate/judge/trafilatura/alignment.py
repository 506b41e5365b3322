"""Which passages of a document stand in a text that was taken from it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_DROPPED = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")  # extractors leave these out
_GRAM = 4  # words that tell a place in a text; passages with fewer are short
_TRIES = 50  # places at which a passage is looked for
_COVERED = 0.8  # share of a passage's words, in runs of _GRAM, that stand for all of it

Words = tuple[str, ...]


def split_words(text: str) -> Words:
    """Return the words of a text, without case and without what extractors drop from within words."""
    return tuple(_WORD.findall(_DROPPED.sub("", text).lower()))


def align_texts(texts: Sequence[Words], output: str) -> set[int]:
    """Return the indices of the texts that stand in the output, each as often as it does there.

    Of identical texts those go first that keep the order.  Short ones count
    only between others, or as a whole line.
    """
    alignment = _Alignment(output)
    alignment.place_long(texts)
    alignment.place_similar(texts)
    alignment.place_short(texts)
    return set(alignment.places)


class _Alignment:
    """Where in the words of the output each passage stands; each word serves one passage."""

    def __init__(self, output: str) -> None:
        lines = [split_words(line) for line in output.split("\n")]
        self.words: Words = tuple(word for line in lines for word in line)
        self.places: dict[int, tuple[int, int]] = {}
        self._used = bytearray(len(self.words))
        self._lines = _line_starts(lines)
        self._firsts: dict[str, list[int]] = defaultdict(list)
        for start, word in enumerate(self.words):
            self._firsts[word].append(start)
        self._grams: dict[Words, list[int]] = defaultdict(list)
        for start in range(len(self.words) - _GRAM + 1):
            self._grams[self.words[start : start + _GRAM]].append(start)

    def place_long(self, texts: Sequence[Words]) -> None:
        """Place the passages whose words stand in the output as they are, the longest first."""
        copies: dict[Words, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            if len(text) >= _GRAM:
                copies[text].append(index)
        for text in sorted(copies, key=len, reverse=True):
            starts = [start for start in self._grams.get(text[:_GRAM], ())[:_TRIES] if self._is_free(start, text)]
            self._assign(copies[text], starts, len(text))

    def place_similar(self, texts: Sequence[Words]) -> None:
        """Place the passages of which most runs of words stand in what is left of the output."""
        for index, text in enumerate(texts):
            if index in self.places or len(text) < 2 * _GRAM:
                continue
            taken: set[int] = set()
            covered = bytearray(len(text))
            for at in range(len(text) - _GRAM + 1):
                for start in self._grams.get(text[at : at + _GRAM], ())[:_TRIES]:
                    if not any(self._used[start : start + _GRAM]):
                        covered[at : at + _GRAM] = b"\1" * _GRAM
                        taken.update(range(start, start + _GRAM))
                        break
            if sum(covered) >= _COVERED * len(text):
                self._take(index, min(taken), max(taken) + 1, taken)

    def place_short(self, texts: Sequence[Words]) -> None:
        """Place short passages: between the places of their neighbours, or where a whole line says the same."""
        copies: dict[Words, list[int]] = defaultdict(list)
        chain = self._chain()
        at = 0
        for index, text in enumerate(texts):
            if index in self.places or not 0 < len(text) < _GRAM:
                continue
            before, after = self._gap(chain, index)
            at = max(at, before)
            start = self._find(text, at, after) if before > 0 and after < len(self.words) else None
            if start is None:
                copies[text].append(index)
            else:
                at = start + len(text)
                self._take(index, start, at)
        for text, indices in copies.items():
            starts = [start for start in self._lines.get(text, ()) if self._is_free(start, text)]
            self._assign(indices, starts, len(text))

    def _assign(self, indices: Sequence[int], starts: Sequence[int], length: int) -> None:
        """Give each place to one of the passages of that text: to the one that keeps the order, else to the nearest."""
        left = list(indices)
        if len(left) <= len(starts):
            for index, start in zip(left, starts, strict=False):
                self._take(index, start, start + length)
            return
        order = sorted((start, index) for index, (start, _) in self.places.items())
        for start in starts:
            at = bisect_left(order, (start,))
            low = order[at - 1][1] if at else -1
            high = order[at][1] if at < len(order) else 1 << 60
            best = min(left, key=lambda index: (max(0, low - index, index - high), index))
            left.remove(best)
            self._take(best, start, start + length)

    def _take(self, index: int, start: int, end: int, words: set[int] | None = None) -> None:
        self.places[index] = (start, end)
        for at in range(start, end) if words is None else words:
            self._used[at] = 1

    def _find(self, text: Words, low: int, high: int) -> int | None:
        """Return the first free place of a text between two places of the output."""
        firsts = self._firsts.get(text[0], [])
        for start in firsts[bisect_left(firsts, low) : bisect_right(firsts, high - len(text))][:_TRIES]:
            if self._is_free(start, text):
                return start
        return None

    def _is_free(self, start: int, text: Words) -> bool:
        end = start + len(text)
        return self.words[start:end] == text and not any(self._used[start:end])

    def _chain(self) -> list[tuple[int, int, int]]:
        """Return the places (passage, start, end) that are in order: a longest rising run of them."""
        items = [(index, *self.places[index]) for index in sorted(self.places)]
        tails: list[int] = []  # the start that ends the best run of each length
        best: list[int] = []
        back: list[int] = []
        for at, (_, start, _) in enumerate(items):
            length = bisect_right(tails, start)
            back.append(best[length - 1] if length else -1)
            tails[length : length + 1] = [start]
            best[length : length + 1] = [at]
        chain = []
        at = best[-1] if best else -1
        while at >= 0:
            chain.append(items[at])
            at = back[at]
        return chain[::-1]

    def _gap(self, chain: Sequence[tuple[int, int, int]], index: int) -> tuple[int, int]:
        """Return what of the output lies between the nearest placed passages around this one."""
        at = bisect_left(chain, (index,))
        before = chain[at - 1][2] if at else 0
        after = chain[at][1] if at < len(chain) else len(self.words)
        return before, after


def _line_starts(lines: Sequence[Words]) -> dict[Words, list[int]]:
    starts: dict[Words, list[int]] = defaultdict(list)
    start = 0
    for line in lines:
        starts[line].append(start)
        start += len(line)
    return starts
