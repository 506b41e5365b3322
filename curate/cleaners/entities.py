"""HTML entities left over in plain text: `&amp;`, `&nbsp;`, `&#8217;`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from curate.cleaners.context import Context
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}[1-4]?|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_TALK_OF_MARKUP = re.compile(
    r"html|xml|entit|escap|mark-?up|</?[a-z]|&lt;/?[a-z!]|&amp;(?:lt|gt|amp|quot|#)|[{}=;]\s*$|\\|`|\w\(\)|://\S*$", re.I
)
_FENCED = re.compile(r"(?m)^[ \t]{0,3}(?:```|~~~)")
_REACH = 120  # characters before and after in which code, an address or talk of HTML would show


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the character that an entity stands for.

    Wrong for text *about* HTML that neither says so nor shows any: such text
    wants `encoding = false`.
    """
    text = draft.text
    if not context.config.normalise.encoding or "&" not in text or _FENCED.search(text):
        return
    for match in _ENTITY.finditer(text):
        start, end = match.span()
        character = html.unescape(match.group())
        if _is_text_character(character) and not _is_mentioned(text, start, end):
            yield Edit(start, end, match.group(), character, "encoding.entity", f"{character!r}, as HTML writes it.", 0.99)


def _is_text_character(character: str) -> bool:
    """Is it a character that text may hold?  Angle brackets are not, without what they stood around."""
    return len(character) == 1 and character not in "<>" and (character.isprintable() or character in "\xa0\xad\u2009\u202f")


def _is_mentioned(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - _REACH) : start].rpartition("\n")[2], text[end : end + _REACH].partition("\n")[0]
    if before.rstrip(" \t")[-1:] in ("", "|") and after.lstrip(" \t")[:1] == "|":  # alone in a cell: a table of entities
        return True
    if before.endswith(" ") and after[:1] in tuple(".,;:!?)") and html.unescape(text[start:end]).isspace():  # a word: I forgot &nbsp;.
        return True
    quoted = before[-1:] in tuple("\"'`“‘«„(") and after[:1] in tuple("\"'`”’»“)")
    return quoted or bool(_TALK_OF_MARKUP.search(before) or _TALK_OF_MARKUP.search(after))
