"""Spelling: slips of the keys that cannot be anything else are mended, the rest is suggested.

Names, dialect, Swiss and old spelling are no slips: what a list knows, what the
document says twice, and what stands beside words of another language is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curate.cleaners.encoding import differences
from curate.context import Context
from curate.draft import Draft
from curate.edits import Edit
from curate.lexicon import LANGUAGES, lexicon
from curate.spelling import SHORTEST, Suspect, suspect

_MEASURED = ("de", "en")  # languages whose precision on natural text is known
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
_BEFORE = re.compile(r"(?:^|[\s(„“»«\"–—])$")
_AFTER = re.compile(r"[.,;:!?)“”»«\"]*(?:\s|$|[–—])")
_QUOTED = "\"'„“”»«‚‘’`"
_TOKEN = re.compile(r"[^\W\d_]+")
_NEAR = 70  # characters around a word in which its language shows
_NATIVE = 0.8  # of the words there are of the language
_FUNCTION = 10**-4.5  # zipf 4.5: a capital word as common as this is the start of a sentence rather than a first name
_CODE = re.compile(r"[{}=<>_`\\|@#/]|\(\)|\[sic")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the word that was meant, letter by letter."""
    setting, language, text = context.config.normalise.spelling, context.language, draft.text
    if setting == "off" or language not in LANGUAGES:
        return
    lowered = text.lower()
    for word in _unknown(text, language, context.config.words):
        found = suspect(word, language)
        place = text.find(word)
        if not found or not _stands_free(text, place, word) or not _is_native(text, place, word, language):
            continue
        once = lowered.count(word.lower()) == 1
        sure = setting == "fix" and language in _MEASURED and found.sure and once and not _is_name(text, place, word)
        yield from _edits(found, place, "spelling.typo" if sure else "spelling.suspect")


def _unknown(text: str, language: str, own: frozenset[str]) -> list[str]:
    """Return the words that no list has, in the order of the text; outside German only those in lower case."""
    known = lexicon(language)
    words = dict.fromkeys(_WORD.findall(text))
    unknown = (w for w in words if w not in known and (w.islower() or (language == "de" and w[1:].islower())))
    return [w for w in unknown if w.casefold() not in known and w not in own]


def _stands_free(text: str, start: int, word: str) -> bool:
    """Is the word part of prose, not of an address, a hyphenated name or code, and not quoted by itself?"""
    before, after = text[max(0, start - _NEAR) : start], text[start + len(word) : start + len(word) + _NEAR]
    if not _BEFORE.search(before) or not _AFTER.match(after) or _CODE.search(before[-30:] + after[:30]):
        return False
    return not (before[-1:] in _QUOTED and before and after[:1] in _QUOTED and after)


def _is_native(text: str, start: int, word: str, language: str) -> bool:
    """Are the words around it of the language, and is none of them what it may have been meant to be?"""
    around = (
        _TOKEN.findall(text[max(0, start - _NEAR) : start])[1:] + _TOKEN.findall(text[start + len(word) : start + len(word) + _NEAR])[:-1]
    )
    known = lexicon(language)
    return len(around) > 4 and sum(known.get(w.casefold(), 0) >= 1e-6 for w in around) >= _NATIVE * len(around)


def _is_name(text: str, start: int, word: str) -> bool:
    """May a capital word be a name: beside another capital word that is no start of a sentence?"""
    if word.islower():
        return False
    before, after = (
        _TOKEN.findall(text[max(0, start - 30) : start])[-1:],
        _TOKEN.findall(text[start + len(word) : start + len(word) + 30])[:1],
    )
    return any(w[0].isupper() and lexicon("de").get(w.lower(), 0) < _FUNCTION for w in before + after)


def _edits(found: Suspect, place: int, rule: str) -> Iterator[Edit]:
    meant = found.candidates[0]
    for start, end, after in differences(found.word, meant):
        yield Edit(place + start, place + end, found.word[start:end], after, rule, found.evidence, 0.99 if rule == "spelling.typo" else 0.6)
