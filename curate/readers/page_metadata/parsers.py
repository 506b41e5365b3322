"""Parse the metadata values of pages; unusable ones become empty, because no value is better than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

MAX_NAME_LENGTH = 80
_NO_NAME = re.compile(
    r"https?:|www\.|@|→|^(?:(?:wordpress)?admin|administrator|editor|redaktion|user|author|unknown|null|none)$"
    r"|^[\w-]+(?:\.[\w-]+)*\.(?-i:[a-z]{2,4})$",  # a domain: the site, not who wrote
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:view all posts by|geschrieben von|by|von|vom|par|por|autor(?:in)?|author|text)(?:\b[\s:]+|$)"
    r"|(?:geschrieben )?(?-i:[Vv]on(?=[A-ZÄÖÜ])))+",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_GERMAN_DAY = re.compile(r"\s*(\d{1,2})\.\s?(\d{1,2})\.(\d{4})(?!\d)")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]+))*\s*")


def _unchanged(value: str) -> str:
    """Return the value as it is."""
    return value


def _parse_author(value: str) -> str:
    """Return the name without what introduces it ("by", "von"); an empty string if it looks like no name."""
    value = _LEAD.sub("", unescape(value)).strip(" ,;|")
    return "" if len(value) > MAX_NAME_LENGTH or _NO_NAME.search(value) else value


def parse_day(value: str) -> str:
    """Return the day as `2026-11-21`, or an empty string; 3/4/2019 is ambiguous and gives none.

    >>> parse_day("2019-04-03T10:00:00Z"), parse_day("3.4.2019"), parse_day("3/4/2019")
    ('2019-04-03', '2019-04-03', '')
    """
    if match := _ISO_DAY.match(value):
        parts = match.groups()
    elif match := _GERMAN_DAY.match(value):
        parts = match.groups()[::-1]
    else:
        return ""
    try:
        day = date(*map(int, parts))
    except ValueError:
        return ""
    return day.isoformat() if day.year >= 1990 else ""


def _parse_language(value: str) -> str:
    """Return a language tag like `de` or `de-AT`, or an empty string.

    >>> _parse_language("de_at"), _parse_language("x"), _parse_language("german, i think")
    ('de-AT', '', '')
    """
    match = _LANGUAGE.fullmatch(value)
    if not match:
        return ""
    region = match.group(2)
    return match.group(1).lower() + (f"-{region.upper()}" if region and len(region) == 2 else "")


def _parse_url(value: str) -> str:
    """Return an absolute http(s) URL, or an empty string."""
    return value if re.match(r"https?://\S+$", value) else ""


PARSERS: dict[str, Callable[[str], str]] = {
    "title": _unchanged, "author": _parse_author, "date": parse_day, "site": _unchanged, "language": _parse_language, "url": _parse_url,
    "licence": _unchanged,
}  # fmt: skip
