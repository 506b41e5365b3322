"""Records: the documents of a seed that holds many, as they lie in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from curate.config import Fields
from curate.errors import Unreadable


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it lies in a seed.

    `key` is its own id, empty if it has none.  `data` is its text, or bytes that
    are still to be decoded; `format` is one of `READERS`.  `metadata` is what
    the seed says of it: url, title, date, author, language, licence; under
    `fields` whatever else it says.
    """

    key: str
    data: str | bytes
    format: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


Raw = bytes | Unreadable  # a record as `split` finds it, or why it is none


class Container(Protocol):
    """What a module offers that reads seeds of many documents.  Its name goes into `CONTAINERS`.

    The two halves of reading are apart so that one process can tell cheaply
    where records begin and what has changed, and many can read them.
    """

    def split(self, file: BinaryIO) -> Iterator[Raw]:
        """Yield the records, in their order, in a stream and at little cost.

        Each must say all that `parse` needs.  A record that cannot be had is
        yielded as the Unreadable that says why, and nothing is left out: where
        the rest of the file is lost, the last thing yielded says so.
        """

    def parse(self, raw: bytes, names: Fields, /) -> Record:
        """Return a record; raise Unreadable, with the reason, if it is none.  `names` is what its fields may be called."""


_ABOUT = ("url", "title", "date", "author", "language", "licence")
_LONGEST_KEY = 200


def from_fields(fields: Mapping[str, Any], names: Fields) -> Record:
    """Return the record of which these are the fields, told by their names; raise Unreadable if it has no text.

    HTML goes before text.  What no name tells is kept as it is.
    """
    left = dict(fields)
    body = _take(left, names.html) or _take(left, names.text)
    if not isinstance(body, str):
        wanted, there = ", ".join((*names.text, *names.html)), ", ".join(map(repr, list(fields)[:8]))
        raise Unreadable(f"no field {wanted} with a text in it; it has {there}; name yours in the settings, under [fields]")
    is_html = any(fields.get(name) is body for name in names.html) or looks_like_html(body[:200].encode("utf-8", "replace"))
    key = _take(left, names.id)
    metadata = {name: value for name in _ABOUT if (value := _plain(_take(left, getattr(names, name))))}
    if rest := {name: value for name, value in left.items() if value not in (None, "")}:
        metadata["fields"] = rest
    return Record("" if key is None else clean_key(str(key)), body, "html" if is_html else "text", metadata)


def _take(fields: dict[str, Any], names: tuple[str, ...]) -> Any:
    found = next((name for name in names if fields.get(name) not in (None, "")), None)
    return fields.pop(found) if found else None


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value if isinstance(value, str | int | float) else None


def clean_key(key: str) -> str:
    """Return a record's id without what cannot be typed or shown."""
    shown = "".join(c if unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}" for c in key.strip())
    return shown[:_LONGEST_KEY]


def looks_like_html(data: bytes) -> bool:
    """Do the bytes begin like a page?  For input without a name."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html"))


def declared(data: bytes) -> str:
    """Return the charset that a page declares in its markup, empty if it declares none."""
    from bs4.dammit import EncodingDetector  # slow to import

    return EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False) or ""
