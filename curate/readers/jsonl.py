"""Read JSON Lines: each line is a record, whose fields are found by their names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from curate.config import Fields
from curate.errors import Unreadable
from curate.readers.record import RawRecord, Record, record_from_fields

_MAX_LINE_BYTES = 100_000_000  # bytes of a line


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
    """Return the record in a line; raise Unreadable if it is no JSON object or has no text."""
    try:
        fields = json.loads(raw.decode("utf-8-sig"), parse_constant=str)  # NaN is not valid JSON, and is kept as a string
    except UnicodeDecodeError as error:
        raise Unreadable(f"a line that is not UTF-8 (byte {error.start}); save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"a line that is not JSON: {error}") from None
    if b"\\u" in raw:
        _refuse_lone_surrogates(fields)
    if not isinstance(fields, dict):
        raise Unreadable("a line that is no JSON object with fields")
    return record_from_fields(fields, names)


def _refuse_lone_surrogates(fields: object) -> None:
    """Raise Unreadable if a string contains half a surrogate pair, which is no character and cannot be written."""
    try:
        json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable("half a surrogate pair, like \\ud800, which is no character; mend or remove it") from None
