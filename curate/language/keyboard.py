"""Generate the words from which a given word may have come by one typing error, by the kind of error.

>>> "haben" in swap_neighbours("hbaen"), "haben" in remove_doubled_letter("habben"), "haben" in insert_letter("haen", "de")
(True, True, True)
>>> "abends" in replace_by_adjacent_key("abebds", "de"), "für" in restore_umlaut("fur", "de")
(True, True)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

_BASIC_LETTERS = "abcdefghijklmnopqrstuvwxyz"
EXTRA_LETTERS = {  # of a language, besides a to z
    "de": "äöüß", "es": "áéíóúñü", "fr": "àâçéèêëîïôûùœ", "it": "àèéìòù", "nl": "éëï", "pl": "ąćęłńóśźż", "pt": "áâãàçéêíóôõú", "en": "",
}  # fmt: skip
_ROWS = {"de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"), "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn")}
_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEVER_ENDINGS = frozenset("bcfjpqvwxy")  # letters that hardly ever end a word
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûãõëïœ")


def swap_neighbours(word: str) -> set[str]:
    """Return the words with two neighbouring letters swapped, except the first letter."""
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)} - {word}


def remove_doubled_letter(word: str) -> set[str]:
    """Return the words with one of two equal neighbouring letters removed, except at the start."""
    return {word[:i] + word[i + 1 :] for i in range(2, len(word)) if word[i] == word[i - 1]}


def insert_letter(word: str, language: str) -> set[str]:
    """Return the words with one more letter, not at either end."""
    return {word[:i] + letter + word[i:] for i in range(1, len(word)) for letter in alphabet(language)}


def replace_by_adjacent_key(word: str, language: str) -> set[str]:
    """Return the words with one letter replaced by that of an adjacent key.

    Not the first letter, not a vowel by a vowel (bekömmt is no typo), and one of
    the last two letters only if it hardly ever ends a word.
    """
    adjacent, end = _adjacent_keys(language), len(word) - 2
    places = ((i, key) for i in range(1, len(word)) if i < end or word[i] in _NEVER_ENDINGS for key in adjacent.get(word[i], ()))
    return {word[:i] + key + word[i + 1 :] for i, key in places if not (key in _VOWELS and word[i] in _VOWELS)}


def restore_umlaut(word: str, language: str) -> set[str]:
    """Return the words with a, o or u replaced by its umlaut; none outside German."""
    return {word[:i] + _UMLAUTS[c] + word[i + 1 :] for i, c in enumerate(word) if c in _UMLAUTS} if language == "de" else set()


def move_or_swap_letters(word: str) -> Iterator[str]:
    """Yield the words with any two letters swapped, or one letter moved: foreign from forgien."""
    for i in range(len(word)):
        rest = word[:i] + word[i + 1 :]
        for j in range(len(word)):
            yield rest[:j] + word[i] + rest[j:]
            if j > i:
                yield word[:i] + word[j] + word[i + 1 : j] + word[i] + word[j + 1 :]


def single_letter_variants(word: str, language: str) -> Iterator[str]:
    """Yield the words at one insertion, deletion, replacement or swap of neighbours from the word."""
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        for letter in alphabet(language):
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def alphabet(language: str) -> str:
    """Return the lower-case letters of a language."""
    return _BASIC_LETTERS + EXTRA_LETTERS[language]


@cache
def _adjacent_keys(language: str) -> Mapping[str, str]:
    """Return the letters on the adjacent keys of each letter."""
    keys = {(row, column): key for row, line in enumerate(_ROWS.get(language, _QWERTY)) for column, key in enumerate(line)}
    around = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if (row, column) != (0, 0)]
    return {key: "".join(keys[at] for x, y in around if (at := (row + x, column + y)) in keys) for (row, column), key in keys.items()}
