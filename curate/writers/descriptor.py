"""Helpers for the JSON files that describe an export to other tools (Croissant, Frictionless)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


def write_json(path: Path, value: Any) -> None:
    """Write a value as indented JSON."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")


def slugify(text: str) -> str:
    """Return the text as a name of a-z, 0-9, `.`, `_` and `-`, which every specification accepts.

    >>> slugify("My corpus (2)")
    'my-corpus-2'
    """
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-._") or "corpus"
