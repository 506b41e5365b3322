"""CSV and TSV with a header line: one record a row, its fields told by the names in the header."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from curate.errors import Unreadable
from curate.readers.decode import decode
from curate.readers.jsonl import parse as parse
from curate.readers.record import Raw

_LONGEST = 100_000_000  # characters of a field
_SAMPLE = 1 << 20
_DELIMITERS = ",;\t|"


def split(file: BinaryIO) -> Iterator[Raw]:
    """Yield the rows as JSON objects.

    The delimiter is the one of comma, semicolon, tab and bar that the header has
    most of.  Wrong for a table without a header: its first row is taken for one.
    """
    codec, start = _codec(file)
    buffered = io.BufferedReader(_Rest(start, file))
    csv.field_size_limit(_LONGEST)  # the module's, for the whole process; its own limit is shorter than many texts
    text = io.TextIOWrapper(buffered, codec, newline="")
    header = ""
    try:
        header = text.readline()
        delimiter = max(_DELIMITERS, key=header.count)
        (names,) = csv.reader([header], delimiter=delimiter)
        yield from _rows(text, names, delimiter)
    except (UnicodeDecodeError, ValueError) as error:
        what = f"not {codec}, as its beginning is" if isinstance(error, UnicodeDecodeError) else "without a header line of one line"
        raise Unreadable(f"a table {what} ({error}); save it as UTF-8 with the names of its columns in the first line") from None


def _rows(text: io.TextIOWrapper, names: Sequence[str], delimiter: str) -> Iterator[Raw]:
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


def _codec(file: BinaryIO) -> tuple[str, bytes]:
    """Return the encoding that the beginning of the file is in, and that beginning; raise Unreadable if it is no text."""
    start = file.read(_SAMPLE)
    lines = start[: start.rfind(b"\n") + 1] or start if len(start) == _SAMPLE else start
    codec = decode(lines).codec if start.strip() else "utf-8"
    return {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(codec, codec), start


class _Rest(io.RawIOBase):
    """A file whose beginning has been read already."""

    def __init__(self, start: bytes, file: BinaryIO) -> None:
        self._start, self._file = start, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        data = data or self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
