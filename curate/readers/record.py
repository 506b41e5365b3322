"""Records: the documents of a container as they are stored in it, and the protocol of container formats."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from curate.config import Fields
from curate.errors import Unreadable
from curate.readers.html_detection import looks_like_html


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it is stored in a seed.

    `key` is the id that the seed gives it, empty if none.  `data` is its text,
    or bytes that are not decoded yet, in a `format` of `READERS` or
    `CONVERTERS`.  `metadata` holds what the seed says about it: url, title,
    date, author, language, licence, and all else under `fields`.
    """

    key: str
    data: str | bytes
    format: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


RawRecord = bytes | Unreadable  # an unparsed record from `split_records`, or the reason why it cannot be read


class Container(Protocol):
    """The interface of a module that reads a format with many documents; its name goes into `CONTAINERS`.

    Reading has two steps, so that one process can cheaply find the records and
    those that changed, and many processes can parse them.
    """

    def split_records(self, file: BinaryIO) -> Iterator[RawRecord]:
        """Yield the records in their order, in a stream, without parsing them.

        Each must contain all that `parse_record` needs.  One that cannot be read
        is yielded as an Unreadable with the reason.  If the rest of the file is
        lost, the last item says so: no record is dropped silently.
        """

    def parse_record(self, raw: bytes, names: Fields, /) -> Record:
        """Return a record; raise Unreadable, with the reason, if it is none.  `names` says how its fields may be called."""


_METADATA_FIELDS = ("url", "title", "date", "author", "language", "licence")
_MAX_KEY_LENGTH = 200
TOLD_AS_HTML = {"format_evidence": "read as HTML by what it is, not by its name"}  # metadata of such a document


def record_from_fields(fields: Mapping[str, Any], names: Fields) -> Record:
    """Return the record with these fields, which are found by their names; raise Unreadable if it has no text.

    A field of HTML has priority over one of text.  Fields with other names are
    kept in the metadata, under `fields`.
    """
    remaining = dict(fields)
    body = _pop_first(remaining, names.html) or _pop_first(remaining, names.text)
    if not isinstance(body, str):
        expected = ", ".join((*names.text, *names.html))
        count = f"{len(fields)} field{'' if len(fields) == 1 else 's'}"  # not their names: a reason never quotes a document
        raise Unreadable(f"no field {expected} with a text in it, among {count}; name yours in the settings, under [fields]")
    is_named_html = any(fields.get(name) is body for name in names.html)
    is_html = is_named_html or looks_like_html(body)
    key = _pop_first(remaining, names.id)
    metadata = {name: value for name in _METADATA_FIELDS if (value := _to_plain_value(_pop_first(remaining, getattr(names, name))))}
    if others := {name: value for name, value in remaining.items() if value not in (None, "")}:
        metadata["fields"] = others
    if is_html and not is_named_html:
        metadata |= TOLD_AS_HTML
    return Record("" if key is None else clean_key(str(key)), body, "html" if is_html else "text", metadata)


def _pop_first(fields: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Remove the first of the named fields that has a value, and return its value, or None if none has one."""
    name = next((name for name in names if fields.get(name) not in (None, "")), None)
    return fields.pop(name) if name else None


def _to_plain_value(value: Any) -> Any:
    """Return a text or a number unchanged, a list as one text, and None for anything else."""
    return ", ".join(map(str, value)) if isinstance(value, list) else value if isinstance(value, str | int | float) else None


def clean_key(key: str) -> str:
    """Return a record's id with unprintable characters escaped, at most 200 characters of it."""
    escaped = "".join(c if unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}" for c in key.strip())
    return escaped[:_MAX_KEY_LENGTH]


def find_declared_charset(data: bytes) -> str:
    """Return the charset that a page declares in its markup, an empty string if none."""
    from bs4.dammit import EncodingDetector  # slow to import

    return EncodingDetector.find_declared_encoding(data, is_html=True, search_entire_document=False) or ""
