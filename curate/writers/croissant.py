"""Croissant 1.1 (mlcommons.org/croissant): JSON Lines with a description in JSON-LD."""

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
HOW_TO_READ = '`croissant.json` describes `corpus.jsonl`: `mlcroissant.Dataset(jsonld="croissant.json").records("documents")`.'
_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5",
    "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet", "references": "cr:references",
    "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate", "sc": "https://schema.org/",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip
_TYPES = {"string": "sc:Text", "int64": "sc:Integer"}


def write(documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:
    """Write `corpus.jsonl` and `croissant.json`."""
    totals = ExportTotals()
    jsonl.write(totals.count(documents), info, folder)
    write_json(folder / "croissant.json", _describe(info, totals, folder / TABLE_FILE))


def _describe(info: ExportInfo, totals: ExportTotals, data: Path) -> dict[str, Any]:
    licences = sorted(filter(None, totals.licences))
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": slugify(info.name),
        "description": " ".join((info.provenance, *info.reviews)),
        "version": info.version,
        "citeAs": info.provenance,
        **({"license": licences} if licences else {}),
        "inLanguage": sorted(totals.languages),
        "distribution": [
            {
                "@type": "cr:FileObject", "@id": TABLE_FILE, "name": TABLE_FILE, "contentUrl": TABLE_FILE,
                "encodingFormat": "application/jsonlines", "contentSize": f"{data.stat().st_size} B", "sha256": digest_file(data),
            }
        ],
        "recordSet": [{"@type": "cr:RecordSet", "@id": "documents", "name": "documents", "key": {"@id": "documents/id"},
                       "field": [_describe_field(name) for name in columns.COLUMNS]}],
    }  # fmt: skip


def _describe_field(name: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field", "@id": f"documents/{name}", "name": name, "description": columns.MEANINGS[name],
        "dataType": _TYPES[columns.COLUMNS[name]], "source": {"fileObject": {"@id": TABLE_FILE}, "extract": {"column": name}},
    }  # fmt: skip
