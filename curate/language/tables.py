"""Tables that are made of a package's data once, and then only read.

Parsing the language model and the word lists takes two seconds; to map what was
made of them takes none, and processes share it.  The tables lie where Python
keeps the compiled forms of this package's modules, for the same reason: they
are made of what is installed, and hold nothing of anybody's.  Where nothing can
be written there, each process makes its own.
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
    from curate.store.columns import Column

Table = Mapping[str, "Column"]  # each of one dimension


def kept(name: str, package: str, make: Callable[[], Table]) -> Table:
    """Return what `make` makes of a package's data, read from where it was kept before; one that is damaged is made anew.

    It is known by its name, by the version of the package, and by the module
    that has `make`: wrong where another module decides about its content.
    """
    path = _path(name, package, make)
    if path is None:
        return make()
    if (table := _read(path)) is None:
        table = make()
        _keep(path, name, table)
    return table


def native(column: Column) -> Column:
    """Return a column in the byte order of this machine."""
    return column.astype(column.dtype.newbyteorder("="), copy=False)


def values(column: Column) -> memoryview[int]:
    """Return whole numbers to be read one at a time, which NumPy is slow at; they may begin anywhere in their file."""
    here = native(column)
    data: Any = here.view("u1").data
    numbers: memoryview[int] = data.cast(here.dtype.char)
    return numbers


def _path(name: str, package: str, make: Callable[[], Table]) -> Path | None:
    """Return where the table is kept, None if it is not."""
    try:
        maker = sha256(Path(make.__code__.co_filename).read_bytes())
        folder = Path(util.cache_from_source(__file__)).parent
    except (OSError, NotImplementedError):  # in an archive; a Python that compiles nothing
        return None
    return folder / f"{name}.{digest_json([metadata.version(package), maker])[:16]}.table"


def _read(path: Path) -> Table | None:
    from curate.store.columns import Columns, is_whole

    try:
        if not is_whole(path):
            return None
        columns = Columns(path)
        return {name: columns.mapped(name) for name in columns.names}
    except (OSError, ValueError):
        return None


def _keep(path: Path, name: str, table: Table) -> None:
    """Keep a table in the place of older ones of its name, if that can be done."""
    from curate.store.columns import dump

    with suppress(OSError, CurateError):
        with stage_file(path.parent) as file:
            file.write(dump(table))
        replace_file(file.path, path)
        for old in path.parent.glob(f"{name}.*.table"):
            if old != path:
                old.unlink()
