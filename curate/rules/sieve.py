"""Which of many patterns may match a text: told by what a match must begin with and hold, far cheaper than by trying them.

Read off the parsed pattern and only ever necessary: what passes is tried, what does not pass cannot match. A part that
is not understood counts as anything at all.
"""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]  # the only parser of these patterns that there is
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterator, Sequence
from typing import Any

LENGTH = 3  # letters of an opening: with two a third more patterns are left, with four none less
_MOST = 1000  # openings of one pattern; a class of characters that would make more is not written out
_ANYTHING = "\0" * LENGTH  # fills up an opening after which anything may stand
_DIGIT = re.compile(r"\d")
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def fold(text: str) -> str:
    """Return the text so that characters that are one to a pattern without case are one.

    `casefold`, and the capital and the small i with and without dot, which are all one to `re`.
    """
    return text.casefold().replace("\u0307", "").replace("ı", "i")


class Sieve:
    """Some patterns, of which those are wanted that may match a text; made for `re.IGNORECASE`, and right without.

    A pattern is found by how a match begins if that is told and all of a text is to match; else by what a match holds; else always.
    """

    def __init__(self, patterns: Sequence[str], whole: bool) -> None:
        self._by_opening: dict[str, list[int]] = {}
        self._by_part: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, pattern in enumerate(patterns):
            begins = openings(pattern) if whole else frozenset([""])
            index, keys = (self._by_opening, begins) if "" not in begins else (self._by_part, held(pattern))
            for key in keys:
                index.setdefault(key, []).append(number)
            self._always += [] if keys else [number]

    def __call__(self, folded: str) -> list[int]:
        """Return the numbers of the patterns that may match a text, which is given folded, in their order."""
        found = self._always.copy()
        for part in [part for part in self._by_part if part in folded]:
            found += self._by_part[part]
        begins = folded[:LENGTH] if folded[:LENGTH].isalpha() else _DIGIT.sub("0", folded[:LENGTH])
        for size in range(1, LENGTH + 1):
            found += self._by_opening.get(begins[:size], ())
        return sorted(set(found)) if found else found


def openings(pattern: str) -> frozenset[str]:
    """Return what a text that the pattern matches begins with: one of these, folded, digits as 0; each of up to LENGTH characters."""
    return frozenset(opening.rstrip("\0") for opening in _grown(sre_parser.parse(pattern, re.IGNORECASE), {""}))


def _grown(parts: Any, starts: set[str]) -> set[str]:
    """Return the openings with what these parts of a pattern add to them."""
    for operation, argument in parts:
        done = {start for start in starts if len(start) >= LENGTH}
        starts = done | _after(operation, argument, starts - done)
    return starts


def _after(operation: Any, argument: Any, starts: set[str]) -> set[str]:
    if operation in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return starts
    if operation is sre.SUBPATTERN:
        return _grown(argument[-1], starts)
    if operation is sre.BRANCH:
        return {start for branch in argument[1] for start in _grown(branch, starts)}
    if operation in _REPEATS:
        least, most, inner = argument
        return _repeated(least, most, inner, starts)
    characters = _characters(operation, argument)
    if not characters or len(characters) * len(starts) > _MOST:
        return _then_anything(starts)
    added = {"0" if character.isdecimal() else fold(character) for character in characters}
    return {(start + folded)[:LENGTH] for start in starts for folded in added}


def _repeated(least: int, most: int, inner: Any, starts: set[str]) -> set[str]:
    found = starts if least == 0 else set()
    for times in range(1, min(most, LENGTH) + 1):
        starts = _grown(inner, starts)
        found = found | starts if times >= least else found
    return found if most <= LENGTH else found | _then_anything(starts)


def _then_anything(starts: set[str]) -> set[str]:
    return {(start + _ANYTHING)[:LENGTH] for start in starts}


def _characters(operation: Any, argument: Any) -> list[str]:
    """Return the characters that may stand there, none if they are not told one by one."""
    if operation is sre.LITERAL:
        return [chr(argument)]
    found: list[str] = []
    for kind, value in argument if operation is sre.IN else ():
        if kind is sre.LITERAL:
            found.append(chr(value))
        elif kind is sre.RANGE:
            found += map(chr, range(value[0], value[1] + 1))
        elif kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            found.append("0")
        else:
            return []
    return found


def held(pattern: str) -> frozenset[str]:
    """Return folded parts of which one at least stands in a text in which the pattern is found; none: nothing is known."""
    return _held(sre_parser.parse(pattern, re.IGNORECASE))


def _held(parts: Any) -> frozenset[str]:
    found = [one for one in _each_held(parts) if one]
    best = max(found, key=lambda one: (min(map(len, one)), -len(one)), default=frozenset())  # the longer, the rarer
    return frozenset(part for part in best if not any(other in part for other in best - {part}))


def _each_held(parts: Any) -> Iterator[frozenset[str]]:
    run = ""
    for operation, argument in [*parts, (None, None)]:
        if operation is sre.LITERAL:
            run += fold(chr(argument))
            continue
        yield frozenset([run] if run else [])
        run = ""
        if operation in (sre.SUBPATTERN, sre.ASSERT) or (operation in _REPEATS and argument[0] > 0):
            yield _held(argument[-1])
        elif operation is sre.BRANCH:
            branches = [_held(branch) for branch in argument[1]]
            yield frozenset().union(*branches) if all(branches) else frozenset()
        elif operation is sre.IN and all(kind is sre.LITERAL for kind, _ in argument):
            yield frozenset(fold(chr(value)) for _, value in argument)
