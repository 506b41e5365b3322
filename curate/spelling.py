"""Is a word a slip of the keys, and of which word?

    >>> suspect("zusamenarbeiten", "de").candidates
    ('zusammenarbeiten',)
    >>> suspect("dortin", "de").candidates
    ('dorthin', 'dort in')
    >>> suspect("Todesstoss", "de"), suspect("Matze", "de"), suspect("geniert", "de")
    (None, None, None)

Wrong for dialect, for old spelling and for text in several languages: ask only
about words whose neighbours are of the language.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from curate.inflection import is_built, is_form_of, splits
from curate.lexicon import is_form, lexicon

SHORTEST, LONGEST = 6, 40  # letters
_COMMON = 10**-6.0
_DOMINANT = 100.0  # times as frequent as the next candidate
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_EXTRA = {
    "de": "äöüß", "es": "áéíóúñü", "fr": "àâçéèêëîïôûùœ", "it": "àèéìòù", "nl": "éëï", "pl": "ąćęłńóśźż", "pt": "áâãàçéêíóôõú", "en": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suspect:
    """A word that no list knows, and what it may have been meant to be, best first.

    `sure` is true for the one class that was measured at 99 %: two letters
    swapped, one left out or one doubled, and nothing else comes near.
    """

    word: str
    candidates: tuple[str, ...]
    slip: str
    sure: bool

    @property
    def evidence(self) -> str:
        """What speaks for it, in words."""
        return f"{self.word!r} is in no word list; {self.slip}: {' or '.join(map(repr, self.candidates))}."


def is_known(word: str, language: str) -> bool:
    """Is the word in one of the lists of its language, in any case, or in the English one?"""
    folded = word.casefold()
    return folded in lexicon(language) or folded in lexicon("en") or is_form(word, language)


@lru_cache(maxsize=50_000)
def suspect(word: str, language: str) -> Suspect | None:
    """Return what is suspect about a word, or None: it is known, a compound, an inflected form, or like nothing known."""
    folded = word.casefold()
    if not SHORTEST <= len(folded) <= LONGEST or folded in lexicon(language):
        return None
    near = {c: f for c in _swapped(folded) | _undoubled(folded) | _completed(folded, language) if (f := _frequency(c, language)) >= _COMMON}
    best = max(near, key=lambda c: (near[c], c), default="")
    if not best or is_known(word, language) or is_form_of(folded, best, language) or _is_built(word, best, language):
        return None
    rivals = [c for c in _neighbours(folded, language) - {best} if _frequency(c, language) * _DOMINANT > near[best]]
    apart = splits(folded, lexicon(language))
    others = sorted(rivals, key=lambda c: -_frequency(c, language))[:2] + apart[:1]
    candidates = tuple(_like(word, c) for c in (best, *others))
    return Suspect(word, candidates, _slip(folded, best, near[best]), not others and len(near) == 1 and _one_spelling(word, best, language))


def _one_spelling(word: str, best: str, language: str) -> bool:
    """Is it certain how the candidate is spelt?  The lists do not tell ß from ss."""
    return language != "de" or ("ß" not in word and word.lower().count("ss") == best.count("ss"))


def _is_built(word: str, best: str, language: str) -> bool:
    """Is it built from known words?  A doubled last letter is no ending, nor is -in unless it names a woman."""
    folded = word.casefold()
    if folded[:-1] == best or (language == "de" and word.islower() and word.endswith("in")):
        return False
    return is_built(folded, lexicon(language), language)


def _frequency(word: str, language: str) -> float:
    return lexicon(language).get(word, 0.0)


def _swapped(word: str) -> set[str]:
    """Two neighbours swapped, the first letter never."""
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)} - {word}


def _undoubled(word: str) -> set[str]:
    """One of two equal letters left out, but for the first two."""
    return {word[:i] + word[i + 1 :] for i in range(2, len(word)) if word[i] == word[i - 1]}


def _completed(word: str, language: str) -> set[str]:
    """One letter more, inside."""
    return {word[:i] + letter + word[i:] for i in range(1, len(word)) for letter in _LETTERS + _EXTRA[language]}


def _neighbours(word: str, language: str) -> set[str]:
    """All known words that one slip of any kind leads to."""
    return {c for c in _edits(word, _LETTERS + _EXTRA[language]) if c in lexicon(language)} - {word}


def _edits(word: str, letters: str) -> Iterator[str]:
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        for letter in letters:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _slip(word: str, meant: str, frequency: float) -> str:
    kind = {-1: "a letter doubled", 0: "two letters swapped", 1: "a letter left out"}[len(meant) - len(word)]
    return f"{kind}, zipf {math.log10(frequency) + 9:.1f}"


def _like(word: str, candidate: str) -> str:
    return candidate.capitalize() if word[0].isupper() else candidate
