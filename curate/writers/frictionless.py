"""A Frictionless data package (datapackage.org): JSON Lines with `datapackage.json`, which holds their schema."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from curate.digest import digest_file
from curate.store.cleaned_document import Cleaned
from curate.writers import columns, jsonl
from curate.writers.descriptor import slugify, write_json
from curate.writers.export_info import ExportInfo
from curate.writers.totals import ExportTotals

TABLE_FILE = jsonl.TABLE_FILE
HOW_TO_READ = "`datapackage.json` describes `corpus.jsonl`: `frictionless validate datapackage.json` (with `frictionless[json]`)."
_TYPES = {"string": "string", "int64": "integer"}


def write(documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:
    """Write `corpus.jsonl` and `datapackage.json`."""
    totals = ExportTotals()
    jsonl.write(totals.count(documents), info, folder)
    write_json(folder / "datapackage.json", _describe(info, totals, folder / TABLE_FILE))


def _describe(info: ExportInfo, totals: ExportTotals, data: Path) -> dict[str, Any]:
    licences = sorted(filter(None, totals.licences))
    return {
        "profile": "data-package",
        "name": slugify(info.name),
        "id": info.revision,
        "version": info.version,
        "description": " ".join((info.provenance, *info.reviews)),
        **({"licenses": [{"name": slugify(licence), "title": licence} for licence in licences]} if licences else {}),
        "resources": [
            {
                "name": "corpus", "type": "table", "path": TABLE_FILE, "format": "jsonl", "mediatype": "application/jsonl",
                "encoding": "utf-8", "bytes": data.stat().st_size, "hash": f"sha256:{digest_file(data)}", "schema": _describe_schema(),
            }
        ],
    }  # fmt: skip


def _describe_schema() -> dict[str, Any]:
    fields = [{"name": name, "type": _TYPES[kind], "description": columns.MEANINGS[name]} for name, kind in columns.COLUMNS.items()]
    return {"fields": fields, "primaryKey": ["id"]}
