"""Is a text written in the standard language of today, so that a word in no list is a slip rather than the way it is meant?

Dialect, older language and transcripts are full of words that no list has.
Learners and people in haste write few such words, but many that are one
letter away from a known one.
"""

from __future__ import annotations

import re

from curate.language.spelling import MIN_LENGTH, find_unlisted_words

_WORD = re.compile(r"[^\W\d_]+")
_UNLISTED = 0.04  # share of the longer words in lower case; 97 of 100 news texts have less than 0.025
_LEAST_UNLISTED = 4  # fewer are slips, or names
_SUSPECTS = 1 / 1_000  # of all words
_LEAST_SUSPECTS = 4


def is_standard_language(text: str, language: str, suspects: int) -> bool:
    """Is the share of words that no list has as low as in print, and that of the `suspects`, words that look like slips?

    Wrong for jargon that no list has: such a text counts as none.
    """
    words = _WORD.findall(text)
    if suspects >= max(_LEAST_SUSPECTS, _SUSPECTS * len(words)):
        return False
    longer = [word for word in words if len(word) >= MIN_LENGTH and word.islower()]
    rare = set(find_unlisted_words(text, language))
    unknown = sum(word in rare for word in longer)
    return unknown < max(_LEAST_UNLISTED, _UNLISTED * len(longer))
