"""What a page says of itself: title, author, date, site, language, address, licence.

Each field has an ordered table of places to look; the first that gives a
usable value wins.  A place that is often wrong is not in the table: no value is
better than a wrong one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from curate.readers.page_metadata.linked_data import linked_data
from curate.readers.page_metadata.usable import NAME_LENGTH, USABLE, day
from curate.readers.page_metadata.visible import Shown, shown_author, shown_day

_LATEST = "2050-01-01"  # no date is too late: what today is must not matter
Facts = dict[str, str]  # "meta:og:title" -> its content: everything the tables ask for, gathered once

PLACES: dict[str, tuple[str, ...]] = {
    "title": ("h1:title", "meta:og:title", "ld:headline", "meta:twitter:title", "meta:dc.title", "meta:dcterms.title", "tag:title"),
    "author": (
        "ld:author", "meta:author", "meta:article:author", "meta:dc.creator", "meta:dcterms.creator", "meta:citation_author",
        "meta:parsely-author", "meta:sailthru.author", "item:author", "hcard:author", "rel:author",
    ),
    "date": (
        "meta:article:published_time", "ld:datePublished", "meta:og:article:published_time", "meta:datepublished",
        "item:datePublished", "meta:dc.date", "meta:dcterms.date", "meta:dc.date.issued", "meta:dcterms.created",
        "meta:citation_publication_date", "meta:parsely-pub-date", "meta:sailthru.date", "meta:publish-date", "meta:pubdate",
        "meta:date",
        "meta:publishdate", "meta:publication_date", "meta:bepress_citation_date", "meta:dateupdate", "time:pubdate",
        "time:only", "ld:dateModified", "meta:article:modified_time",
    ),
    "site": ("meta:og:site_name", "ld:site", "meta:application-name"),
    "language": ("html:lang", "html:xml:lang", "meta:content-language", "meta:og:locale"),
    "url": ("rel:canonical", "meta:og:url"),
    "licence": ("rel:license", "ld:license", "meta:dcterms.license", "meta:dc.rights", "meta:dcterms.rights"),
}  # fmt: skip


def page_metadata(root: Any, lines: Callable[[], Sequence[Shown]] = tuple, markup: str = "") -> dict[str, str]:
    """Return what the page says of itself; a field it does not give is not there.

    `lines` gives its visible lines: they are asked for author and date where its data about itself have none.  With
    `markup`, htmldate is asked for a date that is still missing.
    """
    facts = _facts(root)
    found: dict[str, str] = {}
    for field, places in PLACES.items():
        for place in places:
            if value := USABLE[field](facts.get(place, "")):
                found[field] = value
                break
    for field, look in (("author", shown_author), ("date", shown_day)):
        if field not in found and (value := USABLE[field](look(lines()))):
            found[field] = value
    if markup and "date" not in found and not _dated(root, facts) and (date := _searched(markup)):
        found["date"] = date
    return found


def _dated(root: Any, facts: Facts) -> bool:
    """Does the page name a date that is not usable?  Then a search would only guess at it."""
    return any(place in facts for place in PLACES["date"]) or next(root.iter("time"), None) is not None


def _searched(markup: str) -> str:
    from htmldate import find_date  # slow to import

    loggers = [logging.getLogger(name) for name in ("htmldate", "htmldate.utils", "htmldate.core", "htmldate.validators")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        return str(find_date(markup, extensive_search=False, max_date=_LATEST) or "")
    except Exception:  # what a search fails on has no date
        return ""
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was


def _facts(root: Any) -> Facts:
    facts: Facts = {}
    for place, value in _said(root):
        text = " ".join(value.split())
        if text:
            facts.setdefault(place, text)
    facts["h1:title"] = _heading(root, facts.get("meta:og:title") or facts.get("tag:title", ""))
    return facts


_AFTER_TITLE = re.compile(r"\s*\||\s+[-–—›»·•]\s")


def _heading(root: Any, title: str) -> str:
    """Return the main heading that a title "Heading - Site" begins with, or nothing."""
    begins = title.lower().startswith
    headings = (" ".join("".join(heading.itertext()).split()) for heading in root.iter("h1"))
    found = (text for text in headings if text and begins(text.lower()) and _AFTER_TITLE.match(title, len(text)))
    return max(found, key=len, default="")


def _said(root: Any) -> Iterator[tuple[str, str]]:
    for tag, lookup in _LOOKUPS:
        for element in root.iter(tag):
            yield from lookup(element)
    yield from _only_time(root)
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            yield from linked_data(script.text or "")
    for element in root.iterfind(".//*[@itemprop]"):
        name = element.get("itemprop").strip()
        if name in ("author", "datePublished"):
            yield f"item:{name}", element.get("content") or element.get("datetime") or _item_text(element)
    for element in root.iterfind(".//*[@class]"):
        if {"author", "vcard"} <= set(element.get("class").split()):  # the microformat hCard
            name = next((one for one in element.iter() if "fn" in (one.get("class") or "").split()), None)
            yield "hcard:author", "" if name is None else "".join(name.itertext())


def _html(element: Any) -> Iterator[tuple[str, str]]:
    for name, value in element.items():
        if name in ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"):
            yield "html:lang" if name == "lang" else "html:xml:lang", value


def _meta(element: Any) -> Iterator[tuple[str, str]]:
    for key in ("property", "name", "http-equiv", "itemprop"):
        if name := element.get(key):
            yield f"meta:{name.strip().lower()}", element.get("content") or ""


def _link(element: Any) -> Iterator[tuple[str, str]]:
    kinds = (element.get("rel") or "").lower().split()
    for kind in ("canonical", "license"):
        if kind in kinds:
            yield f"rel:{kind}", element.get("href") or ""
    if "author" in kinds and element.tag == "a":
        yield "rel:author", "".join(element.itertext())


def _title(element: Any) -> Iterator[tuple[str, str]]:
    if element.getparent() is not None and element.getparent().tag in ("head", "body", "html"):
        yield "tag:title", element.text or ""


def _time(element: Any) -> Iterator[tuple[str, str]]:
    if element.get("pubdate") is not None or "published" in (element.get("class") or "").lower():
        yield "time:pubdate", element.get("datetime") or ""


_LOOKUPS: tuple[tuple[str, Callable[[Any], Iterator[tuple[str, str]]]], ...] = (
    ("html", _html), ("meta", _meta), ("link", _link), ("a", _link), ("title", _title), ("time", _time),
)  # fmt: skip


def _only_time(root: Any) -> Iterator[tuple[str, str]]:
    """A page whose <time> elements all give one day gives its own; with several, any may be another page's."""
    days = {day(element.get("datetime") or "") for element in root.iter("time")} - {""}
    if len(days) == 1:
        yield "time:only", days.pop()


def _item_text(element: Any) -> str:
    name = element.find(".//*[@itemprop='name']")
    text = " ".join((element if name is None else name).itertext())
    return text if len(text) <= NAME_LENGTH * 2 else ""
