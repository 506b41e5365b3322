"""Which rule a passage falls under: the four shapes, for one set of packs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curate.rules import Pack, Rule
from curate.segment import Span, content

_MARK = r"(?:[-–—*•·▪►▶»›>|#+→←↑↓✓✕×]+|\(?\d{1,2}[.)])"
_LEAD = re.compile(rf"^(?:{_MARK}\s+|[»›>|→←↑↓▶►#•]+)*")
_TRAIL = re.compile(r"[\s.:!?…»›>|→←↑↓▶►•✕×+-]{1,40}$")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”“»«’)\]]*(?:\s|$)")
_WINDOW = 300  # characters of a passage that a span may look at
_RUNNING_WORDS = 15


@dataclass(frozen=True, slots=True)
class Match:
    """A passage, or the span of one, that falls under a rule.  Offsets are the text's."""

    rule: Rule
    index: int
    span: Span | None = None  # None: the whole passage


def fold(passage: str) -> str:
    """Return what phrases are compared by: one line, no case, no list mark, no final punctuation.

    >>> fold("  2. Zur Hauptnavigation springen »")
    'zur hauptnavigation springen'
    """
    return _TRAIL.sub("", strip_mark(passage)).casefold().replace("’", "'")


def strip_mark(passage: str) -> str:
    """Return the passage as one line without the list mark or heading mark before it."""
    line = _SPACE.sub(" ", passage.strip())
    return line[m.end() :] if (m := _LEAD.match(line)) and m.end() < len(line) else line


def is_running(passage: str) -> bool:
    """Is the passage running text: at least 15 words, with the end of a sentence among them?"""
    return len(passage.split()) >= _RUNNING_WORDS and _SENTENCE_END.search(passage) is not None


class Matcher:
    """The rules of some packs, made ready for looking up.  Make one with `matcher_for`."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        rules = [rule for pack in packs for rule in pack.rules if rule.status != "retired"]
        self.phrases: dict[str, list[Rule]] = {}
        for rule in rules:
            for phrase in rule.phrases:
                self.phrases.setdefault(fold(phrase), []).append(rule)
        self.patterns = [(rule, re.compile(rule.pattern, re.I)) for rule in rules if rule.pattern]
        self.spans = [(rule, re.compile(rule.span, re.I)) for rule in rules if rule.span]
        self.openers: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {}
        for rule in rules:
            for phrase in rule.section.opens if rule.section else ():
                carries = re.compile(rule.section.carries, re.I) if rule.section else re.compile("")
                self.openers.setdefault(fold(phrase), []).append((rule, carries))
        self.longest = max((rule.max_words for rule, _ in self.patterns), default=0)

    def matches(self, text: str, spans: Sequence[Span]) -> Iterator[Match]:
        """Yield what each passage falls under, in the order of the text; a passage may yield several."""
        passages = [text[slice(*content(text, span))] for span in spans]
        found = [m for index, passage in enumerate(passages) for m in self._one(index, passage, passages)]
        place = _Places(passages)
        strays = {m.rule.id for m in found if not place.fits(m)}
        for match in found:
            if match.rule.where == "anywhere" or match.rule.id not in strays:
                yield _shifted(match, text, spans)

    def _one(self, index: int, passage: str, passages: Sequence[str]) -> Iterator[Match]:
        if not passage:
            return
        if len(passage) <= 12 * max(self.longest, 25):
            folded = fold(passage)
            for rule in self.phrases.get(folded, ()):
                yield Match(rule, index)
            for rule, carries in self.openers.get(folded, ()):
                yield from _section(rule, carries, index, passages)
            line = strip_mark(passage)
            words = line.count(" ") + 1
            for rule, pattern in self.patterns:
                if words <= rule.max_words and len(line) <= 12 * rule.max_words and pattern.fullmatch(line):
                    yield Match(rule, index)
        for rule, pattern in self.spans:
            if span := _end_span(rule, pattern, passage):
                yield Match(rule, index, span)


@lru_cache(maxsize=64)
def _matcher(packs: tuple[Pack, ...]) -> Matcher:
    return Matcher(packs)


def matcher_for(packs: Sequence[Pack]) -> Matcher:
    """Return the matcher of these packs, made once a process."""
    return _matcher(tuple(packs))


def _section(rule: Rule, carries: re.Pattern[str], index: int, passages: Sequence[str]) -> Iterator[Match]:
    assert rule.section is not None
    yield Match(rule, index)
    for following in range(index + 1, min(len(passages), index + 1 + rule.section.max_passages)):
        if not carries.search(_SPACE.sub(" ", passages[following][:2000])):
            return
        yield Match(rule, following)


def _end_span(rule: Rule, pattern: re.Pattern[str], passage: str) -> Span | None:
    offset = 0 if rule.span.startswith("^") else max(0, len(passage) - _WINDOW)
    window = passage[offset : offset + _WINDOW]
    found = pattern.search(window)
    if not found or found.start() == found.end():
        return None
    if rule.span.endswith("$") and offset + found.end() != len(passage):
        return None
    return offset + found.start(), offset + found.end()


def _shifted(match: Match, text: str, spans: Sequence[Span]) -> Match:
    if match.span is None:
        return match
    start = content(text, spans[match.index])[0]
    return Match(match.rule, match.index, (start + match.span[0], start + match.span[1]))


class _Places:
    """Head: before the second running passage.  Tail: after the last."""

    def __init__(self, passages: Sequence[str]) -> None:
        running = [index for index, passage in enumerate(passages) if is_running(passage)]
        self.head = running[1] if len(running) > 1 else len(passages)
        self.tail = running[-1] if running else -1

    def fits(self, match: Match) -> bool:
        if match.rule.where == "head":
            return match.index < self.head
        if match.rule.where == "tail":
            return match.index > self.tail
        return True
