"""How many words a text has, also where its script puts no spaces between them, and whether a sentence ends in it."""

from __future__ import annotations

import re

# Thai and Lao, Myanmar, Khmer; kana, Bopomofo, Han; their punctuation and full-width signs stand between words
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]"
)
_CHARACTERS_OF_A_WORD = 2
# after these a sentence ends though no space follows
_SENTENCE_END = re.compile(r"[.!?…؟۔।॥։።][\"'”“»«’)\]]*(?:\s|$)|[。！？｡။។]")


def count_words(text: str) -> int:
    """Return the number of words between spaces; of a script without spaces two characters are a word.

    Right on average, not for the single line: a Chinese word has one to three
    characters, a Thai one four or five.

    >>> count_words("It rained all night."), count_words("夜里一直在下雨。"), count_words("iPhone 手机")
    (4, 4, 2)
    """
    if text.isascii():
        return len(text.split())
    spaced, signs = _UNSPACED.subn(" ", text)
    if not signs:
        return len(text.split())
    letters = sum(map(str.isalpha, text)) - sum(map(str.isalpha, spaced))
    return len(spaced.split()) + -(-letters // _CHARACTERS_OF_A_WORD)


def is_unspaced(character: str) -> bool:
    """Does the character belong to a script that puts no spaces between words?"""
    return _UNSPACED.match(character) is not None


def has_sentence_end(text: str) -> bool:
    """Does a sentence end in the text?  Wrong for Thai, which marks no end of a sentence."""
    return _SENTENCE_END.search(text) is not None
