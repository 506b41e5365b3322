"""Which rule a passage falls under: the four shapes, for one set of packs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curate.rules import sieve
from curate.rules.registry import Pack, Rule
from curate.rules.sieve import Sieve
from curate.text.segment import Span, trim_span
from curate.text.words import count_words, has_sentence_end

_MARK = r"(?:[-–—*•·▪►▶»›>|#+→←↑↓✓✕×]+|\(?\d{1,2}[.)])"
_LEAD = re.compile(rf"^(?:{_MARK}\s+|[»›>|→←↑↓▶►#•・■◆●▼▲]+\s*)*")
_MOST_TRAILING = 40
_TRAIL = re.compile(rf"[\s.:!?…»›>|→←↑↓▶►•✕×+。：！？؟।-]{{1,{_MOST_TRAILING}}}$")
_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s")
_NUMBERED_WORDS = 3  # "2. Facebook" is a heading or an item of the text, "2. Skip to content" is not
_TIERS = (8, 25)  # words: a pattern for passages of up to so many goes before one for longer passages
_SHORT_HEAD = 3  # passages that are the head of a text without running passages
_SPACE = re.compile(r"\s+")
_MOST_CARRIED = 2_000  # characters of a passage in which a section looks for what carries it
_WINDOW = 300  # characters of a passage that a span may look at
_RUNNING_WORDS = 15
_RUNNING_CHARACTERS = 2 * _RUNNING_WORDS - 1  # fewer cannot be so many words, and need not be counted


@dataclass(frozen=True, slots=True)
class Match:
    """A passage, or the span of one, that falls under a rule.  Offsets are the text's."""

    rule: Rule
    index: int
    span: Span | None = None  # None: the whole passage
    carried: bool = False  # by the section it stands in; what it says itself goes before


def fold(passage: str) -> str:
    """Return what phrases are compared by: one line, no case, no list mark, no final punctuation.

    >>> fold("  2. Zur Hauptnavigation springen »")
    'zur hauptnavigation springen'
    """
    return _fold(strip_mark(passage))


def _fold(line: str) -> str:
    return _TRAIL.sub("", line).casefold().replace("’", "'")


def strip_mark(passage: str) -> str:
    """Return the passage as one line without the list mark or heading mark before it."""
    return _without_mark(" ".join(passage.split()))


def _without_mark(line: str) -> str:
    return line[m.end() :] if (m := _LEAD.match(line)) and m.end() < len(line) else line


def is_running(passage: str) -> bool:
    """Is the passage running text: at least 15 words, with the end of a sentence among them?"""
    return len(passage) >= _RUNNING_CHARACTERS and count_words(passage) >= _RUNNING_WORDS and has_sentence_end(passage)


@dataclass(frozen=True, slots=True)
class Said:
    """What a passage falls under whatever stands around it: rules as a whole, sections that it opens, spans at its ends."""

    whole: tuple[Rule, ...] = ()
    opens: tuple[Rule, ...] = ()
    ends: tuple[tuple[Rule, Span], ...] = ()


_NOTHING = Said()


