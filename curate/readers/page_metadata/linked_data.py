"""What a page says of itself in JSON-LD: the simple cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_PAGES = ("article", "posting", "report", "webpage", "product", "recipe", "question", "discussion", "review")
_LD_LENGTH = 500_000
_LD_DEPTH = 50  # brackets open at once; json would run into the interpreter's own limit far later


def linked_data(text: str) -> Iterator[tuple[str, str]]:
    """Say what the page's own entry in its JSON-LD says; articles go before other kinds."""
    if len(text) > _LD_LENGTH or _depth(text) > _LD_DEPTH:
        return
    try:
        data = json.loads(text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    entries = [(_kind(entry), entry) for entry in _entries(data)]
    people = {entry["@id"]: entry for _, entry in entries if isinstance(entry.get("@id"), str)}
    pages = [(kind, entry) for kind, entry in entries if kind]
    for _, entry in sorted(pages, key=lambda one: one[0] in ("webpage",)):
        for key in ("headline", "datePublished", "dateModified"):
            yield f"ld:{key}", _text(entry.get(key))
        yield "ld:author", _names(entry.get("author"), people)
        yield "ld:license", _text(entry.get("license"), "url", "@id")
    for kind, entry in entries:
        if "website" in str(entry.get("@type", "")).lower():
            yield "ld:site", _text(entry.get("name"))
        elif kind:
            yield "ld:site", _text(entry.get("publisher"), "name")


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _entries(data: Any) -> Iterator[dict[str, Any]]:
    for entry in data if isinstance(data, list) else [data]:
        if isinstance(entry, dict):
            yield entry
            graph = entry.get("@graph")
            yield from (one for one in graph if isinstance(one, dict)) if isinstance(graph, list) else ()


def _kind(entry: dict[str, Any]) -> str:
    types = str(entry.get("@type", "")).lower()
    return next((kind for kind in _PAGES if kind in types), "")


def _text(value: Any, *keys: str) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = next((value[key] for key in keys if key in value), "")
    return value if isinstance(value, str) else ""


def _names(value: Any, known: dict[str, dict[str, Any]]) -> str:
    """The names of authors; of one that is a mere reference, that of the entry it refers to."""
    people = [_referred(person, known) for person in (value if isinstance(value, list) else [value])]
    return "; ".join(dict.fromkeys(filter(None, (_text(person, "name").strip() for person in people))))


def _referred(person: Any, known: dict[str, dict[str, Any]]) -> Any:
    if isinstance(person, dict) and "name" not in person and isinstance(person.get("@id"), str):
        return known.get(person["@id"], person)
    return person
