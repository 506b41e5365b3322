"""Refuse pages and texts that are so large that parsing or cleaning them could hang.

None of 3,041 real pages came near these limits.  They are counts, because a
count gives the same result on every machine; a timeout would not.
"""

from __future__ import annotations

import re

from curate.errors import Unreadable

_MAX_CHARACTERS = 10_000_000
_MAX_TAGS = 60_000
_MAX_ATTRIBUTES = 10_000
_MAX_LINES = 300_000
_MAX_TEXT_CHARACTERS = 30_000_000  # cleaning takes up to 90 bytes of memory for each
_MAX_TEXT_LINES = 1_000_000  # cleaning takes up to 3,000 bytes of memory for each
_RAW_TEXT_ELEMENT = re.compile(
    r"<(?=script\b|style\b)[^<]*+(?:<(?!/?(?:script|style)\b)[^<]*+)*+", re.IGNORECASE
)  # whose text is full of things that only look like tags
_NAME = re.compile(r"[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?""")


def check_page(markup: str) -> None:
    """Raise Unreadable, with the count and its limit, if the parser could hang on a page."""
    counts = (
        (len(markup), _MAX_CHARACTERS, "characters"),
        (markup.count("<"), _MAX_TAGS, "tags"),
        (markup.count("\n"), _MAX_LINES, "lines"),
        (_max_attributes(markup), _MAX_ATTRIBUTES, "attributes in one tag"),
    )
    for count, limit, unit in counts:
        if count > limit:
            raise Unreadable(f"a page with {count:,} {unit}, more than {limit:,}; split it or export its text")


def check_text(text: str) -> None:
    """Raise Unreadable if a text is too large to be cleaned in the memory of a worker."""
    for count, limit, unit in ((len(text), _MAX_TEXT_CHARACTERS, "characters"), (text.count("\n"), _MAX_TEXT_LINES, "lines")):
        if count > limit:
            raise Unreadable(f"a text of {count:,} {unit}, more than {limit:,}; split it")


def _max_attributes(markup: str) -> int:
    """Return the largest number of attributes in one tag; 0 if no tag is long enough for too many."""
    if _is_dense(markup):
        return 0
    parts = (part for text in _RAW_TEXT_ELEMENT.split(markup) if not _is_dense(text) for part in text.split("<"))
    return max((_count_attributes(part) for part in parts if len(part) > 2 * _MAX_ATTRIBUTES), default=0)


def _is_dense(markup: str) -> bool:
    """Does every stretch as long as a tag with too many attributes contain a `<`?  Looks at few places of the markup."""
    position, reach = -1, 2 * _MAX_ATTRIBUTES + 1
    while position + reach < len(markup):
        following = markup.rfind("<", position + 1, position + 1 + reach)
        if following < 0:
            return False
        position = following
    return True


def _count_attributes(tag: str) -> int:
    count, match = -1, _NAME.match(tag)
    while match:
        match = _ATTRIBUTE.match(tag, match.end())
        count += 1
    return max(0, count)
