"""Extract the metadata of a page: title, author, date, site, language, URL, licence.

Each field has a list of places in the page; the first with a usable value wins.
Places that are often wrong are not listed, because no value is better than a
wrong one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from curate.readers.page_metadata.linked_data import iter_linked_data
from curate.readers.page_metadata.parsers import MAX_NAME_LENGTH, PARSERS, parse_day
from curate.readers.page_metadata.visible_lines import (
    VisibleLine,
    date_order,
    find_ambiguous_days,
    find_visible_author,
    find_visible_day,
)

_LATEST_DATE = "2050-01-01"  # later than any page, because the result must not depend on today's date
Facts = dict[str, str]  # the value at each place, like "meta:og:title"

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


def extract_page_metadata(root: Any, lines: Callable[[], Sequence[VisibleLine]] = tuple, markup: str = "") -> dict[str, str]:
    """Return the metadata fields of a page, without those that it does not give.

    `lines` returns its visible lines, which are searched for an author and a
    date that its metadata lack.  If there is still no date, htmldate searches
    `markup` for one, unless it is empty.  A visible date of two readings (3/4/2019)
    is not decided: both are in `date_candidates`.
    """
    facts = _collect_facts(root)
    metadata: dict[str, str] = {}
    for field, places in PLACES.items():
        for place in places:
            if value := PARSERS[field](facts.get(place, "")):
                metadata[field] = value
                break
    order = date_order(metadata.get("language", ""))
    for field, find in (("author", find_visible_author), ("date", partial(find_visible_day, order=order))):
        if field not in metadata and (value := PARSERS[field](find(lines()))):
            metadata[field] = value
    if "date" not in metadata and (readings := find_ambiguous_days(lines())):
        metadata["date_candidates"] = " ".join(readings)
    elif markup and "date" not in metadata and not _names_a_date(root, facts) and (date := _search_date(markup)):
        metadata["date"] = date
    return metadata


def _names_a_date(root: Any, facts: Facts) -> bool:
    """Does the page name a date, though no usable one?  Then a search would only guess."""
    return any(place in facts for place in PLACES["date"]) or next(root.iter("time"), None) is not None


def _search_date(markup: str) -> str:
    """Return the date that htmldate finds, without its log messages; an empty string if none."""
    from htmldate import find_date  # slow to import

    loggers = [logging.getLogger(name) for name in ("htmldate", "htmldate.utils", "htmldate.core", "htmldate.validators")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        return str(find_date(markup, extensive_search=False, max_date=_LATEST_DATE) or "")
    except Exception:  # whatever htmldate fails on has no date
        return ""
    finally:
        for logger, was_disabled in zip(loggers, before, strict=True):
            logger.disabled = was_disabled


def _collect_facts(root: Any) -> Facts:
    """Return the first value at each place of the page that has one."""
    facts: Facts = {}
    for place, value in _iter_facts(root):
        text = " ".join(value.split())
        if text:
            facts.setdefault(place, text)
    facts["h1:title"] = _find_title_heading(root, facts.get("meta:og:title") or facts.get("tag:title", ""))
    return facts


_AFTER_TITLE = re.compile(r"\s*\||\s+[-–—›»·•]\s")


def _find_title_heading(root: Any, title: str) -> str:
    """Return the main heading with which a title "Heading - Site" begins, or an empty string."""
    begins = title.lower().startswith
    headings = (" ".join("".join(heading.itertext()).split()) for heading in root.iter("h1"))
    matches = (text for text in headings if text and begins(text.lower()) and _AFTER_TITLE.match(title, len(text)))
    return max(matches, key=len, default="")


def _iter_facts(root: Any) -> Iterator[tuple[str, str]]:
    """Yield (place, value) for all places of the page, the most reliable element first."""
    for tag, lookup in _LOOKUPS:
        for element in root.iter(tag):
            yield from lookup(element)
    yield from _single_day(root)
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            yield from iter_linked_data(script.text or "")
    for element in root.iterfind(".//*[@itemprop]"):
        name = element.get("itemprop").strip()
        if name in ("author", "datePublished") and not _is_apart(element):
            yield f"item:{name}", element.get("content") or element.get("datetime") or _item_text(element)
    for element in root.iterfind(".//*[@class]"):
        if {"author", "vcard"} <= set(element.get("class").split()) and not _is_apart(element):  # the microformat hCard
            name = next((inner for inner in element.iter() if "fn" in (inner.get("class") or "").split()), None)
            yield "hcard:author", "" if name is None else "".join(name.itertext())


def _facts_of_html(element: Any) -> Iterator[tuple[str, str]]:
    for name, value in element.items():
        if name in ("lang", "xml:lang", "{http://www.w3.org/XML/1998/namespace}lang"):
            yield "html:lang" if name == "lang" else "html:xml:lang", value


_APART = re.compile(
    r"(?<![a-z])(?:comments?|kommentare?|commentaires?|comentarios?|commenti?|reviews?|rezension(?:en)?|bewertung(?:en)?|disqus|teasers?|related"
    r"|recommend(?:ed|ations?)?|(?:foot|end)notes?|fu(?:ß|ss)noten?)(?![a-z])",
    re.IGNORECASE,
)


def _is_apart(element: Any) -> bool:
    """Does an element stand in a comment, a review, a teaser, a note: in what is not the page's own article?"""
    return any(
        around.tag in ("aside", "nav")
        or around.get("itemprop") in ("review", "comment", "event", "hasPart")
        or (around is not element and _APART.search(f"{around.get('class') or ''} {around.get('id') or ''}"))
        for around in (element, *element.iterancestors())
        if around.tag not in ("body", "html")
    )


