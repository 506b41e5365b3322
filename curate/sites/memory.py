"""What is known of the sites of a corpus, as its store keeps it: what was once known as furniture stays known.

JSON: a row a site with its name and its number of pages; the lines known as furniture or marked, by key, with the evidence on which
they became known, on how many documents they stand now, and how many passages are they; the keys of the pairs that they form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from curate.digest import canonical_json
from curate.duplicates.overlaps import RepeatEvidence


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line known as furniture, or, where it is not sure, a marked one.

    The evidence on which it became known, the documents that it stands on now, and the passages that are it.
    """

    evidence: RepeatEvidence
    documents: int = 0
    passages: int = 0
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class KnownSite:
    """What is known of a site: lines by key, and keys of pairs of lines."""

    name: str
    pages: int = 0
    lines: Mapping[int, KnownLine] = field(default_factory=dict)
    pairs: frozenset[int] = frozenset()


def dump_sites(sites: Iterable[KnownSite]) -> bytes:
    """Return sites as JSON; the same sites, the same bytes."""
    return canonical_json([_to_json(site) for site in sorted(sites, key=lambda one: one.name)]) + b"\n"


def load_sites(data: bytes) -> list[KnownSite]:
    """Return the sites that `dump_sites` wrote."""
    return [_from_json(row) for row in json.loads(data)]


def _to_json(site: KnownSite) -> dict[str, Any]:
    lines = {f"{key:016x}": _line_to_json(line) for key, line in site.lines.items()}
    return {"site": site.name, "pages": site.pages, "lines": lines, "pairs": [f"{key:016x}" for key in sorted(site.pairs)]}


def _line_to_json(line: KnownLine) -> dict[str, Any]:
    evidence = asdict(line.evidence)
    del evidence["site"]
    return {"evidence": evidence, "documents": line.documents, "passages": line.passages, "sure": line.is_sure}


def _from_json(row: Mapping[str, Any]) -> KnownSite:
    lines = {int(key, 16): _line_from_json(row["site"], values) for key, values in row["lines"].items()}
    return KnownSite(row["site"], row["pages"], lines, frozenset(int(key, 16) for key in row["pairs"]))


def _line_from_json(site: str, values: Mapping[str, Any]) -> KnownLine:
    evidence = RepeatEvidence(site, **{**values["evidence"], "examples": tuple(values["evidence"]["examples"])})
    return KnownLine(evidence, values["documents"], values["passages"], values["sure"])
