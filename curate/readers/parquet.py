"""Read Parquet: each row is a record, whose fields are found by the names of the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from curate.errors import Unreadable, UsageError
from curate.readers.jsonl import parse_record as parse_record
from curate.readers.record import RawRecord

_BATCH_ROWS = 64  # in memory at a time
_MAX_ROW_BYTES = 100_000_000  # bytes of a row


def split_records(file: BinaryIO) -> Iterator[RawRecord]:
    """Yield the rows as JSON objects; raise UsageError if pyarrow is missing, Unreadable if the file is damaged."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UsageError("to read Parquet, pyarrow is needed; pip install 'curate-corpus[parquet]'") from None
    row = 0
    try:
        for batch in parquet.ParquetFile(file, pre_buffer=False).iter_batches(_BATCH_ROWS):
            for values in batch.to_pylist():
                raw = json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
                row += 1
                yield raw if len(raw) <= _MAX_ROW_BYTES else Unreadable(f"row {row}: more than {_MAX_ROW_BYTES // 1_000_000} MB; split it")
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError):  # whose message may quote the file
        raise Unreadable(f"Parquet that is damaged after row {row:,}; what comes after it is lost; fetch the file anew") from None
