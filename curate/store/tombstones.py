"""What was forgotten must not come back: `tombstones.jsonl` holds its digests, and nothing else of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from curate.digest import sha256
from curate.errors import DamageError
from curate.files import write_atomically

NAME = "tombstones.jsonl"
PLACEHOLDER = b'{"forgotten":true}\n'  # stands in a seed of many documents where one was, so that all others keep their numbers


def read(project: Path) -> frozenset[str]:
    """Return the digests of what was forgotten; raise DamageError naming the line that is none."""
    path = project / NAME
    lines = path.read_bytes().splitlines() if path.exists() else []
    return frozenset(_digest(number, line) for number, line in enumerate(lines, 1) if line.strip())


def _digest(number: int, line: bytes) -> str:
    try:
        return str(json.loads(line)["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DamageError(f"{NAME}, line {number}: not a tombstone; mend or remove the line") from None


def add(project: Path, digests: Iterable[str]) -> None:
    """Add digests that are not there yet."""
    path = project / NAME
    past = path.read_bytes() if path.exists() else b""
    known = read(project)
    new = sorted(set(digests) - known)
    if new:
        gap = b"\n" if past and not past.endswith(b"\n") else b""
        write_atomically(path, past + gap + b"".join(b'{"sha256":"%b"}\n' % digest.encode() for digest in new))


def digests(record: bytes) -> tuple[str, str]:
    """Return the digests by which a record of a seed is known: as it lies there, and without white space around it."""
    return sha256(record), sha256(record.strip())


def is_buried(record: bytes, buried: frozenset[str]) -> bool:
    """Was a record, or a whole file, forgotten?"""
    return bool(buried) and not buried.isdisjoint(digests(record))


def without(lines: Iterable[bytes], buried: frozenset[str]) -> Iterator[bytes]:
    """Yield the lines of a seed, a placeholder for each that was forgotten."""
    for line in lines:
        yield PLACEHOLDER if is_buried(line, buried) else line
