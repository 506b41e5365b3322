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
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from curate.language.inflection import is_built, is_elided, is_form_of, is_joined_otherwise, is_spelt_otherwise, splits
from curate.language.keyboard import all_edits, completed, redotted, reordered, retyped, swapped, undoubled
from curate.language.lexicon import Lexicon, is_form, lexicon

SHORTEST, LONGEST = 6, 40  # letters
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
_ROUGHLY = re.compile(rf"\w{{{SHORTEST},}}")  # the same but for digits and low lines, and faster
_RETYPED = 7  # letters of a word in which another key is a slip: below, too many words lie one key apart
_COMMON = 10**-6.0
_MET = 10**-7.0
_USUAL, _LONG = 10**-5.5, 10  # what another key is taken for is commoner, or so long (geforkte is not geformte)
_DOMINANT = 100.0  # times as frequent as the next candidate
_OTHER_KEY, _NO_DOTS = "the key beside the right one", "an umlaut without its dots"
OFTEN = 3  # a word that a document says as often is meant where it is nearly said


@dataclass(frozen=True, slots=True)
class Suspect:
    """A word that no list knows, and what it may have been meant to be, best first.

    `sure` is true for the class that was measured at 99 %: two letters swapped,
    one left out, one doubled or one key beside the right one, and nothing else
    comes near.
    """

    word: str
    candidates: tuple[str, ...]
    slip: str
    sure: bool

    @property
    def evidence(self) -> str:
        """What speaks for it, in words."""
        return f"{self.word!r} is in no word list; {self.slip}: {' or '.join(map(repr, self.candidates))}."


def unlisted(text: str, language: str) -> list[str]:
    """Return the words of a text that its language's list does not have, as they stand and in their order, each once."""
    rough = dict.fromkeys(_ROUGHLY.findall(text))
    words = dict.fromkeys(word for part in rough for word in ((part,) if part.isalpha() else _WORD.findall(part)))
    return [word for word in words if not _is_listed(word, language)]


@lru_cache(maxsize=1 << 15)
def _is_listed(word: str, language: str) -> bool:
    """Does the list have the word?  Most words of a text stood in the one before it."""
    known, folded = lexicon(language), word.casefold()
    return folded in known or (folded != word and word in known)


def is_known(word: str, language: str) -> bool:
    """Is the word in one of the lists of its language, in any case, or in the English one?"""
    folded = word.casefold()
    return folded in lexicon(language) or folded in lexicon("en") or is_form(word, language)


@lru_cache(maxsize=50_000)
def suspect(word: str, language: str) -> Suspect | None:
    """Return what is suspect about a word, or None: it is known, a compound, an inflected form, or like nothing known."""
    folded, known = word.casefold(), lexicon(language)
    if not SHORTEST <= len(folded) <= LONGEST or folded in known:
        return None
    near = {c: f for c, f in known.among(_candidates(folded, language)).items() if f >= _COMMON}
    best = max(near, key=lambda c: (near[c], c), default="")
    if not best or is_known(word, language) or is_form_of(folded, best, language) or _is_built(word, best, language):
        return None
    rivals = [c for c in _neighbours(folded, language) - {best} if known.get(c) * _DOMINANT > near[best]]
    others = sorted(rivals, key=lambda c: -known.get(c))[:2] + splits(folded, known)[:1]
    candidates = tuple(_like(word, c) for c in (best, *others))
    slip = _slip(folded, best)
    plain = slip not in (_OTHER_KEY, _NO_DOTS) or near[best] >= _USUAL or len(folded) >= _LONG
    whole = len(best) <= len(folded) or len(folded) >= _RETYPED  # a short word with a letter more is often a name (popcon)
    sure = not others and len(near) == 1 and plain and whole and _is_one_word(word, best, language)
    sure = sure and not _is_reordered(folded, best, known)
    return Suspect(word, candidates, f"{slip}, zipf {math.log10(near[best]) + 9:.1f}", sure)


def nearly_said(word: str, said: Mapping[str, int], language: str) -> Suspect | None:
    """Return the rare word that is meant because the document says it again and again; `said`: its words, folded, and how often."""
    folded, known = word.casefold(), lexicon(language)
    if not _RETYPED <= len(folded) <= LONGEST or folded in known:
        return None
    alike = [w for w in said if w[-2:] == folded[-2:] and abs(len(w) - len(folded)) <= 1 and said[w] >= OFTEN]
    twins = _candidates(folded, language).intersection(alike) if alike else set()
    if len(twins) != 1:
        return None
    (best,) = twins
    if is_joined_otherwise(folded, best) or not _is_one_word(word, best, language):
        return None
    least = max(_MET, known.get(best) / _DOMINANT)
    if any(known.get(c) >= least for c in _neighbours(folded, language) - {best}) or is_known(word, language):
        return None
    if _is_built(word, best, language) or splits(folded, known) or _is_reordered(folded, best, known):
        return None
    return Suspect(word, (_like(word, best),), f"{_slip(folded, best)}, and the document says {said[best]} times", True)


def _candidates(folded: str, language: str) -> set[str]:
    other_key = retyped(folded, language) | redotted(folded, language) if len(folded) >= _RETYPED else set()
    return swapped(folded) | undoubled(folded) | completed(folded, language) | other_key


def _is_one_word(word: str, best: str, language: str) -> bool:
    """Is it certain how the candidate is spelt, and that no older form of it was meant?  The lists do not tell ß from ss."""
    if language == "de" and word.lower().count("ss") != _spelt(word, best).count("ss"):
        return False
    return not is_elided(word.casefold(), best, language) and not is_spelt_otherwise(word.casefold(), best, language)


def _is_built(word: str, best: str, language: str) -> bool:
    """Is it built from known words?  A doubled last letter is no ending, nor is -in unless it names a woman."""
    folded = word.casefold()
    if folded[:-1] == best or (language == "de" and word.islower() and word.endswith("in")):
        return False
    return is_built(folded, lexicon(language), language)


def _is_reordered(folded: str, best: str, known: Lexicon) -> bool:
    """May another word of the same letters be meant: in forgien foreign rather than forgiven?"""
    least = known.get(best) / _DOMINANT
    return any(known.get(c) > least for c in set(reordered(folded)) - {best})


def _neighbours(word: str, language: str) -> set[str]:
    """All known words that one slip of any kind leads to."""
    return lexicon(language).among(all_edits(word, language)).keys() - {word}


def _slip(word: str, meant: str) -> str:
    if len(meant) != len(word):
        return "a letter doubled" if len(meant) < len(word) else "a letter left out"
    if sorted(word) == sorted(meant):
        return "two letters swapped"
    return _NO_DOTS if meant in redotted(word, "de") else _OTHER_KEY


def _spelt(word: str, best: str) -> str:
    """Return the candidate with ß where the word has it; as it stands if the slip touches ß."""
    if "ß" not in word:
        return best
    sharp = [f"{best[:i]}ß{best[i + 2 :]}" for i in range(len(best)) if best.startswith("ss", i)]
    return next((one for one in sharp if one in _candidates(word.lower(), "de")), best)


def _like(word: str, candidate: str) -> str:
    candidate = _spelt(word, candidate)
    return candidate.capitalize() if word[0].isupper() else candidate
