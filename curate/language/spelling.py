"""Find words that are typos, and the words that they were meant to be.

    >>> find_typo("zusamenarbeiten", "de").candidates
    ('zusammenarbeiten',)
    >>> find_typo("dortin", "de").candidates
    ('dorthin', 'dort in')
    >>> find_typo("Todesstoss", "de"), find_typo("Matze", "de"), find_typo("geniert", "de")
    (None, None, None)

Wrong for dialect, for old spelling and for text in several languages: ask only
about words whose neighbours are in the language.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from curate.language.candidates import (
    ADJACENT_KEY,
    MIN_LENGTH_OF_KEY_SLIP,
    MISSING_UMLAUT,
    describe_slip,
    generate_candidates,
    match_case,
    restore_sharp_s,
)
from curate.language.inflection import (
    find_splits,
    is_compound_variant,
    is_derived_or_compound,
    is_elision_of,
    is_form_of,
    is_spelling_variant,
)
from curate.language.keyboard import (
    move_or_swap_letters,
    single_letter_variants,
)
from curate.language.lexicon import Lexicon, is_inflected_form, load_lexicon

MIN_LENGTH, MAX_LENGTH = 6, 40  # letters of a word that can be a typo
MIN_OCCURRENCES = 3  # in a document, of a word that a rare word nearly matches
_WORD = re.compile(rf"[^\W\d_]{{{MIN_LENGTH},}}")
_WORD_LIKE = re.compile(rf"\w{{{MIN_LENGTH},}}")  # also matches digits and underscores, and is faster
_MIN_FREQUENCY = 10**-6.0  # of a candidate
_MIN_RIVAL_FREQUENCY = 10**-7.0
_MIN_KEY_SLIP_FREQUENCY = 10**-5.5  # of the candidate for an adjacent key, unless the word is long (geforkte is not geformte)
_SAFE_KEY_SLIP_LENGTH = 10  # letters
_DOMINANCE = 100.0  # the best candidate is so many times as frequent as the next


@dataclass(frozen=True, slots=True)
class SuspectedTypo:
    """An unlisted word, and the words that it may have been meant to be, best first.

    `is_certain` marks a class of typos that was measured at 99 % precision: two
    letters swapped, one left out, one doubled, or one adjacent key, and no other
    candidate comes near.
    """

    word: str
    candidates: tuple[str, ...]
    slip: str  # the kind of typing error, in words
    is_certain: bool

    @property
    def evidence(self) -> str:
        """Why the word is suspected, in one sentence."""
        return f"{self.word!r} is in no word list; {self.slip}: {' or '.join(map(repr, self.candidates))}."


def find_unlisted_words(text: str, language: str) -> list[str]:
    """Return the words of a text that the language's lexicon does not list, each once, in the order and case of the text."""
    tokens = dict.fromkeys(_WORD_LIKE.findall(text))
    words = dict.fromkeys(word for token in tokens for word in ((token,) if token.isalpha() else _WORD.findall(token)))
    return [word for word in words if not _is_listed(word, language)]


@lru_cache(maxsize=1 << 15)
def _is_listed(word: str, language: str) -> bool:
    """Does the lexicon list the word?  Cached, because most words of a text occurred in the last one."""
    lexicon, folded = load_lexicon(language), word.casefold()
    return folded in lexicon or (folded != word and word in lexicon)


def is_known_word(word: str, language: str) -> bool:
    """Is the word listed, in any case, in the lexicon or the inflected forms of its language, or in the English lexicon?"""
    folded = word.casefold()
    return folded in load_lexicon(language) or folded in load_lexicon("en") or is_inflected_form(word, language)


