"""How the time of every pattern grows on texts made against it, from a sixteenth of the size to the whole.

A rule of a pack is measured as it is used: a text is cut into passages and matched. A pattern of the code is run over the text
as it is, which is more than the code ever asks of most, and where that is too long, the whole of cleaning is measured.
"""

from __future__ import annotations

import itertools
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

from hostile import patterns

from curate import pipeline, rules
from curate.config import Config
from curate.document import Document
from curate.errors import Unreadable
from curate.matching import Matcher
from curate.rules import Pack, Rule
from curate.segment import segment
from torturing.table import Table

_SIZE = 1_000_000
_SHORT = 0.05  # seconds that are too few to tell anything
_STEEP = 3.0  # times what linear growth would give
_LONGEST = 60


class _Late(Exception):
    pass


def measure(_: int, share: float) -> Table:
    """Return how many patterns take more than linear time, on a million characters or that share of them."""
    size = int(_SIZE * share)
    signal.signal(signal.SIGALRM, _late)
    table = Table(("patterns", "tried", "texts", "slowest, seconds", "not linear"))
    table.rows.append(_row("rules of the packs", _of_packs(size), table))
    table.rows.append(_row("patterns of the code", _of_code(size), table))
    return table


Case = tuple[str, Iterator[tuple[str, str]], Callable[[str], Any], Callable[[str], Any]]


def _of_packs(size: int) -> Iterator[Case]:
    for pack in filter(None, map(rules.load, rules.languages())):
        for rule in pack.rules:
            said = [rule.pattern, rule.span, *((rule.section.carries, rule.section.opens_pattern) if rule.section else ())]
            if rule.status != "retired" and any(said):
                texts = itertools.chain.from_iterable(_texts(re.compile(one, re.I), size) for one in said if one)
                yield rule.id, texts, _matched(pack.language, rule), _cleaned


def _matched(language: str, rule: Rule) -> Callable[[str], Any]:
    matcher = Matcher([Pack(language, (rule,), {}, "")])
    return lambda text: list(matcher.matches(text, segment(text)))


def _of_code(size: int) -> Iterator[Case]:
    for name, pattern in patterns.of_the_code().items():
        yield name, _texts(pattern, size), _found(pattern), _cleaned


def _found(pattern: re.Pattern[str]) -> Callable[[str], Any]:
    return lambda text: sum(1 for _ in pattern.finditer(text))


def _texts(pattern: re.Pattern[str], size: int) -> Iterator[tuple[str, str]]:
    """Yield texts against a pattern, of a sixteenth of the size and of all of it, each as one line and as many."""
    for small, large in zip(patterns.adversaries(pattern, size // 16), patterns.adversaries(pattern, size), strict=False):
        yield small, large
        yield _lines(small), _lines(large)


def _lines(text: str) -> str:
    return "\n".join(text[at : at + 400] for at in range(0, len(text), 400))


def _row(what: str, cases: Iterator[Case], table: Table) -> tuple[Any, ...]:
    tried = texts = steep = 0
    slowest = 0.0
    for name, pairs, first, then in cases:
        tried += 1
        worst = ""
        for small, large in pairs:
            texts += 1
            before = _seconds(first, small)
            after = _seconds(first, large) if before < _LONGEST / 16 else _LONGEST
            slowest = max(slowest, after) if after < _LONGEST else slowest
            if _is_steep(before, after) and _is_steep(_seconds(then, small), _seconds(then, large)):
                worst = f"{before:.3f} s, {after:.1f} s: {large[:40]!r}"
        steep += bool(worst)
        if worst:
            table.bad.append(f"{name}: {worst}")
    return (what, tried, texts, f"{slowest:.1f}", steep)


def _is_steep(before: float, after: float) -> bool:
    return after > _SHORT and after > 16 * _STEEP * max(before, _SHORT / 16)


def _seconds(function: Callable[[str], Any], text: str) -> float:
    signal.alarm(_LONGEST)
    started = time.process_time()
    try:
        function(text)
    except _Late:
        return float(_LONGEST)
    except Unreadable:
        pass
    finally:
        signal.alarm(0)
    return time.process_time() - started


def _cleaned(text: str) -> None:
    if text.strip():
        pipeline.clean(Document("a.txt", text, "text"), Config())


def _late(*_: Any) -> None:
    raise _Late
