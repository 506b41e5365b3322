"""Parquet: one record a row, its fields told by the names of the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from curate.errors import Unreadable, UsageError
from curate.readers.jsonl import parse as parse
from curate.readers.record import Raw

_ROWS = 64  # that are in memory at a time
_LONGEST = 100_000_000  # bytes of a row


def split(file: BinaryIO) -> Iterator[Raw]:
    """Yield the rows as JSON objects; raise UsageError if pyarrow is missing, Unreadable where the file is damaged."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UsageError("to read Parquet, pyarrow is needed; pip install 'curate-corpus[parquet]'") from None
    row = 0
    try:
        for batch in parquet.ParquetFile(file, pre_buffer=False).iter_batches(_ROWS):
            for values in batch.to_pylist():
                raw = json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
                row += 1
                yield raw if len(raw) <= _LONGEST else Unreadable(f"row {row}: more than {_LONGEST // 1_000_000} MB; split it")
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        said = " ".join(str(error).split())[:200]
        raise Unreadable(f"Parquet that is damaged after row {row:,} ({said}); what comes after it is lost; fetch the file anew") from None