class Matcher:
    """The rules of some packs, made ready for looking up.  Make one with `matcher_for`."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        rules = [rule for pack in packs for rule in pack.rules if rule.status != "retired"]
        self.phrases: dict[str, list[Rule]] = {}
        self.openers: dict[str, list[Rule]] = {}
        for rule in rules:
            for phrase in rule.phrases:
                self.phrases.setdefault(fold(phrase), []).append(rule)
            for phrase in rule.section.opens if rule.section else ():
                self.openers.setdefault(fold(phrase), []).append(rule)
        self.patterns = sorted((rule for rule in rules if rule.pattern), key=_tier)
        self.spans = [rule for rule in rules if rule.span]
        self.sieve, self.span_sieve = Sieve([r.pattern for r in self.patterns], True), Sieve([r.span for r in self.spans], False)
        self.most_words = max((rule.max_words for rule in self.patterns), default=0)
        self.opening = [(r, re.compile(r.section.opens_pattern, re.I)) for r in rules if r.section and r.section.opens_pattern]
        self.longest_phrase = max(map(len, (*self.phrases, *self.openers)), default=0) + _MOST_TRAILING
        self.longest = max(_most_characters(rule) for rule in (*rules, Rule("", "", "")))
        self.said = lru_cache(maxsize=20_000)(self._said)  # the same lines stand on every page of a site

    def matches(self, text: str, spans: Sequence[Span]) -> Iterator[Match]:
        """Yield what each passage falls under, in the order of the text; a passage may yield several."""
        passages = [text[start:end].strip() for start, end in spans]
        said = enumerate(map(self.said, passages))
        found = [match for index, one in said if one is not _NOTHING for match in self._one(index, one, passages)]
        place = _Places(passages) if any(m.rule.where != "anywhere" for m in found) else None
        often = Counter(m.rule.id for m in found)  # what becomes metadata stands there once; else it is a list or a chronicle
        strays = {m.rule.id for m in found if (place and not place.fits(m)) or (m.rule.field and often[m.rule.id] > 1)}
        for match in found:
            if match.rule.where == "anywhere" or match.rule.id not in strays:
                yield _shifted(match, text, spans)

    def _one(self, index: int, said: Said, passages: Sequence[str]) -> Iterator[Match]:
        for rule in said.whole:
            yield Match(rule, index)
        for rule in said.opens:
            yield from self._section(rule, index, passages)
        for rule, span in said.ends:
            yield Match(rule, index, span)

    def _said(self, passage: str) -> Said:
        if not passage:
            return _NOTHING
        whole, opens = self._whole(passage) if len(passage) <= self.longest else ((), ())
        ends = self._ends(passage)
        return Said(tuple(whole), tuple(opens), tuple(ends)) if whole or opens or ends else _NOTHING

    def _whole(self, passage: str) -> tuple[Sequence[Rule], Sequence[Rule]]:
        raw = " ".join(passage.split())
        line = _without_mark(raw)
        words = count_words(line)
        if words < _NUMBERED_WORDS and _NUMBER.match(raw):
            return self._matching((raw,), words), ()
        said = (raw,) if raw == line else (line, raw)
        folded = _fold(line) if len(line) <= self.longest_phrase else ""
        opens = [rule for rule, pattern in self.opening if words <= rule.max_words and pattern.fullmatch(line)]
        return [*self.phrases.get(folded, ()), *self._matching(said, words)], [*self.openers.get(folded, ()), *opens]

    def _matching(self, said: Sequence[str], words: int) -> list[Rule]:
        """Return the rules of which the passage matches the pattern, as it is `said` with or without its list mark."""
        if words > self.most_words:
            return []
        numbers = {number for one in said for number in self.sieve(sieve.fold(one))}
        rules = [self.patterns[number] for number in sorted(numbers)]
        size = len(said[-1])
        rules = [rule for rule in rules if words <= rule.max_words and size <= _most_characters(rule)]
        return [rule for rule in rules if any(_compiled(rule.pattern).fullmatch(one) for one in said)]

    def _ends(self, passage: str) -> list[tuple[Rule, Span]]:
        ends = passage if len(passage) <= 2 * _WINDOW else passage[:_WINDOW] + passage[-_WINDOW:]
        rules = [self.spans[number] for number in self.span_sieve(sieve.fold(ends))]
        return [(rule, span) for rule in rules if (span := _end_span(rule, passage))]

    def _section(self, rule: Rule, index: int, passages: Sequence[str]) -> Iterator[Match]:
        """Yield the heading and what it carries, up to where another section opens."""
        assert rule.section is not None
        end = index + 1
        for passage in passages[end : end + rule.section.max_passages]:
            another = any(other is not rule for other in self.said(passage).opens)
            if another or not _compiled(rule.section.carries).search(_SPACE.sub(" ", passage[:_MOST_CARRIED])):
                break
            end += 1
        if end > index + 1:
            yield Match(rule, index)
            yield from (Match(rule, following, carried=True) for following in range(index + 1, end))


def _tier(rule: Rule) -> int:
    return sum(rule.max_words > words for words in _TIERS)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a single rule, made when it is first met: most never are."""
    return re.compile(pattern, re.I)


def _most_characters(rule: Rule) -> int:
    return 20 * rule.max_words + 40


@lru_cache(maxsize=64)
def _matcher(packs: tuple[Pack, ...]) -> Matcher:
    return Matcher(packs)


def matcher_for(packs: Sequence[Pack]) -> Matcher:
    """Return the matcher of these packs, made once a process."""
    return _matcher(tuple(packs))


def _end_span(rule: Rule, passage: str) -> Span | None:
    offset = 0 if rule.span.startswith("^") else max(0, len(passage) - _WINDOW)
    window = passage[offset : offset + _WINDOW]
    found = _compiled(rule.span).search(window)
    if not found or found.start() == found.end():
        return None
    if rule.span.endswith("$") and offset + found.end() != len(passage):
        return None
    return offset + found.start(), offset + found.end()


def _shifted(match: Match, text: str, spans: Sequence[Span]) -> Match:
    if match.span is None:
        return match
    start = trim_span(text, spans[match.index])[0]
    return Match(match.rule, match.index, (start + match.span[0], start + match.span[1]))


class _Places:
    """Head: before the second running passage, of a text with one before that.  Tail: after the last."""

    def __init__(self, passages: Sequence[str]) -> None:
        running = [index for index, passage in enumerate(passages) if is_running(passage)]
        self.head = running[min(1, len(running) - 1)] if running else min(_SHORT_HEAD, len(passages))
        self.tail = running[-1] if running else -1

    def fits(self, match: Match) -> bool:
        if match.rule.where == "head":
            return match.index < self.head
        if match.rule.where == "tail":
            return match.index > self.tail
        return True