def _facts_of_meta(element: Any) -> Iterator[tuple[str, str]]:
    for key in ("property", "name", "http-equiv", "itemprop"):
        if (name := element.get(key)) and not (key == "itemprop" and _is_apart(element)):
            yield f"meta:{name.strip().lower()}", element.get("content") or ""


def _facts_of_link(element: Any) -> Iterator[tuple[str, str]]:
    kinds = (element.get("rel") or "").lower().split()
    for kind in ("canonical", "license"):
        if kind in kinds:
            yield f"rel:{kind}", element.get("href") or ""
    if "author" in kinds and element.tag == "a" and not _is_apart(element):
        yield "rel:author", "".join(element.itertext())


def _facts_of_title(element: Any) -> Iterator[tuple[str, str]]:
    if element.getparent() is not None and element.getparent().tag in ("head", "body", "html"):
        yield "tag:title", element.text or ""


def _facts_of_time(element: Any) -> Iterator[tuple[str, str]]:
    if (element.get("pubdate") is not None or "published" in (element.get("class") or "").lower()) and not _is_apart(element):
        yield "time:pubdate", element.get("datetime") or ""


_LOOKUPS: tuple[tuple[str, Callable[[Any], Iterator[tuple[str, str]]]], ...] = (
    ("html", _facts_of_html), ("meta", _facts_of_meta), ("link", _facts_of_link), ("a", _facts_of_link), ("title", _facts_of_title),
    ("time", _facts_of_time),
)  # fmt: skip


def _single_day(root: Any) -> Iterator[tuple[str, str]]:
    """Yield the day of the page if all its <time> elements give the same; of several days, some may be those of other pages."""
    times = [(parse_day(element.get("datetime") or ""), element) for element in root.iter("time")]
    days = {day for day, _ in times} - {""}
    if len(days) == 1 and not all(_is_apart(element) for day, element in times if day):
        yield "time:only", days.pop()


def _item_text(element: Any) -> str:
    """Return the name in an element of microdata, or its text; an empty string if that is too long for a name."""
    name = element.find(".//*[@itemprop='name']")
    text = " ".join((element if name is None else name).itertext())
    return text if len(text) <= MAX_NAME_LENGTH * 2 else ""
