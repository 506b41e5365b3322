"""What is known of the sites of a corpus, as its store keeps it: what was once known as furniture stays known.

JSON: a row a site with its name and its number of pages; the lines known as furniture, by key, with the evidence on which they
became known, and on how many documents they stand now and how many passages went; the keys of the pairs that they form.
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
    """A line known as furniture: the evidence on which it became known, the documents it stands on now, and the passages that went."""

    evidence: RepeatEvidence
    documents: int = 0
    removed: int = 0


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
    lines = {
        f"{key:016x}": {**asdict(line.evidence), "documents": line.documents, "removed": line.removed} for key, line in site.lines.items()
    }
    for line in lines.values():
        del line["site"]
    return {"site": site.name, "pages": site.pages, "lines": lines, "pairs": [f"{key:016x}" for key in sorted(site.pairs)]}


def _from_json(row: Mapping[str, Any]) -> KnownSite:
    lines = {}
    for key, values in row["lines"].items():
        counts = {name: values[name] for name in ("documents", "removed")}
        evidence = {name: value for name, value in values.items() if name not in counts}
        lines[int(key, 16)] = KnownLine(RepeatEvidence(row["site"], **{**evidence, "examples": tuple(evidence["examples"])}), **counts)
    return KnownSite(row["site"], row["pages"], lines, frozenset(int(key, 16) for key in row["pairs"]))
