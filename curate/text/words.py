"""Count words, also in scripts without spaces between them; find sentence ends and running text."""

from __future__ import annotations

import re

# Thai and Lao, Myanmar, Khmer; kana, Bopomofo, Han; also their punctuation and full-width signs, which separate words
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3100-\u312f\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]"
)
_CHARACTERS_PER_WORD = 2
# the signs of the second group end a sentence even if no space follows
_SENTENCE_END = re.compile(r"[.!?…؟۔।॥։።][\"'”“»«’)\]]*(?:\s|$)|[。！？｡။។]")
_MIN_SENTENCE_WORDS = 4
_MIN_RUNNING_WORDS = 15
_MIN_RUNNING_CHARACTERS = 2 * _MIN_RUNNING_WORDS - 1  # a shorter passage cannot have so many words


def count_words(text: str) -> int:
    """Return the number of words between spaces; in a script without spaces, two characters count as a word.

    An estimate that is right on average, not for a single line: a Chinese word
    has one to three characters, a Thai word four or five.

    >>> count_words("It rained all night."), count_words("夜里一直在下雨。"), count_words("iPhone 手机")
    (4, 4, 2)
    """
    if text.isascii():
        return len(text.split())
    spaced, signs = _UNSPACED.subn(" ", text)
    if not signs:
        return len(text.split())
    letters = sum(map(str.isalpha, text)) - sum(map(str.isalpha, spaced))
    return len(spaced.split()) + -(-letters // _CHARACTERS_PER_WORD)


def split_words(text: str) -> list[str]:
    """Return the words of a text; in a script without spaces, each character counts as a word.

    >>> split_words("It rained."), split_words("iPhone 手机")
    (['It', 'rained.'], ['iPhone', '手', '机'])
    """
    return text.split() if text.isascii() else _UNSPACED.sub(r" \g<0> ", text).split()


def is_unspaced(character: str) -> bool:
    """Does the character belong to a script that puts no spaces between words?"""
    return _UNSPACED.match(character) is not None


def has_sentence_end(text: str) -> bool:
    """Does a sentence end in the text?  Wrong for Thai, which marks no end of a sentence."""
    return _SENTENCE_END.search(text) is not None


def is_running_text(passage: str) -> bool:
    """Is the passage running text: at least 15 words, and a sentence ends in it?"""
    return len(passage) >= _MIN_RUNNING_CHARACTERS and count_words(passage) >= _MIN_RUNNING_WORDS and has_sentence_end(passage)


def is_sentence(passage: str) -> bool:
    """Is the passage a sentence, short as it may be: at least 4 words and the end of a sentence, and neither heading nor item?"""
    return count_words(passage) >= _MIN_SENTENCE_WORDS and has_sentence_end(passage) and not passage.lstrip().startswith(("#", "- ", "|"))
