"""A Frictionless data package (datapackage.org): JSON Lines, and `datapackage.json` with their schema."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from curate.store.cleaned import Cleaned
from curate.writers import columns, jsonl
from curate.writers.about import About, Totals
from curate.writers.described import dump, sha256_of, slug

TABLE = jsonl.TABLE
READ = "`datapackage.json` describes `corpus.jsonl`: `frictionless validate datapackage.json` (with `frictionless[json]`)."
_TYPES = {"string": "string", "int64": "integer"}


def write(documents: Iterable[Cleaned], about: About, folder: Path) -> None:
    """Write `corpus.jsonl` and `datapackage.json`."""
    totals = Totals()
    jsonl.write(totals.counted(documents), about, folder)
    dump(folder / "datapackage.json", _description(about, totals, folder / TABLE))


def _description(about: About, totals: Totals, data: Path) -> dict[str, Any]:
    licences = sorted(filter(None, totals.licences))
    return {
        "profile": "data-package",
        "name": slug(about.name),
        "id": about.revision,
        "version": about.version,
        "description": " ".join((about.provenance, *about.reviews)),
        **({"licenses": [{"name": slug(licence), "title": licence} for licence in licences]} if licences else {}),
        "resources": [
            {
                "name": "corpus", "type": "table", "path": TABLE, "format": "jsonl", "mediatype": "application/jsonl", "encoding": "utf-8",
                "bytes": data.stat().st_size, "hash": f"sha256:{sha256_of(data)}", "schema": _schema(),
            }
        ],
    }  # fmt: skip


def _schema() -> dict[str, Any]:
    fields = [{"name": name, "type": _TYPES[kind], "description": columns.MEANING[name]} for name, kind in columns.COLUMNS.items()]
    return {"fields": fields, "primaryKey": ["id"]}
