"""What was forgotten must not come back: `tombstones.jsonl` holds its digests, and nothing else of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from curate.digest import sha256
from curate.errors import DamageError
from curate.files import write_atomically

TOMBSTONE_FILE = "tombstones.jsonl"
PLACEHOLDER = b'{"forgotten":true}\n'  # stands in a seed of many documents where one was, so that all others keep their numbers


def load_tombstones(project: Path) -> frozenset[str]:
    """Return the digests of what was forgotten; raise DamageError naming the line that is none."""
    path = project / TOMBSTONE_FILE
    lines = path.read_bytes().splitlines() if path.exists() else []
    return frozenset(_parse_line(number, line) for number, line in enumerate(lines, 1) if line.strip())


def _parse_line(number: int, line: bytes) -> str:
    try:
        return str(json.loads(line)["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DamageError(f"{TOMBSTONE_FILE}, line {number}: not a tombstone; mend or remove the line") from None


def add_tombstones(project: Path, digests: Iterable[str]) -> None:
    """Add digests that are not there yet."""
    path = project / TOMBSTONE_FILE
    past = path.read_bytes() if path.exists() else b""
    known = load_tombstones(project)
    new = sorted(set(digests) - known)
    if new:
        gap = b"\n" if past and not past.endswith(b"\n") else b""
        write_atomically(path, past + gap + b"".join(b'{"sha256":"%b"}\n' % digest.encode() for digest in new))


def digest_record(record: bytes) -> tuple[str, str]:
    """Return the digests by which a record of a seed is known: as it lies there, and without white space around it."""
    return sha256(record), sha256(record.strip())


def is_tombstoned(record: bytes, tombstoned: frozenset[str]) -> bool:
    """Was a record, or a whole file, forgotten?"""
    return bool(tombstoned) and not tombstoned.isdisjoint(digest_record(record))


def replace_tombstoned(lines: Iterable[bytes], tombstoned: frozenset[str]) -> Iterator[bytes]:
    """Yield the lines of a seed, a placeholder for each that was forgotten."""
    for line in lines:
        yield PLACEHOLDER if is_tombstoned(line, tombstoned) else line
