"""Tell HTML by what it is, for input whose name does not say: a page in a `.txt`, markup in a field called `text`."""

from __future__ import annotations

import re

_HEAD_CHARACTERS = 20_000  # of a text that are looked at for how it begins
_LEADING = re.compile(r"(?:\ufeff|\s|<\?xml[^>]*\?>|<!--.*?-->)*+", re.S)  # what may stand before a page
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?=[\s>])", re.I)
_FRAGMENT = re.compile(
    r"<(p|div|article|section|main|span|h[1-6]|ul|ol|table|blockquote|figure|header|strong|em|b|i|a)(?:\s[^<>]*)?>", re.I
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)
_TAGGED_LINES = 0.6  # share of a fragment's lines that have a tag, at least


def looks_like_html(data: str | bytes) -> bool:
    """Is this a page, or a piece of one from its first tag to its last?

    Text that only mentions tags, and text with some markup in it, is none.

    >>> looks_like_html("<!-- saved --><html>"), looks_like_html("<p>Fog.</p>"), looks_like_html("<p> begins a paragraph.")
    (True, True, False)
    """
    text = data[:_HEAD_CHARACTERS].decode("utf-8", "replace") if isinstance(data, bytes) else data[:_HEAD_CHARACTERS]
    start = _LEADING.match(text)
    begins = start.end() if start else 0
    if _PAGE.match(text, begins):
        return True
    first = _FRAGMENT.match(text, begins)
    whole = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    if not first or f"</{first[1].lower()}>" not in whole.lower() or not whole.rstrip().endswith(">"):
        return False
    lines = [line for line in whole.splitlines() if line.strip()]
    return sum(_TAG.search(line) is not None for line in lines) >= _TAGGED_LINES * len(lines)
