"""The file `checksums`: the sha256 of each file of a corpus that has no digest elsewhere, a line a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from curate.store.layout import CHECKSUMS

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)\n")


def load_checksums(root: Path) -> dict[str, str]:
    """Return the digests by file name, as far as the file can be read; empty if it is missing."""
    try:
        return parse_checksums((root / CHECKSUMS).read_bytes())
    except OSError:
        return {}


def parse_checksums(data: bytes) -> dict[str, str]:
    """Return the digests by file name; lines that are no checksums do not count."""
    return {name: digest for digest, name in _LINE.findall(data.decode("utf-8", "replace"))}


def format_checksums(digests: Mapping[str, str]) -> bytes:
    """Return the content of the file."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()
