"""Letters of one code page read as another: `fьr`, `fⁿr`, `f¸r` for `für`.

UTF-8 that was misread leaves patterns that no text has, and ftfy finds them; a
single letter for another leaves only a word that is in no list.  So a document
must show it again and again: several common words come of it, and hardly a
place is left unexplained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from curate.cleaners.context import Context
from curate.language.keyboard import EXTRA_LETTERS
from curate.language.lexicon import load_lexicon
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit

MISREAD = (  # what was read as what
    ("cp1252", "cp1251"), ("cp1252", "cp437"), ("cp1252", "mac_roman"), ("cp1252", "cp1253"),
    ("cp850", "cp1252"), ("mac_roman", "cp1252"), ("cp1250", "cp1252"),
)  # fmt: skip
_LEAST_WORDS = 4  # different common words that must come of it
_LEAST_SHARE = 0.6  # of the words in which it may have happened; compounds are in no list
_COMMON = 10**-6.5
_ASCII = re.compile("[A-Za-z]")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the letters that were misread, where the language of the document is known and has such letters.

    Wrong for a list of examples of just this, which `encoding = false` keeps.
    """
    text, language = draft.text, context.language
    if not context.config.normalise.encoding or text.isascii() or not EXTRA_LETTERS.get(language):
        return
    found = [one for one in (_found(text, language, pages) for pages in _tables(language)) if one]
    if not found:
        return
    pages, words = max(found, key=lambda one: len(one[1]))
    table = _tables(language)[pages]
    for match in words:
        for at, sign in enumerate(match.group(), match.start()):
            if meant := table.get(ord(sign)):
                reason = f"{pages[0]} read as {pages[1]}: {match.group().translate(table)!r}."
                yield Edit(at, at + 1, sign, meant, "encoding.misread", reason, 0.99)


def _found(text: str, language: str, pages: tuple[str, str]) -> tuple[tuple[str, str], list[re.Match[str]]] | None:
    """Return the misread words, if it is certain that a code page was taken for another."""
    table = _tables(language)[pages]
    if not any(chr(sign) in text for sign in table):
        return None
    signs = re.escape("".join(map(chr, table)))
    words = [m for m in re.finditer(rf"(?:[^\W\d_]|[{signs}])+", text) if len(m.group()) > 1 and re.search(rf"[{signs}]", m.group())]
    suspect = [m for m in words if _ASCII.search(m.group()) and m.group().translate(table).isalpha()]
    explained = [m.group() for m in suspect if _is_explained(m.group(), table, language)]
    whole = [m for m in suspect if m.group() in explained or (m.group()[0].isalpha() and m.group()[-1].isalpha())]  # not a quotation mark
    sure = len(set(explained)) >= _LEAST_WORDS and len(explained) >= _LEAST_SHARE * len(words)
    return (pages, whole) if sure else None


def _is_explained(word: str, table: Mapping[int, str], language: str) -> bool:
    """Does a common word come of one that is none?"""
    known = load_lexicon(language)
    return known.frequency(word.translate(table).casefold()) >= _COMMON and word.casefold() not in known


@cache
def _tables(language: str) -> Mapping[tuple[str, str], Mapping[int, str]]:
    """Return, for each pair of code pages, what was read and which letter of the language it was."""
    letters = EXTRA_LETTERS[language] + EXTRA_LETTERS[language].upper().replace("SS", "")
    tables = {}
    for right, wrong in MISREAD:
        pairs = ((read(letter, right, wrong), letter) for letter in letters)
        tables[right, wrong] = {ord(sign): letter for sign, letter in pairs if sign and sign not in letters}
    return {pages: table for pages, table in tables.items() if table}


def read(letter: str, right: str, wrong: str) -> str:
    """Return what became of a letter; a byte that a code page has nothing for stays a control character."""
    try:
        byte = letter.encode(right)
    except UnicodeError:
        return ""
    try:
        return byte.decode(wrong)
    except UnicodeError:
        return byte.decode("latin-1")
