"""Word lists: how frequent a word of a language is, and whether it is an inflected form.

The lists are wordfreq's (frequencies) and simplemma's (forms): plain
dependencies, read when first asked, one language at a time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")
_SIEVE = (1 << 21) - 1  # low bits of a hash: of what is no word, a sixth at most passes the sieve


class Lexicon:
    """Words and their frequencies, as sorted hashes: a fifteenth of the memory of a dict.

    Two words in 10^13 share a hash of 64 bits, and one of them would have to be
    looked up for that to matter.

        >>> words = Lexicon([["the"], ["of", "and"]])  # by frequency: each list a centibel rarer than the one before
        >>> "of" in words, words.get("the"), words.get("dog")
        (True, 1.0, 0.0)
    """

    def __init__(self, bins: Sequence[Sequence[str]]) -> None:
        import numpy as np  # most commands never need it

        hashes = np.fromiter(map(hash, chain.from_iterable(bins)), np.int64)
        order = np.argsort(hashes)
        centibels = np.repeat(np.arange(len(bins), dtype=np.uint16), [len(words) for words in bins])
        self._hashes, self._centibels = array("q", hashes[order].tobytes()), array("H", centibels[order].tobytes())
        sieve = np.zeros(_SIEVE + 1, dtype=np.uint8)
        sieve[hashes & _SIEVE] = 1
        self._sieve = sieve.tobytes()  # nearly all that is asked about when slips are looked for is no word

    def get(self, word: str, default: float = 0.0) -> float:
        """Return the share of the word in all words of the language, or `default`."""
        at = self._place(word)
        return default if at is None else float(10 ** (-self._centibels[at] / 100))

    def among(self, words: Iterable[str]) -> dict[str, float]:
        """Return those of the words that are in the list, with their shares; for many words that mostly are not."""
        sieve = self._sieve
        return {word: self.get(word) for word in words if sieve[hash(word) & _SIEVE] and word in self}

    def __contains__(self, word: str) -> bool:
        return self._place(word) is not None

    def _place(self, word: str) -> int | None:
        key = hash(word)
        if not self._sieve[key & _SIEVE]:
            return None
        at = bisect_left(self._hashes, key)
        return at if at < len(self._hashes) and self._hashes[at] == key else None


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of one of LANGUAGES, case folded (so that ß is ss)."""
    from wordfreq import available_languages, read_cBpack  # takes a moment, and most commands never need it

    return Lexicon(read_cBpack(available_languages("best")[language]))


def is_form(word: str, language: str) -> bool:
    """Is it an inflected form that simplemma knows, in any case?"""
    from simplemma import is_known  # a second of reading the first time, as it keeps its lists packed

    return any(is_known(spelt, lang=language, low_memory=True) for spelt in (word, word.lower(), word.capitalize()))
