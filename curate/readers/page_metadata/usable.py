"""Which of the values that a page gives are usable, and in what form: no value is better than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

NAME_LENGTH = 80
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


def _as_it_is(value: str) -> str:
    return value


def _author(value: str) -> str:
    value = _LEAD.sub("", unescape(value)).strip(" ,;|")
    return "" if len(value) > NAME_LENGTH or _NO_NAME.search(value) else value


def day(value: str) -> str:
    """Return the day as `2026-11-21`, or nothing: 3/4/2019 has two readings, so it has none.

    >>> day("2019-04-03T10:00:00Z"), day("3.4.2019"), day("3/4/2019")
    ('2019-04-03', '2019-04-03', '')
    """
    if found := _ISO_DAY.match(value):
        parts = found.groups()
    elif found := _GERMAN_DAY.match(value):
        parts = found.groups()[::-1]
    else:
        return ""
    try:
        day = date(*map(int, parts))
    except ValueError:
        return ""
    return day.isoformat() if day.year >= 1990 else ""


def _language(value: str) -> str:
    """Return `de` or `de-AT`.

    >>> _language("de_at"), _language("x"), _language("german, i think")
    ('de-AT', '', '')
    """
    found = _LANGUAGE.fullmatch(value)
    if not found:
        return ""
    region = found.group(2)
    return found.group(1).lower() + (f"-{region.upper()}" if region and len(region) == 2 else "")


def _address(value: str) -> str:
    return value if re.match(r"https?://\S+$", value) else ""


USABLE: dict[str, Callable[[str], str]] = {
    "title": _as_it_is, "author": _author, "date": day, "site": _as_it_is, "language": _language, "url": _address,
    "licence": _as_it_is,
}  # fmt: skip
