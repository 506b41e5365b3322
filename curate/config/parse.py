"""Parse settings: `curate.toml`, or `[tool.curate]` of a `pyproject.toml`, into one frozen `Config`.

No other module reads settings.  Unknown keys and wrong values raise UsageError,
which names the file, the table and the key.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from curate.config.settings import CHOICES, Config
from curate.errors import UsageError


def load_config(project: Path) -> Config:
    """Return the settings of a project folder with the words of its `words.txt`; the defaults if it has no settings file."""
    return replace(_load_settings(project), words=_load_words(project / "words.txt"))


def _load_words(path: Path) -> frozenset[str]:
    """Return the words of a file, one per line; `#` begins a comment.  No words if there is no file."""
    try:
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name}: cannot be read: {error}; it must be UTF-8 text, one word a line") from None
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def _load_settings(project: Path) -> Config:
    """Return the settings in `curate.toml`, else those in `pyproject.toml`, else the defaults."""
    for name, keys in (("curate.toml", ()), ("pyproject.toml", ("tool", "curate"))):
        path = project / name
        if path.is_file():
            table = _read_table(path, keys)
            if table is not None:
                return parse_config(table, name)
    return Config()


def _read_table(path: Path, keys: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the table below these keys of a TOML file, or None if it has none."""
    try:
        table: Any = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:  # not only TOMLDecodeError: a number of thousands of digits raises ValueError
        raise UsageError(f"{path.name}: not TOML: {error}") from None
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be read: {error.strerror}") from None
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return None
        table = table[key]
    return table if isinstance(table, dict) else None


def parse_config(tables: Mapping[str, Any], file: str) -> Config:
    """Return the Config in the parsed TOML tables of `file`; raise UsageError naming what is wrong and where."""
    config, tables = Config(), _move_aliases(tables, file)
    known = {f.name for f in fields(Config)} - {"words"}
    for name, table in tables.items():
        if name not in known:
            raise UsageError(f"{file}: unknown table [{name}]{_suggest(name, known)}")
        if not isinstance(table, dict):
            raise UsageError(f"{file}: {name} must be a table, like [{name}]")
        config = replace(config, **{name: _parse_settings(getattr(config, name), name, table, file)})
    return config


def _move_aliases(tables: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return the tables with settings under the names they have now: `[duplicates] furniture` is `[sites] furniture`."""
    moved, duplicates = dict(tables), tables.get("duplicates")
    if not isinstance(duplicates, dict) or "furniture" not in duplicates:
        return moved
    sites = tables.get("sites", {})
    if isinstance(sites, dict) and sites.get("furniture", duplicates["furniture"]) != duplicates["furniture"]:
        raise UsageError(f"{file}: [duplicates] furniture is an older name of [sites] furniture, and they differ; remove the former")
    moved["duplicates"] = {key: value for key, value in duplicates.items() if key != "furniture"}
    moved["sites"] = {**sites, "furniture": duplicates["furniture"]} if isinstance(sites, dict) else sites
    return moved


def _parse_settings(defaults: Any, name: str, table: Mapping[str, Any], file: str) -> Any:
    known = {f.name for f in fields(defaults)}
    values = {}
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{file}: [{name}] has no setting {key!r}{_suggest(key, known)}")
        values[key] = _check_value(getattr(defaults, key), value, f"{name}.{key}", file)
    return replace(defaults, **values)


def _check_value(default: Any, value: Any, name: str, file: str) -> Any:
    """Return the value of a setting in the type of its default; raise UsageError if it has another."""
    where = f"{file}: {name} = {value!r}"
    if choices := CHOICES.get(name):
        if value not in choices:
            raise UsageError(f"{where}: choose one of {', '.join(choices)}")
        return value
    if isinstance(default, tuple):
        if not isinstance(value, list) or (default and not value) or not all(isinstance(v, str) for v in value):
            raise UsageError(f'{where}: must be a list of names, like ["seeds"]')
        return tuple(value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise UsageError(f"{where}: must be true or false")
        return value
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value <= 1:
        raise UsageError(f"{where}: must be a number above 0 and up to 1")
    return float(value)


def _suggest(name: str, known: set[str]) -> str:
    """Return the end of a message about an unknown name: the most similar known one, or all of them."""
    close = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(sorted(known))}"
