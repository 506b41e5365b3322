"""Read CSV and TSV with a header line: each row is a record, whose fields are named by the header."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from curate.errors import Unreadable
from curate.readers.decode import decode
from curate.readers.jsonl import parse_record as parse_record
from curate.readers.record import RawRecord

_MAX_FIELD_LENGTH = 100_000_000  # characters of a field
_SAMPLE_BYTES = 1 << 20
_DELIMITERS = ",;\t|"


def split_records(file: BinaryIO) -> Iterator[RawRecord]:
    """Yield the rows as JSON objects.

    The delimiter is that of comma, semicolon, tab and vertical bar which occurs
    most often in the header.  Wrong for a table without a header: its first row
    is taken for one.
    """
    codec, start = _detect_codec(file)
    buffered = io.BufferedReader(_PrefixedFile(start, file))
    csv.field_size_limit(_MAX_FIELD_LENGTH)  # of the whole process; the default is shorter than many texts
    text = io.TextIOWrapper(buffered, codec, newline="")
    header = ""
    try:
        header = text.readline()
        delimiter = max(_DELIMITERS, key=header.count)
        (names,) = csv.reader([header], delimiter=delimiter)
        yield from _iter_rows(text, names, delimiter)
    except (UnicodeDecodeError, ValueError) as error:
        reason = f"not {codec}, as its beginning is" if isinstance(error, UnicodeDecodeError) else "without a header line of one line"
        raise Unreadable(f"a table {reason} ({error}); save it as UTF-8 with the names of its columns in the first line") from None


def _iter_rows(text: io.TextIOWrapper, names: Sequence[str], delimiter: str) -> Iterator[RawRecord]:
    """Yield each row as a JSON object, or as an Unreadable if it does not fit the header."""
    rows = csv.reader(text, delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unreadable(f"line {rows.line_num + 1}: not CSV: {error}; mend the line")
            continue
        if len(row) == len(names):
            yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False).encode("utf-8", "surrogatepass")
        elif row:
            yield Unreadable(f"line {rows.line_num + 1}: {len(row)} fields, the header has {len(names)}; look for a stray quotation mark")


def _detect_codec(file: BinaryIO) -> tuple[str, bytes]:
    """Return the encoding of the beginning of a file, and that beginning; raise Unreadable if it is no text."""
    start = file.read(_SAMPLE_BYTES)
    lines = start[: start.rfind(b"\n") + 1] or start if len(start) == _SAMPLE_BYTES else start
    codec = decode(lines).codec if start.strip() else "utf-8"
    return {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(codec, codec), start


class _PrefixedFile(io.RawIOBase):
    """A file whose beginning has already been read."""

    def __init__(self, start: bytes, file: BinaryIO) -> None:
        self._start, self._file = start, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        data = data or self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
