"""Select, out of many patterns, the few that may match a text, far faster than by trying each.

Read off the parsed pattern: how a match must begin, or which substrings a text
with a match must contain.  These conditions are necessary, not sufficient: a
selected pattern still has to be tried, and one that is not selected cannot
match.  Syntax that this module does not know counts as "any text".
"""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]  # Python has no public parser of patterns
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterator, Sequence
from typing import Any

PREFIX_LENGTH = 3  # characters; with two, a third more patterns are selected, with four no fewer
_MAX_PREFIXES = 1000  # of one pattern; larger character classes are not enumerated
_ANYTHING = "\0" * PREFIX_LENGTH  # pads a prefix after which any text may follow
_DIGIT = re.compile(r"\d")
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def fold_case(text: str) -> str:
    """Return a form that is equal for all characters which `re.IGNORECASE` treats as equal.

    `casefold`, and one form for the four letters I and i with and without dot.
    """
    return text.casefold().replace("\u0307", "").replace("ı", "i")


class Prefilter:
    """An index of patterns that finds those which may match a text, with or without `re.IGNORECASE`.

    A pattern is indexed by its prefixes if it is anchored (it has to match a
    whole text) and they are known, else by substrings that a match requires;
    if there are none, it is always a candidate.
    """

    def __init__(self, patterns: Sequence[str], anchored: bool) -> None:
        self._by_prefix: dict[str, list[int]] = {}
        self._by_substring: dict[str, list[int]] = {}
        self._always: list[int] = []
        for number, pattern in enumerate(patterns):
            prefixes = find_prefixes(pattern) if anchored else frozenset([""])
            if "" not in prefixes:
                index, keys = self._by_prefix, prefixes
            else:
                index, keys = self._by_substring, find_required_substrings(pattern)
            for key in keys:
                index.setdefault(key, []).append(number)
            self._always += [] if keys else [number]

    def find_candidates(self, folded: str) -> list[int]:
        """Return the indices of the patterns that may match a text, ascending; the text must come from `fold_case`."""
        candidates = self._always.copy()
        for substring in [substring for substring in self._by_substring if substring in folded]:
            candidates += self._by_substring[substring]
        start = folded[:PREFIX_LENGTH] if folded[:PREFIX_LENGTH].isalpha() else _DIGIT.sub("0", folded[:PREFIX_LENGTH])
        for size in range(1, PREFIX_LENGTH + 1):
            candidates += self._by_prefix.get(start[:size], ())
        return sorted(set(candidates)) if candidates else candidates


def find_prefixes(pattern: str) -> frozenset[str]:
    """Return a set of prefixes; every match begins with one of them.

    They are folded, have at most PREFIX_LENGTH characters, and 0 for each digit.
    The empty prefix means that a match may begin with anything.
    """
    return frozenset(prefix.rstrip("\0") for prefix in _extend_prefixes(sre_parser.parse(pattern, re.IGNORECASE), {""}))


def _extend_prefixes(operations: Any, prefixes: set[str]) -> set[str]:
    """Return the prefixes, extended by what a sequence of operations of a parsed pattern matches."""
    for operation, argument in operations:
        complete = {prefix for prefix in prefixes if len(prefix) >= PREFIX_LENGTH}
        prefixes = complete | _extend_by_operation(operation, argument, prefixes - complete)
    return prefixes


def _extend_by_operation(operation: Any, argument: Any, prefixes: set[str]) -> set[str]:
    if operation in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return prefixes
    if operation is sre.SUBPATTERN:
        return _extend_prefixes(argument[-1], prefixes)
    if operation is sre.BRANCH:
        return {prefix for branch in argument[1] for prefix in _extend_prefixes(branch, prefixes)}
    if operation in _REPEATS:
        least, most, repeated = argument
        return _extend_by_repeat(least, most, repeated, prefixes)
    characters = _list_characters(operation, argument)
    if not characters or len(characters) * len(prefixes) > _MAX_PREFIXES:
        return _pad_with_anything(prefixes)
    added = {"0" if character.isdecimal() else fold_case(character) for character in characters}
    return {(prefix + folded)[:PREFIX_LENGTH] for prefix in prefixes for folded in added}


def _extend_by_repeat(least: int, most: int, repeated: Any, prefixes: set[str]) -> set[str]:
    extended = prefixes if least == 0 else set()
    for times in range(1, min(most, PREFIX_LENGTH) + 1):
        prefixes = _extend_prefixes(repeated, prefixes)
        extended = extended | prefixes if times >= least else extended
    return extended if most <= PREFIX_LENGTH else extended | _pad_with_anything(prefixes)


def _pad_with_anything(prefixes: set[str]) -> set[str]:
    return {(prefix + _ANYTHING)[:PREFIX_LENGTH] for prefix in prefixes}


def _list_characters(operation: Any, argument: Any) -> list[str]:
    """Return the characters that an operation matches, none if they cannot be listed."""
    if operation is sre.LITERAL:
        return [chr(argument)]
    characters: list[str] = []
    for kind, value in argument if operation is sre.IN else ():
        if kind is sre.LITERAL:
            characters.append(chr(value))
        elif kind is sre.RANGE:
            characters += map(chr, range(value[0], value[1] + 1))
        elif kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT:
            characters.append("0")
        else:
            return []
    return characters


def find_required_substrings(pattern: str) -> frozenset[str]:
    """Return folded substrings; every text with a match contains at least one of them.  An empty set if none are known."""
    return _choose_required(sre_parser.parse(pattern, re.IGNORECASE))


def _choose_required(operations: Any) -> frozenset[str]:
    """Return the most selective of the sets that `_iter_required` yields: long substrings are rare."""
    required = [substrings for substrings in _iter_required(operations) if substrings]
    best = max(required, key=lambda substrings: (min(map(len, substrings)), -len(substrings)), default=frozenset())
    return frozenset(substring for substring in best if not any(other in substring for other in best - {substring}))


def _iter_required(operations: Any) -> Iterator[frozenset[str]]:
    """Yield sets of substrings; every text with a match contains at least one member of each set."""
    literal = ""
    for operation, argument in [*operations, (None, None)]:
        if operation is sre.LITERAL:
            literal += fold_case(chr(argument))
            continue
        yield frozenset([literal] if literal else [])
        literal = ""
        if operation in (sre.SUBPATTERN, sre.ASSERT) or (operation in _REPEATS and argument[0] > 0):
            yield _choose_required(argument[-1])
        elif operation is sre.BRANCH:
            branches = [_choose_required(branch) for branch in argument[1]]
            yield frozenset().union(*branches) if all(branches) else frozenset()
        elif operation is sre.IN and all(kind is sre.LITERAL for kind, _ in argument):
            yield frozenset(fold_case(chr(value)) for _, value in argument)
