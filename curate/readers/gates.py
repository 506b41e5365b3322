"""What no real page is: counts that are refused before a parser may hang on them.

None of 3,041 real pages came near these limits.  A count decides the same
everywhere; a clock would not.
"""

from __future__ import annotations

import re

from curate.errors import Unreadable

_MOST_CHARACTERS = 10_000_000
_MOST_TAGS = 60_000
_MOST_ATTRIBUTES = 10_000
_MOST_LINES = 300_000
_MOST_TEXT = 30_000_000  # characters of a text, for each of which cleaning takes up to 90 bytes of memory
_TAG = re.compile(r"<[^<>]*>")


def check(markup: str) -> None:
    """Raise Unreadable, with the count and its limit, for a page that a parser could hang on."""
    counts = (
        (len(markup), _MOST_CHARACTERS, "characters"),
        (markup.count("<"), _MOST_TAGS, "tags"),
        (markup.count("\n"), _MOST_LINES, "lines"),
        (_attributes(markup), _MOST_ATTRIBUTES, "attributes in one tag"),
    )
    for count, most, what in counts:
        if count > most:
            raise Unreadable(f"a page with {count:,} {what}, more than {most:,}; split it or export its text")


def check_text(text: str) -> None:
    """Raise Unreadable for a text that cannot be cleaned within the memory of a worker; no shape of a text is refused."""
    if len(text) > _MOST_TEXT:
        raise Unreadable(f"a text of {len(text):,} characters, more than {_MOST_TEXT:,}; split it")


def _attributes(markup: str) -> int:
    if markup.count("=") <= _MOST_ATTRIBUTES:
        return 0
    if max(part.count("=") for part in markup.split(">")) <= _MOST_ATTRIBUTES:  # a tag is within one of these parts
        return 0
    return max((tag.group().count("=") for tag in _TAG.finditer(markup)), default=0)
