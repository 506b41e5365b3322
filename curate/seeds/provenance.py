"""Provenance of seeds: `provenance.jsonl` records where each added seed came from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curate.errors import DamageError

PROVENANCE_FILE = "provenance.jsonl"


def load_provenance(project: Path) -> dict[str, dict[str, Any]]:
    """Return the provenance records of a project by seed name; of several lines about one seed, the last counts.

    Raises DamageError for a line that is no record.
    """
    path = project / PROVENANCE_FILE
    if not path.exists():
        return {}
    records: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            record = json.loads(line)
            records[record.pop("seed")] = record
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise DamageError(f"{PROVENANCE_FILE}, line {number}: not a record with a seed; mend or remove the line") from None
    return records


def host_of(url: object) -> str:
    """Return the host of a URL as a page or a record gave it; empty if it is no URL."""
    try:
        return urlsplit(url).hostname or "" if isinstance(url, str) else ""
    except ValueError:  # "http://["
        return ""
