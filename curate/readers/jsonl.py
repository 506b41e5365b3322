"""Read JSON Lines: each line is a record, whose fields are found by their names."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import BinaryIO

from curate.config import Fields
from curate.errors import Unreadable
from curate.readers.record import RawRecord, Record, record_from_fields

_MAX_LINE_BYTES = 100_000_000  # bytes of a line
_MAX_DEPTH = 100  # lists and objects within each other; a count, because how deep a parser can go depends on the process
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def split_records(file: BinaryIO) -> Iterator[RawRecord]:
    """Yield the lines that are not blank; a line that is too long is yielded as an Unreadable."""
    while line := file.readline(_MAX_LINE_BYTES):
        if len(line) == _MAX_LINE_BYTES and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(_MAX_LINE_BYTES)
            yield Unreadable(f"a line of more than {_MAX_LINE_BYTES // 1_000_000} MB; split it")
        elif not line.isspace():
            yield line


def parse_record(raw: bytes, names: Fields) -> Record:
    """Return the record in a line; raise Unreadable if it is no JSON object, is nested too deep, or has no text."""
    if is_nested_too_deep(raw):
        raise Unreadable(f"a record nested more than {_MAX_DEPTH} deep; flatten it")
    try:  # NaN, which is not valid JSON, and a number too large for a float are kept as strings
        fields = json.loads(raw.decode("utf-8-sig"), parse_constant=str, parse_float=_parse_float)
    except UnicodeDecodeError as error:
        raise Unreadable(f"a line that is not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"a line that is not JSON: {error}") from None
    if b"\\u" in raw:
        _refuse_lone_surrogates(fields)
    if not isinstance(fields, dict):
        raise Unreadable("a line that is no JSON object with fields")
    return record_from_fields(fields, names)


def is_nested_too_deep(raw: bytes) -> bool:
    """Are more than `_MAX_DEPTH` lists and objects of a JSON text within each other?

    >>> is_nested_too_deep(b"[" * 100), is_nested_too_deep(b"[" * 101), is_nested_too_deep(b'"' + b"[" * 101 + b'"')
    (False, True, False)
    """
    if raw.count(b"[") + raw.count(b"{") <= _MAX_DEPTH:
        return False
    depth = 0
    for bracket in _STRING.sub(b"", raw).translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def _parse_float(digits: str) -> float | str:
    value = float(digits)
    return value if math.isfinite(value) else digits


def _refuse_lone_surrogates(fields: object) -> None:
    """Raise Unreadable if a string contains half a surrogate pair, which is no character and cannot be written."""
    try:
        json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable("half a surrogate pair, like \\ud800, which is no character; mend or remove it") from None
