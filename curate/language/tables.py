"""Tables that are built once from the data of other packages, stored in files, and then memory-mapped.

Parsing the language model and the word lists takes two seconds.  Mapping a
stored table takes no time, and processes share its memory.  The files lie next
to the compiled modules of this package: like those, they depend on what is
installed, not on any corpus.  If they cannot be written there, each process
builds its own tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.digest import digest_json, sha256
from curate.errors import CurateError
from curate.files import replace_file, stage_file

if TYPE_CHECKING:
    from curate.store.column_file import Column

Table = Mapping[str, "Column"]  # one-dimensional arrays by name


def load_or_build(name: str, package: str, build: Callable[[], Table]) -> Table:
    """Return the table that `build` makes from a package's data, from its file if that exists and is undamaged.

    The file is found by the table's name, the version of the package, and the
    source of the module that defines `build`.  Wrong if another module decides
    about the content: a change there would go unnoticed.
    """
    path = _table_path(name, package, build)
    if path is None:
        return build()
    if (table := _read_table(path)) is None:
        table = build()
        _write_table(path, name, table)
    return table


def to_native_byte_order(column: Column) -> Column:
    """Return a column in the byte order of this machine."""
    return column.astype(column.dtype.newbyteorder("="), copy=False)


def as_memoryview(column: Column) -> memoryview[int]:
    """Return a column of integers for access one by one, at which NumPy is slow; the column need not be aligned."""
    native = to_native_byte_order(column)
    data: Any = native.view("u1").data
    numbers: memoryview[int] = data.cast(native.dtype.char)
    return numbers


def _table_path(name: str, package: str, build: Callable[[], Table]) -> Path | None:
    """Return the path of the table's file, or None if this Python stores no compiled modules."""
    try:
        source = sha256(Path(build.__code__.co_filename).read_bytes())
        folder = Path(util.cache_from_source(__file__)).parent
    except (OSError, NotImplementedError):  # imported from an archive; a Python that writes no bytecode
        return None
    return folder / f"{name}.{digest_json([metadata.version(package), source])[:16]}.table"


def _read_table(path: Path) -> Table | None:
    """Return the table in a file, or None if the file does not exist or is damaged."""
    from curate.store.column_file import ColumnFile, is_intact

    try:
        if not is_intact(path):
            return None
        columns = ColumnFile(path)
        return {name: columns.memory_map(name) for name in columns.names}
    except (OSError, ValueError):
        return None


def _write_table(path: Path, name: str, table: Table) -> None:
    """Store a table and delete older files with its name; do nothing if the folder cannot be written."""
    from curate.store.column_file import serialise_columns

    with suppress(OSError, CurateError):
        with stage_file(path.parent) as file:
            file.write(serialise_columns(table))
        replace_file(file.path, path)
        for old in path.parent.glob(f"{name}.*.table"):
            if old != path:
                old.unlink()
