"""What machine-readable descriptions of a data file have in common."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, read in a stream."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def dump(path: Path, value: Any) -> None:
    """Write JSON that reads well."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")


def slug(text: str) -> str:
    """Return the text as a name that every specification takes.

    >>> slug("My corpus (2)")
    'my-corpus-2'
    """
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-._") or "corpus"
