"""How the time of every pattern grows on texts made against it, from a sixteenth of the size to the whole.

All texts are tried at a sixteenth of the size, those on which a pattern takes longest at the whole of it. A rule of a pack is measured
as it is used: a text is cut into passages and matched, without the memory of passages that were met before. A pattern of the code is
searched for in all of the text, again and again, which is more than most callers do; of those on which that takes more than linear
time, `BOUNDED` and `ONCE` say what callers do instead.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hostile import patterns
from hostile.patterns import Adversary

from curate.rules import registry as rules
from curate.rules.matching import Matcher
from curate.rules.registry import Pack, Rule
from curate.text.segment import segment
from torture_parts.table import Table

_SIZE, _SMALLER = 1_000_000, 16
_SHORT = 0.05  # seconds that are too few to tell anything
_STEEP = 3.0  # times what linear growth would give
_LONGEST = 60  # seconds
_WORST = 3  # texts of a pattern that are tried at the whole size
_LINES = (300, 400)  # characters: what a span of a rule may look at; a paragraph

# patterns of the code that are only searched for in a part of a text, and how many characters that has at most
BOUNDED = {
    "curate.audit.causes:_ORIGINAL": 5_000,  # a reason, which holds the name of a document
    "curate.audit.report.pieces:_ORIGINAL": 5_000,
    "curate.cleaners.entities:_TALK_OF_MARKUP": 120,
    "curate.cleaners.spelling:_OPENS": 10,
    "curate.cleaners.spelling:_AFTER": 70,
    "curate.upkeep.erasure:_EVIDENCE": 5_000,  # a reason
    "curate.language.corpus_words:_BEFORE": 40,
}
# those that are matched with the beginning of a text, line or attribute only
ONCE = {
    "curate.cleaners.doubled_passages:_OPENING", "curate.decisions.file:_TABLE_HEADER", "curate.decisions.file:_DECISION_HEADER",
    "curate.readers.page_metadata:_AFTER_TITLE",
    "curate.readers.page_metadata.parsers:_ISO_DAY", "curate.readers.page_metadata.parsers:_GERMAN_DAY", "curate.readers.gates:_ATTRIBUTE",
    "curate.readers.page_tree:_XML_DECLARATION",
}  # fmt: skip


class _Late(Exception):
    pass


@dataclass(frozen=True)
class Case:
    """A pattern, or rule, with the texts against it; `lines` are lengths into which these are cut too, `use` is what is measured."""

    name: str
    texts: Sequence[Adversary]
    lines: Sequence[int]
    use: Callable[[str], Any]

    def trials(self) -> Iterator[tuple[Adversary, int]]:
        return ((text, length) for text in self.texts for length in self.lines)


def measure(_: int, share: float) -> Table:
    """Return how many patterns take more than linear time, on a million characters or that share of them."""
    size = int(_SIZE * share)
    signal.signal(signal.SIGPROF, _late)
    table = Table(("patterns", "tried", "texts", "seconds at most", "not linear"))
    table.rows.append(_row("rules of the packs", _of_packs(), size, table))
    table.rows.append(_row("patterns of the code", _of_code(), size, table))
    return table


def _of_packs() -> Iterator[Case]:
    for pack in filter(None, map(rules.load_pack, rules.pack_languages())):
        for rule in pack.rules:
            said = [rule.pattern, rule.span, *((rule.section.carries, rule.section.opens_pattern) if rule.section else ())]
            if rule.status != "retired" and any(said):
                texts = [text for one in said if one for text in patterns.adversaries(re.compile(one, re.I))]
                matcher = _matcher(pack.language, rule)
                yield Case(rule.id, texts, (0, *_LINES, matcher.max_characters), _matched(matcher))


def _matcher(language: str, rule: Rule) -> Matcher:
    matcher = Matcher([Pack(language, (rule,), {}, "")])
    matcher.match_passage = matcher.match_passage_uncached  # type: ignore[assignment]  # equal lines stand for different ones
    return matcher


def _matched(matcher: Matcher) -> Callable[[str], Any]:
    return lambda text: list(matcher.find_matches(text, segment(text)))


def _of_code() -> Iterator[Case]:
    for name, pattern in patterns.of_the_code().items():
        use = _begun(pattern) if name in ONCE else _found(pattern, BOUNDED.get(name, _SIZE * 2))
        yield Case(name, patterns.adversaries(pattern), (0, *_LINES), use)


def _found(pattern: re.Pattern[str], most: int) -> Callable[[str], Any]:
    return lambda text: [sum(1 for _ in pattern.finditer(text[at : at + most])) for at in range(0, len(text), most)]


def _begun(pattern: re.Pattern[str]) -> Callable[[str], Any]:
    return lambda text: [pattern.match(line) for line in (text, *text.split("\n"))]


def _row(what: str, cases: Iterator[Case], size: int, table: Table) -> tuple[Any, ...]:
    tried = texts = steep = 0
    slowest = 0.0
    for case in cases:
        tried += 1
        before = sorted(((_seconds(case, *trial, size // _SMALLER), n, trial) for n, trial in enumerate(case.trials())), reverse=True)
        texts += len(before)
        after = [(small, _seconds(case, *trial, size) if small < _LONGEST else _LONGEST, trial) for small, _, trial in before[:_WORST]]
        slowest = max(slowest, *(large for _, large, _ in after))
        worse = [one for one in after if _is_steep(*one[:2])]
        steep += bool(worse)
        table.bad += [f"{case.name}: {small:.3f} s, {large:.1f} s: {trial}" for small, large, trial in worse[:1]]
    return (what, tried, texts, f"{slowest:.1f}", steep)


def _is_steep(before: float, after: float) -> bool:
    return after > _SHORT and after > _SMALLER * _STEEP * max(before, _SHORT / _SMALLER)


def _seconds(case: Case, text: Adversary, length: int, size: int) -> float:
    made = _lines(text.text(size), length) if length else text.text(size)
    signal.setitimer(signal.ITIMER_PROF, _LONGEST)
    started = time.process_time()
    try:
        case.use(made)
    except _Late:
        return float(_LONGEST)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - started


def _lines(text: str, length: int) -> str:
    return "\n".join(text[at : at + length] for at in range(0, len(text), length))


def _late(*_: Any) -> None:
    raise _Late
