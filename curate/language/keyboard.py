"""What one slip of the keys may have been before: words a letter away, by the kind of slip.

>>> "haben" in swapped("hbaen"), "haben" in undoubled("habben"), "haben" in completed("haen", "de"), "abends" in retyped("abebds", "de")
(True, True, True, True)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
EXTRA = {  # letters of a language besides a to z
    "de": "äöüß", "es": "áéíóúñü", "fr": "àâçéèêëîïôûùœ", "it": "àèéìòù", "nl": "éëï", "pl": "ąćęłńóśźż", "pt": "áâãàçéêíóôõú", "en": "",
}  # fmt: skip
_ROWS = {"de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"), "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn")}
_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NO_ENDING = frozenset("bcfjpqvwxy")
_DOTTED = {"a": "ä", "o": "ö", "u": "ü"}
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûãõëïœ")


def swapped(word: str) -> set[str]:
    """Two neighbours swapped, the first letter never."""
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)} - {word}


def undoubled(word: str) -> set[str]:
    """One of two equal letters left out, but for the first two."""
    return {word[:i] + word[i + 1 :] for i in range(2, len(word)) if word[i] == word[i - 1]}


def completed(word: str, language: str) -> set[str]:
    """One letter more, inside."""
    return {word[:i] + letter + word[i:] for i in range(1, len(word)) for letter in letters(language)}


def retyped(word: str, language: str) -> set[str]:
    """Another letter in place of one that lies beside it on the keyboard; not at the start, at the end only for one that
    is no ending, nor a vowel for a vowel (bekömmt)."""
    beside, end = _beside(language), len(word) - 2
    places = ((i, key) for i in range(1, len(word)) if i < end or word[i] in _NO_ENDING for key in beside.get(word[i], ()))
    return {word[:i] + key + word[i + 1 :] for i, key in places if not (key in _VOWELS and word[i] in _VOWELS)}


def redotted(word: str, language: str) -> set[str]:
    """An umlaut in place of a letter without its dots."""
    return {word[:i] + _DOTTED[c] + word[i + 1 :] for i, c in enumerate(word) if c in _DOTTED} if language == "de" else set()


def reordered(word: str) -> Iterator[str]:
    """Yield what comes of it when two letters change places, wherever they stand, or one moves: foreign of forgien."""
    for i in range(len(word)):
        rest = word[:i] + word[i + 1 :]
        for j in range(len(word)):
            yield rest[:j] + word[i] + rest[j:]
            if j > i:
                yield word[:i] + word[j] + word[i + 1 : j] + word[i] + word[j + 1 :]


def all_edits(word: str, language: str) -> Iterator[str]:
    """Yield all that one letter more, less, changed or swapped makes of the word."""
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        for letter in letters(language):
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def letters(language: str) -> str:
    """Return the small letters of a language."""
    return _LETTERS + EXTRA[language]


@cache
def _beside(language: str) -> Mapping[str, str]:
    """Return which keys lie beside which."""
    keys = {(row, column): key for row, line in enumerate(_ROWS.get(language, _QWERTY)) for column, key in enumerate(line)}
    around = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if (row, column) != (0, 0)]
    return {key: "".join(keys[at] for x, y in around if (at := (row + x, column + y)) in keys) for (row, column), key in keys.items()}
