"""Texts made against a regular expression: what it repeats, said again and again, after what leads there and before what it cannot match."""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import curate

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_LETTERS = (
    string.ascii_lowercase + string.ascii_uppercase + string.digits + " \n.,:;!?-–\"'()<>/&#=_*|»“”…\t\u00a0Ãâ€\u0301\ufffd\U0001f600"
)
_CLASSES = {sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_NOT_SPACE: r"\S",
            sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W"}  # fmt: skip
_TAILS = ("", "\x01", " \x01\n")


@dataclass(frozen=True, slots=True)
class Adversary:
    """A text of any size: what leads to a repeat, what is repeated, and an end on which the pattern may fail."""

    lead: str
    pump: str
    tail: str

    def text(self, size: int) -> str:
        """Return it with about `size` characters."""
        return (self.lead + self.pump * (size // max(1, len(self.pump))))[:size] + self.tail


def adversaries(pattern: re.Pattern[str]) -> list[Adversary]:
    """Return texts on which the pattern may take its longest."""
    tree = sre_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    said = _said(tree)
    found = [*_repeats(tree, ""), ("", said), (said, " "), (said, "a")]
    found += [("", lead or pump) for lead, pump in found]
    return [Adversary(lead, pump, tail) for lead, pump in dict.fromkeys(found) for tail in _TAILS if pump]


def _repeats(tree: Iterable[Any], lead: str) -> Iterator[tuple[str, str]]:
    """Yield, of every repeat in a pattern, what leads there and what it repeats."""
    for operation, argument in tree:
        for inner in _inside(operation, argument):
            yield from _repeats(inner, lead)
        if operation in _REPEATS and argument[1] > 3:
            yield from ((lead, pump) for pump in dict.fromkeys((_said(argument[2]), _said(argument[2], 1))) if pump)
        lead += _said([(operation, argument)])


def _inside(operation: Any, argument: Any) -> Sequence[Any]:
    if operation in _REPEATS:
        return [argument[2]]
    if operation is sre.SUBPATTERN:
        return [argument[-1]]
    if operation is sre.BRANCH:
        return list(argument[1])
    if operation in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    return [argument] if operation is sre.ATOMIC_GROUP else []


def _said(tree: Iterable[Any], nth: int = 0) -> str:
    """Return a text that the pattern matches, about; with `nth`, another."""
    parts = []
    for operation, argument in tree:
        if operation is sre.LITERAL:
            parts.append(chr(argument))
        elif operation is sre.NOT_LITERAL:
            parts.append("a" if argument != ord("a") else "b")
        elif operation is sre.ANY:
            parts.append("ab"[nth % 2])
        elif operation is sre.IN:
            parts.append(_of_class(argument, nth))
        elif operation in _REPEATS:
            parts.append(_said(argument[2], nth) * max(1 if argument[1] else 0, min(argument[0], 9)))
        elif operation is sre.BRANCH:
            parts.append(_said(argument[1][nth % len(argument[1])], nth))
        elif operation in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            parts.append(_said(argument[-1] if operation is sre.SUBPATTERN else argument, nth))
    return "".join(parts)


def _of_class(members: Sequence[Any], nth: int) -> str:
    compiled = re.compile(_class(members))
    found = [c for c in _LETTERS if compiled.match(c)] + [
        chr(a) for o, a in members if o is sre.LITERAL and members[0][0] is not sre.NEGATE
    ]
    found += [chr(a[0]) for o, a in members if o is sre.RANGE and members[0][0] is not sre.NEGATE]
    return found[nth * 3 % len(found)] if found else ""


def _class(members: Sequence[Any]) -> str:
    said = ""
    for operation, argument in members:
        if operation is sre.NEGATE:
            said += "^"
        elif operation is sre.LITERAL:
            said += re.escape(chr(argument))
        elif operation is sre.RANGE:
            said += f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
        else:
            said += _CLASSES[argument]
    return f"[{said}]"


def of_the_code() -> Mapping[str, re.Pattern[str]]:
    """Return every compiled pattern that stands in a module of the package, by its place."""
    found: dict[str, re.Pattern[str]] = {}
    for info in pkgutil.walk_packages(curate.__path__, "curate."):
        if not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                for number, one in enumerate(_patterns(value)):
                    found.setdefault(one.pattern, one)
                    found[f"{info.name}:{name}{number or ''}"] = one
    return {name: one for name, one in found.items() if name.startswith("curate.")}


def _patterns(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):  # one of bytes as one of the characters that they are in Latin-1
        yield value if isinstance(value.pattern, str) else re.compile(value.pattern.decode("latin-1"), value.flags | re.ASCII)
    elif isinstance(value, dict):
        yield from (one for inner in value.values() for one in _patterns(inner))
    elif isinstance(value, tuple | list) and len(value) < 1_000:
        yield from (one for inner in value for one in _patterns(inner))
