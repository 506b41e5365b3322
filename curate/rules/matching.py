"""Match passages against the rules of packs: by phrase, by pattern, by a span at an end, or as part of a section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from curate.rules.folding import MAX_TRAILING, fold_line, fold_passage, join_lines, strip_line_mark
from curate.rules.prefilter import Prefilter, fold_case
from curate.rules.registry import Pack, Rule
from curate.rules.zones import Zones
from curate.text.segment import Span, trim_span
from curate.text.words import count_words

_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s")
_MIN_NUMBERED_WORDS = 3  # "2. Facebook" is a heading or an item of the text, "2. Skip to content" is not
_TIERS = (8, 25)  # words: a pattern for passages of at most so many is tried before one for longer passages
_SPACE = re.compile(r"\s+")
_MAX_CARRIED = 2_000  # characters of a passage in which `carries` of a section is searched
_WINDOW = 300  # characters at an end of a passage in which a span is searched
_CACHED_PASSAGES = 20_000  # the same lines occur on every page of a site


@dataclass(frozen=True, slots=True)
class Match:
    """A passage, or a span of one, that a rule matches.  `span` is in offsets of the text."""

    rule: Rule
    index: int  # of the passage
    span: Span | None = None  # None: the whole passage
    in_section: bool = False  # matched only as part of a section; a match of the passage itself has priority


@dataclass(frozen=True, slots=True)
class PassageMatches:
    """The rules that match a passage whatever its context: as a whole, as the heading of a section, at its ends."""

    whole: tuple[Rule, ...] = ()
    headings: tuple[Rule, ...] = ()
    ends: tuple[tuple[Rule, Span], ...] = ()  # spans are in offsets of the passage


_NO_MATCHES = PassageMatches()


class Matcher:
    """The compiled rules of some packs.  Get one from `matcher_for`, which builds each only once."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        rules = [rule for pack in packs for rule in pack.rules if rule.status != "retired"]
        self.phrase_rules = _index_phrases((rule, rule.phrases) for rule in rules)
        self.heading_rules = _index_phrases((rule, rule.section.opens) for rule in rules if rule.section)
        self.heading_patterns = [(r, re.compile(r.section.opens_pattern, re.I)) for r in rules if r.section and r.section.opens_pattern]
        self.pattern_rules = sorted((rule for rule in rules if rule.pattern), key=_length_tier)
        self.pattern_filter = Prefilter([rule.pattern for rule in self.pattern_rules], anchored=True)
        self.span_rules = [rule for rule in rules if rule.span]
        self.span_filter = Prefilter([rule.span for rule in self.span_rules], anchored=False)
        self.max_pattern_words = max((rule.max_words for rule in self.pattern_rules), default=0)
        self.max_phrase_characters = max(map(len, (*self.phrase_rules, *self.heading_rules)), default=0) + MAX_TRAILING
        self.max_characters = max(_max_characters(rule) for rule in (*rules, Rule("", "", "")))
        self.match_passage = lru_cache(maxsize=_CACHED_PASSAGES)(self.match_passage_uncached)

    def find_matches(self, text: str, spans: Sequence[Span]) -> Iterator[Match]:
        """Yield the matches of each passage, in the order of the text; a passage may have several."""
        passages = [text[start:end].strip() for start, end in spans]
        candidates = enumerate(map(self.match_passage, passages))
        matches = [match for index, one in candidates if one is not _NO_MATCHES for match in self._in_context(index, one, passages)]
        zones = Zones(passages) if any(match.rule.where != "anywhere" for match in matches) else None
        counts = Counter(match.rule.id for match in matches)  # metadata occurs once in its zone; else it is a list or a chronicle
        rejected = {
            match.rule.id
            for match in matches
            if (zones and not zones.allows(match.rule.where, match.index)) or (match.rule.field and counts[match.rule.id] > 1)
        }
        for match in matches:
            if match.rule.where == "anywhere" or match.rule.id not in rejected:
                yield _shift_to_text(match, text, spans)

    def match_passage_uncached(self, passage: str) -> PassageMatches:
        """Return the rules that match a passage whatever its context."""
        if not passage:
            return _NO_MATCHES
        whole, headings = self._match_whole(passage) if len(passage) <= self.max_characters else ((), ())
        ends = self._match_ends(passage)
        return PassageMatches(tuple(whole), tuple(headings), tuple(ends)) if whole or headings or ends else _NO_MATCHES

    def _in_context(self, index: int, matches: PassageMatches, passages: Sequence[str]) -> Iterator[Match]:
        for rule in matches.whole:
            yield Match(rule, index)
        for rule in matches.headings:
            yield from self._match_section(rule, index, passages)
        for rule, span in matches.ends:
            yield Match(rule, index, span)

    def _match_whole(self, passage: str) -> tuple[Sequence[Rule], Sequence[Rule]]:
        """Return the rules that match the passage as a whole, and those whose section it opens."""
        with_mark = normalize("NFC", join_lines(passage))  # packs write a letter and its marks in this form, pages in either
        line = strip_line_mark(with_mark)
        words = count_words(line)
        if words < _MIN_NUMBERED_WORDS and _NUMBER.match(with_mark):
            return self._match_patterns((with_mark,), words), ()
        forms = (with_mark,) if with_mark == line else (line, with_mark)
        folded = fold_line(line) if len(line) <= self.max_phrase_characters else ""
        headings = [rule for rule, pattern in self.heading_patterns if words <= rule.max_words and pattern.fullmatch(line)]
        whole = [*self.phrase_rules.get(folded, ()), *self._match_patterns(forms, words)]
        return whole, [*self.heading_rules.get(folded, ()), *headings]

    def _match_patterns(self, forms: Sequence[str], words: int) -> list[Rule]:
        """Return the rules whose pattern matches a form of the passage: with its list mark (the last form), or without."""
        if words > self.max_pattern_words:
            return []
        numbers = {number for form in forms for number in self.pattern_filter.find_candidates(fold_case(form))}
        rules = [self.pattern_rules[number] for number in sorted(numbers)]
        size = len(forms[-1])
        rules = [rule for rule in rules if words <= rule.max_words and size <= _max_characters(rule)]
        return [rule for rule in rules if any(_compile(rule.pattern).fullmatch(form) for form in forms)]

    def _match_ends(self, passage: str) -> list[tuple[Rule, Span]]:
        ends = passage if len(passage) <= 2 * _WINDOW else passage[:_WINDOW] + passage[-_WINDOW:]
        rules = [self.span_rules[number] for number in self.span_filter.find_candidates(fold_case(ends))]
        return [(rule, span) for rule in rules if (span := _find_end_span(rule, passage))]

    def _match_section(self, rule: Rule, index: int, passages: Sequence[str]) -> Iterator[Match]:
        """Yield the heading at `index` and the passages that its section carries, up to the heading of another section."""
        assert rule.section is not None
        end = index + 1
        for passage in passages[end : end + rule.section.max_passages]:
            opens_another = any(other is not rule for other in self.match_passage(passage).headings)
            if opens_another or not _compile(rule.section.carries).search(_SPACE.sub(" ", passage[:_MAX_CARRIED])):
                break
            end += 1
        if end > index + 1:
            yield Match(rule, index)
            yield from (Match(rule, following, in_section=True) for following in range(index + 1, end))


