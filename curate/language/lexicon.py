"""Lexicons: how frequent a word of a language is, and whether it is an inflected form.

The frequencies are wordfreq's, the inflected forms simplemma's.  Each list is
loaded at its first use and stored in a form that need not be parsed again (see
`tables`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import normalize
from zlib import crc32

from curate.language.tables import Table, as_memoryview, load_or_build

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")
_FILTER_MASK = (1 << 21) - 1  # low bits of a word's checksum; the filter lets through at most a quarter of the unlisted words


class Lexicon:
    """Words and their frequencies as sorted 64-bit hashes, in a fifteenth of the memory of a dict.

    Two words in 10^13 share a hash, which matters only if an unlisted word that
    is looked up shares the hash of a listed one.

        >>> lexicon = Lexicon(build_table([["the"], ["of", "and"]]))  # lists by frequency, each a centibel below the last
        >>> "of" in lexicon, lexicon.frequency("the"), lexicon.frequency("dog")
        (True, 1.0, 0.0)
    """

    def __init__(self, table: Table) -> None:
        self._hashes, self._centibels, self._filter = (as_memoryview(table[name]) for name in ("hashes", "centibels", "filter"))

    def frequency(self, word: str) -> float:
        """Return the share of the word in running text of the language, 0 if it is not listed."""
        index = self._find_index(_encode(word))
        return 0.0 if index is None else self._frequency_at(index)

    def frequencies(self, words: Iterable[str]) -> dict[str, float]:
        """Return the frequencies of the listed words among many, most of which are not listed."""
        passes, frequencies = self._filter, {}
        for word in words:  # hundreds of candidates for one typo; inlined, because calls would take half of the time
            data = word.encode("utf-8", "surrogatepass")
            if passes[crc32(data) & _FILTER_MASK] and (index := self._find_index(data)) is not None:
                frequencies[word] = self._frequency_at(index)
        return frequencies

    def __contains__(self, word: str) -> bool:
        return self._find_index(_encode(word)) is not None

    def _frequency_at(self, index: int) -> float:
        return float(10 ** (-self._centibels[index] / 100))

    def _find_index(self, data: bytes) -> int | None:
        checksum = crc32(data)
        if not self._filter[checksum & _FILTER_MASK]:
            return None
        word_hash = checksum << 32 | crc32(data[::-1])
        index = bisect_left(self._hashes, word_hash)
        return index if index < len(self._hashes) and self._hashes[index] == word_hash else None


def build_table(bins: Sequence[Iterable[str]]) -> Table:
    """Return the table of a Lexicon from lists of words, each list a centibel (a factor of 10^0.01) rarer than the one before."""
    import numpy as np  # most commands never need it

    hashes_by_bin = [np.fromiter((_hash_word(_encode(word)) for word in words), np.uint64) for words in bins]
    centibels = np.repeat(np.arange(len(bins), dtype=np.uint16), list(map(len, hashes_by_bin)))
    hashes = np.concatenate(hashes_by_bin)
    order = np.argsort(hashes)
    passes = np.zeros(_FILTER_MASK + 1, np.uint8)
    passes[(hashes >> np.uint64(32)) & np.uint64(_FILTER_MASK)] = 1
    return {"hashes": hashes[order], "centibels": centibels[order], "filter": passes}


def _hash_word(data: bytes) -> int:
    """Return 64 bits: the CRC of the word and the CRC of the reversed word.  Unlike hash(), the same in every process."""
    return crc32(data) << 32 | crc32(data[::-1])


def _encode(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the lexicon of one of LANGUAGES; its words are case-folded, so that ß is ss."""

    def build() -> Table:
        from wordfreq import available_languages, read_cBpack  # takes a moment

        return build_table(read_cBpack(available_languages("best")[language]))

    return Lexicon(load_or_build(f"words-{language}", "wordfreq", build))


def is_inflected_form(word: str, language: str) -> bool:
    """Does simplemma list the word as a form of some lemma, in upper or lower case?"""
    spellings = (normalize("NFC", spelling) for spelling in (word, word.lower(), word.capitalize()))
    return any(_load_lemma_lookup().get_lemma(spelling, language) is not None for spelling in spellings)


@cache
def _load_lemma_lookup() -> Any:
    """Return simplemma's dictionary lookup, on dictionaries reduced to their word forms."""
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy(_Dictionaries())


class _Dictionaries:
    """A DictionaryFactory of simplemma."""

    def get_dictionary(self, lang: str) -> Any:
        return _load_forms(lang)


@dataclass(frozen=True, slots=True)
class _WordForms:
    """A dictionary for simplemma in which the lemma of each listed form is the form itself."""

    words: Lexicon

    def get(self, word: str) -> str | None:
        return word if word in self.words else None


@cache
def _load_forms(language: str) -> _WordForms:
    def build() -> Table:
        from simplemma.strategies import StreamDictionaryFactory  # takes a second, half of it for unpacking

        return build_table([StreamDictionaryFactory().get_dictionary(language)])

    return _WordForms(Lexicon(load_or_build(f"forms-{language}", "simplemma", build)))
