"""Parquet: one document in each row, with the columns of `columns.py`; the schema's metadata names the revision."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from curate.digest import canonical_json
from curate.store.cleaned_document import Cleaned
from curate.writers import columns
from curate.writers.export_info import ExportInfo

HOW_TO_READ = '`pandas.read_parquet("corpus.parquet")`, `polars.read_parquet`, or `datasets.load_dataset` on the folder.'
TABLE_FILE = "corpus.parquet"
_GROUP_SIZE = 2_000  # rows of a row group, which is held in memory


def write(documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:
    """Write `corpus.parquet`; raise UsageError if pyarrow is not installed."""
    pyarrow = columns.import_pyarrow()
    schema = columns.arrow_schema().with_metadata({"curate.revision": canonical_json(info.as_json())})
    rows = (columns.make_row(document) for document in documents)
    with pyarrow.parquet.ParquetWriter(folder / TABLE_FILE, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _GROUP_SIZE)):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
