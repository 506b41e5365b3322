"""JSON Lines: one record a line, its fields told by their names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from curate.config import Fields
from curate.errors import Unreadable
from curate.readers.record import Raw, Record, from_fields

_LONGEST = 100_000_000  # bytes of a line


def split(file: BinaryIO) -> Iterator[Raw]:
    """Yield the lines that are not blank."""
    while line := file.readline(_LONGEST):
        if len(line) == _LONGEST and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(_LONGEST)
            yield Unreadable(f"a line of more than {_LONGEST // 1_000_000} MB; split it")
        elif not line.isspace():
            yield line


def parse(raw: bytes, names: Fields) -> Record:
    """Return the record of a line; raise Unreadable if it is no JSON object or has no text."""
    try:
        fields = json.loads(raw.decode("utf-8-sig"), parse_constant=str)  # NaN is no JSON
    except UnicodeDecodeError as error:
        raise Unreadable(f"a line that is not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"a line that is not JSON: {error}") from None
    if b"\\u" in raw:
        _refuse_halves(fields)
    if not isinstance(fields, dict):
        raise Unreadable("a line that is no JSON object with fields")
    return from_fields(fields, names)


def _refuse_halves(fields: object) -> None:
    """Raise Unreadable if half a surrogate pair is in a string: it is no character, and cannot be written."""
    try:
        json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable("half a surrogate pair, like \\ud800, which is no character; mend or remove it") from None
