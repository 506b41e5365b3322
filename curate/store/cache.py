"""Results of earlier runs, by a digest of all that they depend on.

The cache lies in `.curate/` of the project, may be deleted at any time, and is
never trusted: a record that does not match its own digest is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from curate.digest import canonical_json, sha256
from curate.files import iter_sharded_files, replace_file, stage_file

CURATE_FOLDER = ".curate"


class Cache:
    """Records of plain values below `project/.curate/cache`."""

    def __init__(self, project: Path) -> None:
        self.root = project / CURATE_FOLDER / "cache"

    def get(self, key: str) -> Any | None:
        """Return the record, or None if there is none that is whole."""
        body = self.get_bytes(key)
        return None if body is None else json.loads(body)

    def has(self, key: str) -> bool:
        """Is there a record that is whole?"""
        return self.get_bytes(key) is not None

    def get_bytes(self, key: str) -> bytes | None:
        """Return what `put_bytes` kept, or None if there is nothing that is whole."""
        try:
            head, _, body = self.path(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return body if sha256(body) == head.decode("ascii", "replace") else None

    def put(self, key: str, record: Any) -> None:
        """Keep the record under the key.  It need not reach the disk: one that is not whole is as good as none."""
        self.put_bytes(key, canonical_json(record))

    def put_bytes(self, key: str, *body: bytes) -> None:
        """Keep bytes, which come in pieces, under the key, as `put` does a record."""
        seen = hashlib.sha256()
        for piece in body:
            seen.update(piece)
        with stage_file(self.root.parent / "staging") as file:
            for piece in (seen.hexdigest().encode() + b"\n", *body):
                file.write(piece)
        replace_file(file.path, self.path(key))

    def put_file(self, key: str, data: bytes) -> None:
        """Keep a file that holds its own digest under the key."""
        with stage_file(self.root.parent / "staging") as file:
            file.write(data)
        replace_file(file.path, self.path(key))

    def keys(self) -> set[str]:
        """Return the keys of all records."""
        return {path.parent.name + path.name for path in iter_sharded_files(self.root)}

    def drop(self, keys: Iterable[str]) -> None:
        """Forget these records."""
        for key in keys:
            with contextlib.suppress(OSError):
                self.path(key).unlink()

    def prune(self, keep: set[str]) -> None:
        """Forget all records but these."""
        self.drop(self.keys() - keep)

    def path(self, key: str) -> Path:
        """Return where the record lies, if there is one."""
        return self.root / key[:2] / key[2:]