@lru_cache(maxsize=50_000)
def find_typo(word: str, language: str) -> SuspectedTypo | None:
    """Return the word as a suspected typo, or None if it is known, a compound, an inflected form, or near no frequent word."""
    folded, lexicon = word.casefold(), load_lexicon(language)
    if not MIN_LENGTH <= len(folded) <= MAX_LENGTH or folded in lexicon:
        return None
    near = {c: f for c, f in lexicon.frequencies(generate_candidates(folded, language)).items() if f >= _MIN_FREQUENCY}
    best = max(near, key=lambda c: (near[c], c), default="")
    if not best or is_known_word(word, language) or is_form_of(folded, best, language) or _is_derived_or_compound(word, best, language):
        return None
    rivals = [c for c in _known_neighbours(folded, language) - {best} if lexicon.frequency(c) * _DOMINANCE > near[best]]
    others = sorted(rivals, key=lambda c: -lexicon.frequency(c))[:2] + find_splits(folded, lexicon)[:1]
    candidates = tuple(match_case(word, c) for c in (best, *others))
    is_certain = not others and len(near) == 1 and _is_plain_slip(folded, best, near[best])
    is_certain = is_certain and _is_spelling_certain(word, best, language) and not _is_anagram_of_other(folded, best, lexicon)
    return SuspectedTypo(word, candidates, f"{describe_slip(folded, best)}, zipf {math.log10(near[best]) + 9:.1f}", is_certain)


def _is_plain_slip(folded: str, best: str, frequency: float) -> bool:
    """Is the word long enough, or its candidate frequent enough, for this kind of typing error?"""
    if len(best) > len(folded) and len(folded) < MIN_LENGTH_OF_KEY_SLIP:
        return False  # a short word that lacks one letter is often a name (popcon)
    is_other_letter = describe_slip(folded, best) in (ADJACENT_KEY, MISSING_UMLAUT)
    return not is_other_letter or frequency >= _MIN_KEY_SLIP_FREQUENCY or len(folded) >= _SAFE_KEY_SLIP_LENGTH


def find_near_match(word: str, counts: Mapping[str, int], language: str) -> SuspectedTypo | None:
    """Return the word as a typo of a rare word that its document repeats, or None.

    `counts` gives the number of occurrences of the document's words, case-folded.
    """
    folded, lexicon = word.casefold(), load_lexicon(language)
    if not MIN_LENGTH_OF_KEY_SLIP <= len(folded) <= MAX_LENGTH or folded in lexicon:
        return None
    similar = [w for w in counts if w[-2:] == folded[-2:] and abs(len(w) - len(folded)) <= 1 and counts[w] >= MIN_OCCURRENCES]
    matches = generate_candidates(folded, language).intersection(similar) if similar else set()
    if len(matches) != 1:
        return None
    (best,) = matches
    if is_compound_variant(folded, best) or not _is_spelling_certain(word, best, language):
        return None
    least = max(_MIN_RIVAL_FREQUENCY, lexicon.frequency(best) / _DOMINANCE)
    if any(lexicon.frequency(c) >= least for c in _known_neighbours(folded, language) - {best}) or is_known_word(word, language):
        return None
    if _is_derived_or_compound(word, best, language) or find_splits(folded, lexicon) or _is_anagram_of_other(folded, best, lexicon):
        return None
    slip = f"{describe_slip(folded, best)}, and the document says {counts[best]} times"
    return SuspectedTypo(word, (match_case(word, best),), slip, is_certain=True)


def _is_spelling_certain(word: str, best: str, language: str) -> bool:
    """Is the spelling of the candidate certain (the lexicon folds ß to ss), and is the word no older form of it?"""
    if language == "de" and word.lower().count("ss") != restore_sharp_s(word, best).count("ss"):
        return False
    return not is_elision_of(word.casefold(), best, language) and not is_spelling_variant(word.casefold(), best, language)


def _is_derived_or_compound(word: str, best: str, language: str) -> bool:
    """Is the word derived from known words?  A doubled last letter is no ending, and -in only makes a noun."""
    folded = word.casefold()
    if folded[:-1] == best or (language == "de" and word.islower() and word.endswith("in")):
        return False
    return is_derived_or_compound(folded, load_lexicon(language), language)


def _is_anagram_of_other(folded: str, best: str, lexicon: Lexicon) -> bool:
    """May it be another word of the same letters, as forgien is foreign rather than forgiven?"""
    least = lexicon.frequency(best) / _DOMINANCE
    return any(lexicon.frequency(c) > least for c in set(move_or_swap_letters(folded)) - {best})


def _known_neighbours(word: str, language: str) -> set[str]:
    """Return the listed words at one edit of any kind from the word."""
    return load_lexicon(language).frequencies(single_letter_variants(word, language)).keys() - {word}
