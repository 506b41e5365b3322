"""Parquet: a document a row, with the columns of `columns.py`; the revision is in the metadata of the schema."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from curate.digest import canonical_json
from curate.store.cleaned import Cleaned
from curate.writers import columns
from curate.writers.about import About

READ = '`pandas.read_parquet("corpus.parquet")`, `polars.read_parquet`, or `datasets.load_dataset` on the folder.'
TABLE = "corpus.parquet"
_ROWS = 2_000  # of a row group; they are held in memory


def write(documents: Iterable[Cleaned], about: About, folder: Path) -> None:
    """Write `corpus.parquet`; raise UsageError if pyarrow is missing."""
    pyarrow = columns.pyarrow_module()
    schema = columns.schema().with_metadata({"curate.revision": canonical_json(about.as_json())})
    rows = (columns.row(document) for document in documents)
    with pyarrow.parquet.ParquetWriter(folder / TABLE, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
