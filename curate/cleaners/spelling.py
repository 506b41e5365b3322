"""Spelling: slips of the keys that cannot be anything else are mended, the rest is suggested.

Names, dialect, Swiss and old spelling are no slips: what a list knows, what the
document says twice, and what stands beside words of another language is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from curate.cleaners.context import Context
from curate.cleaners.encoding import find_differences
from curate.cleaners.standard_language import is_standard_language
from curate.language.lexicon import LANGUAGES, load_lexicon
from curate.language.spelling import MIN_LENGTH, MIN_OCCURRENCES, SuspectedTypo, find_near_match, find_typo, find_unlisted_words
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit

_MEASURED = ("de", "en", "es")  # languages whose precision on natural text is known
_WORD = re.compile(rf"[^\W\d_]{{{MIN_LENGTH},}}")
_BEFORE = re.compile(r"(?:^|[\s(„“»«\"–—])$")
_OPENS = re.compile(
    r"(?:^|\n\s*\n|[.!?]\s|(?:^|\n)\s*[-*•·o+]\s)\s*$"
)  # of a sentence or of an item: what a small letter begins there is a name
_AFTER = re.compile(r"[.,;:!?)“”»«\"]*(?:\s|$|[–—])")
_QUOTED = "\"'„“”»«‚‘’`"
_TOKEN = re.compile(r"[^\W\d_]+")
_NEAR = 70  # characters around a word in which its language shows
_REACH = 120  # characters around a word in which it may be said that spelling is the subject
_NATIVE = 0.8  # of the words there are of the language
_FUNCTION = 10**-4.5  # zipf 4.5: a capital word as common as this is the start of a sentence rather than a first name
_EVERYWHERE = 10**-4.0  # a word as common as this is hardly ever a name misspelt
_OLD, _NEW = re.compile(r"\b(?:daß|muß|läßt)\b"), re.compile(r"\b(?:dass|muss|lässt)\b")
_ABOUT = re.compile(r"rechtschreib|orthogra|buchstabier|(?:tipp|schreib)fehler|vertipp|mis-?spel|\bspel(?:l|t)|\btypos?\b", re.I)
_CODE = re.compile(r"[{}=<>_`\\|@#/]|\(\)|\[sic")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the word that was meant, letter by letter.

    What may be dialect, older language, a transcript or a learner's text gets
    suggestions only: there the spelling is what it is about.
    """
    setting, language, text = context.config.normalise.spelling, context.language, draft.text
    if setting == "off" or language not in LANGUAGES:
        return
    found = list(_find_suspects(text, language, context.config.words))
    certain = setting == "fix" and language in _MEASURED and not (language == "de" and _is_old(text))
    certain = certain and any(one.is_certain for one, _ in found) and is_standard_language(text, language, len(found))
    lowered = text.lower() if certain else ""
    for one, place in found:
        once = certain and one.is_certain and lowered.count(one.word.lower()) == 1
        sure = once and not (_is_name(text, place, one) or _is_mentioned(text, place))
        yield from _edits(one, place, "spelling.typo" if sure else "spelling.suspect")


def _find_suspects(text: str, language: str, own: frozenset[str]) -> Iterator[tuple[SuspectedTypo, int]]:
    """Yield the words that may be slips, each once, and where each stands first; `own` are words that are none."""
    places = [(word, text.find(word)) for word in _unknown(text, language, own)]
    candidates = [(word, at) for word, at in places if _stands_free(text, at, word) and _is_native(text, at, word, language)]
    if not candidates:
        return
    frequent = {word: times for word, times in Counter(_WORD.findall(text.lower())).items() if times >= MIN_OCCURRENCES}
    for word, place in candidates:
        if found := find_near_match(word, frequent, language) or find_typo(word, language):
            yield found, place


def _unknown(text: str, language: str, own: frozenset[str]) -> list[str]:
    """Return the words that no list has and that may be slips; outside German only those in lower case."""
    unknown = (w for w in find_unlisted_words(text, language) if w.islower() or (language == "de" and w[1:].islower()))
    return [w for w in unknown if w not in own and w.casefold() not in own]


def _stands_free(text: str, start: int, word: str) -> bool:
    """Is the word part of prose, not of an address, a hyphenated name or code, and not quoted by itself?"""
    before, after = text[max(0, start - _NEAR) : start], text[start + len(word) : start + len(word) + _NEAR]
    if not _BEFORE.search(before) or not _AFTER.match(after) or _CODE.search(before[-30:] + after[:30]):
        return False
    opening, closing = before.rstrip(" \u00a0\u202f")[-1:], after.lstrip(" \u00a0\u202f")[:1]  # French sets spaces inside
    return not (opening and closing and opening in _QUOTED and closing in _QUOTED)


def _is_native(text: str, start: int, word: str, language: str) -> bool:
    """Are the words around it of the language, and is none of them what it may have been meant to be?"""
    around = (
        _TOKEN.findall(text[max(0, start - _NEAR) : start])[1:] + _TOKEN.findall(text[start + len(word) : start + len(word) + _NEAR])[:-1]
    )
    known = load_lexicon(language)
    return len(around) > 4 and sum(known.frequency(w.casefold()) >= 1e-6 for w in around) >= _NATIVE * len(around)


def _is_name(text: str, start: int, found: SuspectedTypo) -> bool:
    """May it be a name: a capital word beside another that is no start of a sentence, or a small one that opens a sentence?"""
    word = found.word
    if word.islower():
        return _OPENS.search(text, max(0, start - 10), start) is not None
    if load_lexicon("de").frequency(found.candidates[0].casefold()) >= _EVERYWHERE:
        return False
    before, after = (
        _TOKEN.findall(text[max(0, start - 30) : start])[-1:],
        _TOKEN.findall(text[start + len(word) : start + len(word) + 30])[:1],
    )
    return any(w[0].isupper() and load_lexicon("de").frequency(w.lower()) < _FUNCTION for w in before + after)


def _is_old(text: str) -> bool:
    """Is it German as it was spelt before 1996?  Old books keep other old forms too."""
    return len(_OLD.findall(text)) > len(_NEW.findall(text))


def _is_mentioned(text: str, start: int) -> bool:
    """Does the text speak of spelling nearby?  Slips are its subject there."""
    return _ABOUT.search(text, max(0, start - _REACH), start + _REACH) is not None


def _edits(found: SuspectedTypo, place: int, rule: str) -> Iterator[Edit]:
    meant = found.candidates[0]
    for start, end, after in find_differences(found.word, meant):
        yield Edit(place + start, place + end, found.word[start:end], after, rule, found.evidence, 0.99 if rule == "spelling.typo" else 0.6)
