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
_MOST_TEXT_LINES = 1_000_000  # for each of which it takes up to 3,000
_RAW = re.compile(
    r"<(?=script\b|style\b)[^<]*+(?:<(?!/?(?:script|style)\b)[^<]*+)*+", re.IGNORECASE
)  # text full of what only looks like tags
_NAME = re.compile(r"[a-zA-Z][^\s/>]*+")
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?""")


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
    for count, most, what in ((len(text), _MOST_TEXT, "characters"), (text.count("\n"), _MOST_TEXT_LINES, "lines")):
        if count > most:
            raise Unreadable(f"a text of {count:,} {what}, more than {most:,}; split it")


def _attributes(markup: str) -> int:
    """Return how many attributes the tag with the most of them has; of tags too short for too many, nothing."""
    if _is_dense(markup):
        return 0
    parts = (part for text in _RAW.split(markup) if not _is_dense(text) for part in text.split("<"))
    return max((_counted(part) for part in parts if len(part) > 2 * _MOST_ATTRIBUTES), default=0)


def _is_dense(markup: str) -> bool:
    """Is there a `<` in any stretch as long as a tag with too many attributes?  Looks at a few places of a page only."""
    at, reach = -1, 2 * _MOST_ATTRIBUTES + 1
    while at + reach < len(markup):
        after = markup.rfind("<", at + 1, at + 1 + reach)
        if after < 0:
            return False
        at = after
    return True


def _counted(tag: str) -> int:
    count, found = -1, _NAME.match(tag)
    while found:
        found = _ATTRIBUTE.match(tag, found.end())
        count += 1
    return max(0, count)
