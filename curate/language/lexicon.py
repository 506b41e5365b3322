"""Word lists: how frequent a word of a language is, and whether it is an inflected form.

The lists are wordfreq's (frequencies) and simplemma's (forms): plain
dependencies, read when first asked, one language at a time, and kept in a form
that need not be read again (see `tables`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import normalize
from zlib import crc32

from curate.language.tables import Table, kept, values

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")
_SIEVE = (1 << 21) - 1  # low bits of a word's checksum: of what is no word, a quarter at most passes the sieve


class Lexicon:
    """Words and their frequencies, as sorted keys: a fifteenth of the memory of a dict.

    Two words in 10^13 share a key of 64 bits, and one of them would have to be
    looked up for that to matter.

        >>> words = Lexicon(table([["the"], ["of", "and"]]))  # by frequency: each list a centibel rarer than the one before
        >>> "of" in words, words.get("the"), words.get("dog")
        (True, 1.0, 0.0)
    """

    def __init__(self, table: Table) -> None:
        self._keys, self._centibels, self._sieve = (values(table[name]) for name in ("keys", "centibels", "sieve"))

    def get(self, word: str, default: float = 0.0) -> float:
        """Return the share of the word in all words of the language, or `default`."""
        at = self._place(_bytes(word))
        return default if at is None else self._share(at)

    def among(self, words: Iterable[str]) -> dict[str, float]:
        """Return those of the words that are in the list, with their shares; for many words that mostly are not."""
        sieve, found = self._sieve, {}
        for word in words:  # hundreds for a word that may be a slip: written out, as calls would take half of the time
            data = word.encode("utf-8", "surrogatepass")
            if sieve[crc32(data) & _SIEVE] and (at := self._place(data)) is not None:
                found[word] = self._share(at)
        return found

    def __contains__(self, word: str) -> bool:
        return self._place(_bytes(word)) is not None

    def _share(self, at: int) -> float:
        return float(10 ** (-self._centibels[at] / 100))

    def _place(self, data: bytes) -> int | None:
        checksum = crc32(data)
        if not self._sieve[checksum & _SIEVE]:
            return None
        key = checksum << 32 | crc32(data[::-1])
        at = bisect_left(self._keys, key)
        return at if at < len(self._keys) and self._keys[at] == key else None


def table(bins: Sequence[Iterable[str]]) -> Table:
    """Return the words of some lists, each of which is a centibel rarer than the one before, as a Lexicon reads them."""
    import numpy as np  # most commands never need it

    keys = [np.fromiter((_key(_bytes(word)) for word in words), np.uint64) for words in bins]
    centibels = np.repeat(np.arange(len(bins), dtype=np.uint16), list(map(len, keys)))
    together = np.concatenate(keys)
    order = np.argsort(together)
    sieve = np.zeros(_SIEVE + 1, np.uint8)
    sieve[(together >> np.uint64(32)) & np.uint64(_SIEVE)] = 1
    return {"keys": together[order], "centibels": centibels[order], "sieve": sieve}


def _key(data: bytes) -> int:
    """Return 64 bits: the checksum of a word and that of it read backwards.  Unlike hash(), the same in every process."""
    return crc32(data) << 32 | crc32(data[::-1])


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of one of LANGUAGES, case folded (so that ß is ss)."""

    def make() -> Table:
        from wordfreq import available_languages, read_cBpack  # takes a moment

        return table(read_cBpack(available_languages("best")[language]))

    return Lexicon(kept(f"words-{language}", "wordfreq", make))


def is_form(word: str, language: str) -> bool:
    """Is it an inflected form that simplemma knows, in any case?"""
    spelt = (normalize("NFC", one) for one in (word, word.lower(), word.capitalize()))
    return any(_lookup().get_lemma(one, language) is not None for one in spelt)


@cache
def _lookup() -> Any:
    """Return simplemma's way to look a word up, in dictionaries of which only the words were kept."""
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy(_Dictionaries())


class _Dictionaries:
    """What simplemma calls a DictionaryFactory."""

    def get_dictionary(self, lang: str) -> Any:
        return _forms(lang)


@dataclass(frozen=True, slots=True)
class _Forms:
    """As much of a dictionary as simplemma asks for; each word's lemma is the word."""

    words: Lexicon

    def get(self, word: str) -> str | None:
        return word if word in self.words else None


@cache
def _forms(language: str) -> _Forms:
    def make() -> Table:
        from simplemma.strategies import StreamDictionaryFactory  # takes a second, half of it unpacking

        return table([StreamDictionaryFactory().get_dictionary(language)])

    return _Forms(Lexicon(kept(f"forms-{language}", "simplemma", make)))