def matcher_for(packs: Sequence[Pack]) -> Matcher:
    """Return the matcher of these packs; each process builds it once."""
    return _build_matcher(tuple(packs))


@lru_cache(maxsize=64)
def _build_matcher(packs: tuple[Pack, ...]) -> Matcher:
    return Matcher(packs)


def _index_phrases(phrases: Iterable[tuple[Rule, Sequence[str]]]) -> dict[str, list[Rule]]:
    """Return the rules by their folded phrases."""
    index: dict[str, list[Rule]] = {}
    for rule, its_phrases in phrases:
        for phrase in its_phrases:
            index.setdefault(fold_passage(phrase), []).append(rule)
    return index


def _length_tier(rule: Rule) -> int:
    return sum(rule.max_words > words for words in _TIERS)


@lru_cache(maxsize=1024)
def _compile(pattern: str) -> re.Pattern[str]:
    """Return the compiled pattern of a rule; compiling lazily pays off, because most patterns are never tried."""
    return re.compile(pattern, re.I)


def _max_characters(rule: Rule) -> int:
    return 20 * rule.max_words + 40


def _find_end_span(rule: Rule, passage: str) -> Span | None:
    """Return the span at the start or the end of a passage that a rule matches, in offsets of the passage."""
    offset = 0 if rule.span.startswith("^") else max(0, len(passage) - _WINDOW)
    window = passage[offset : offset + _WINDOW]
    match = _compile(rule.span).search(window)
    if not match or match.start() == match.end():
        return None
    if rule.span.endswith("$") and offset + match.end() != len(passage):
        return None
    return offset + match.start(), offset + match.end()


def _shift_to_text(match: Match, text: str, spans: Sequence[Span]) -> Match:
    """Return the match with its span in offsets of the text."""
    if match.span is None:
        return match
    start = trim_span(text, spans[match.index])[0]
    return Match(match.rule, match.index, (start + match.span[0], start + match.span[1]))
