"""Digests and canonical JSON: equal values give equal bytes on every machine."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def sha256(data: bytes) -> str:
    """Return the sha256 of `data` as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the sha256 of a file's content, which is not read into memory at once."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def canonical_json(value: Any) -> bytes:
    """Return `value` as JSON with sorted keys, no spaces and no escapes, in UTF-8.

    Wrong for computed floats: round them first, or two machines may disagree
    in the last digit.
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def digest_json(value: Any) -> str:
    """Return the sha256 of the canonical JSON of `value`."""
    return sha256(canonical_json(value))
