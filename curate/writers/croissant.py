"""Croissant (mlcommons.org/croissant, version 1.1): JSON Lines, and a description of them as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from curate.store.cleaned import Cleaned
from curate.writers import columns, jsonl
from curate.writers.about import About, Totals
from curate.writers.described import dump, sha256_of, slug

TABLE = jsonl.TABLE
READ = '`croissant.json` describes `corpus.jsonl`: `mlcroissant.Dataset(jsonld="croissant.json").records("documents")`.'
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


def write(documents: Iterable[Cleaned], about: About, folder: Path) -> None:
    """Write `corpus.jsonl` and `croissant.json`."""
    totals = Totals()
    jsonl.write(totals.counted(documents), about, folder)
    dump(folder / "croissant.json", _description(about, totals, folder / TABLE))


def _description(about: About, totals: Totals, data: Path) -> dict[str, Any]:
    licences = sorted(filter(None, totals.licences))
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": slug(about.name),
        "description": " ".join((about.provenance, *about.reviews)),
        "version": about.version,
        "citeAs": about.provenance,
        **({"license": licences} if licences else {}),
        "inLanguage": sorted(totals.languages),
        "distribution": [
            {
                "@type": "cr:FileObject", "@id": TABLE, "name": TABLE, "contentUrl": TABLE, "encodingFormat": "application/jsonlines",
                "contentSize": f"{data.stat().st_size} B", "sha256": sha256_of(data),
            }
        ],
        "recordSet": [{"@type": "cr:RecordSet", "@id": "documents", "name": "documents", "key": {"@id": "documents/id"},
                       "field": [_field(name) for name in columns.COLUMNS]}],
    }  # fmt: skip


def _field(name: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field", "@id": f"documents/{name}", "name": name, "description": columns.MEANING[name],
        "dataType": _TYPES[columns.COLUMNS[name]], "source": {"fileObject": {"@id": TABLE}, "extract": {"column": name}},
    }  # fmt: skip
