"""Extract metadata from the JSON-LD of a page, in its simple forms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_PAGE_TYPES = ("article", "posting", "report", "webpage", "product", "recipe", "question", "discussion", "review")
_MARKS = re.compile(
    r"^\s*(?:/\*|//)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*/)?|(?:/\*|//)?\s*(?:-->|\]\]>)\s*(?:\*/)?\s*$"
)  # around the data of old pages
_NESTED = ("mainEntity", "mainEntityOfPage")
_MAX_LENGTH = 500_000
_MAX_DEPTH = 50  # of nested brackets; far below the recursion limit of the interpreter


def iter_linked_data(text: str) -> Iterator[tuple[str, str]]:
    """Yield (place, value) from the entries about the page in its JSON-LD; articles come before other types."""
    if len(text) > _MAX_LENGTH or _max_depth(text) > _MAX_DEPTH:
        return
    try:
        data = json.loads(_MARKS.sub("", text).strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    entries = [(_page_type(entry), entry) for entry in _iter_entries(data)]
    people = {entry["@id"]: entry for _, entry in entries if isinstance(entry.get("@id"), str)}
    pages = [(kind, entry) for kind, entry in entries if kind]
    if any(kind != "review" for kind, _ in pages):  # else the page is the review
        pages = [(kind, entry) for kind, entry in pages if kind != "review"]
    for _, entry in sorted(pages, key=lambda page: page[0] == "webpage"):
        for key in ("headline", "datePublished", "dateModified"):
            yield f"ld:{key}", _text_of(entry.get(key))
        yield "ld:author", _author_names(entry.get("author"), people)
        yield "ld:license", _text_of(entry.get("license"), "url", "@id")
    for kind, entry in entries:
        if "website" in str(entry.get("@type", "")).lower():
            yield "ld:site", _text_of(entry.get("name"))
        elif kind:
            yield "ld:site", _text_of(entry.get("publisher"), "name")


def _max_depth(text: str) -> int:
    """Return how deep the brackets of a text nest."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _iter_entries(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the entries of a document, also those in its graph, and what a page says is its main entity."""
    for entry in data if isinstance(data, list) else [data]:
        if isinstance(entry, dict):
            yield entry
            yield from (entry[key] for key in _NESTED if isinstance(entry.get(key), dict))
            graph = entry.get("@graph")
            yield from (node for node in graph if isinstance(node, dict)) if isinstance(graph, list) else ()


def _page_type(entry: dict[str, Any]) -> str:
    """Return the type of an entry about a page, an empty string for entries about other things."""
    types = str(entry.get("@type", "")).lower()
    return next((kind for kind in _PAGE_TYPES if kind in types), "")


def _text_of(value: Any, *keys: str) -> str:
    """Return a text value; of a list its first item, of an object the first of these keys that it has."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = next((value[key] for key in keys if key in value), "")
    return value if isinstance(value, str) else ""


def _author_names(value: Any, people: dict[str, dict[str, Any]]) -> str:
    """Return the names of authors, separated by `; `; `people` are the entries that references lead to."""
    authors = [_resolve_reference(person, people) for person in (value if isinstance(value, list) else [value])]
    return "; ".join(dict.fromkeys(filter(None, map(_name_of, authors))))


def _name_of(person: Any) -> str:
    """Return the name of a person, of its parts if it has no other."""
    name = _text_of(person, "name").strip()
    if not name and isinstance(person, dict):
        name = " ".join(filter(None, (_text_of(person.get(key)).strip() for key in ("givenName", "familyName"))))
    return name


def _resolve_reference(person: Any, people: dict[str, dict[str, Any]]) -> Any:
    """Return the entry that a reference leads to; anything else unchanged."""
    if isinstance(person, dict) and "name" not in person and isinstance(person.get("@id"), str):
        return people.get(person["@id"], person)
    return person
