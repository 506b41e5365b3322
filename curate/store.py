"""Revisions on disk: content-addressed, write-once, atomic.

    manifest.json            the current revision
    documents/ ledgers/ metadata/  what it holds, for people and other tools to read
    quarantine.jsonl         seeds that could not be read
    revisions/0001-<id>.json every manifest
    objects/ab/cdef…         every text, ledger and metadata file of every revision
    checksums                of the files above that have no digest elsewhere

A revision begins with the rename of `manifest.json`.  All it needs lies in
`objects/` by then; `unfinished` stands there until the readable copies are
made, and whoever opens the store next finishes them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from curate import manifest as manifests
from curate.digest import sha256
from curate.errors import CurateError, DamageError, UsageError
from curate.manifest import Entry, Manifest
from curate.writers import WRITERS

MANIFEST, CHECKSUMS, QUARANTINE, UNFINISHED = "manifest.json", "checksums", "quarantine.jsonl", "unfinished"


class Store:
    """The corpus in the folder `root`.  Opening it changes nothing; `current` finishes an interrupted run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / ".staging"

    def current(self) -> Manifest | None:
        """Return the current revision, None if there is none yet; raise DamageError if it is broken."""
        data = self._read(MANIFEST)
        if data is None:
            if (self.root / "revisions").is_dir():
                raise DamageError(f"{self.root / MANIFEST}: missing; copy the last file of revisions/ there")
            return None
        manifest = manifests.load(data, str(self.root / MANIFEST))
        if (self.root / UNFINISHED).exists():
            self._publish(manifest)
        return manifest

    def revisions(self) -> list[Manifest]:
        """Return all revisions, the oldest first."""
        current = self.current()
        paths = sorted((self.root / "revisions").glob("*.json")) if current else []
        return [manifests.load(path.read_bytes(), str(path)) for path in paths]

    def revision(self, name: str) -> Manifest:
        """Return the revision with this number, version or beginning of an id; raise UsageError if there is not one."""
        known = self.revisions()
        found = [m for m in known if name in (str(m.number), m.version) or (len(name) >= 4 and m.id.startswith(name))]
        if len(found) != 1:
            what = "is no revision" if not found else "is the beginning of several ids"
            raise UsageError(f"{name} {what}; `curate log` lists all {len(known)}")
        return found[0]

    def get(self, digest: str) -> bytes:
        """Return the object with this digest; raise DamageError if it is missing or says something else."""
        path = self._object(digest)
        data = self._read(path)
        if data is None or sha256(data) != digest:
            what = "missing" if data is None else "damaged"
            raise DamageError(f"{self.root / path}: {what}; take it from a copy, or run `curate run` on the same seeds anew")
        return data

    def put(self, data: bytes) -> str:
        """Keep `data` and return its digest."""
        digest = sha256(data)
        path = self.root / self._object(digest)
        if not path.exists():
            self._write(path, data)
        return digest

    def commit(self, manifest: Manifest) -> None:
        """Make this the current revision.  All its objects must have been put."""
        manifests.load(manifest.dump(), MANIFEST)  # what cannot be read back must not become the corpus
        self._write(self.root / UNFINISHED, b"")
        self._write(self.root / MANIFEST, manifest.dump())
        self._publish(manifest)
        sweep(self.staging)

    def restore(self, manifest: Manifest) -> list[str]:
        """Put back the readable files that are missing, and return their paths."""
        missing = [path for path, _ in readable(manifest) if not (self.root / path).exists()]
        digests = dict(readable(manifest))
        for path in missing:
            self._write(self.root / path, self.get(digests[path]))
        return missing

    def _publish(self, manifest: Manifest) -> None:
        """Bring the readable copies in line with the manifest; done again, it does nothing."""
        wanted = dict(readable(manifest))
        before = self._parent(manifest)
        past = dict(readable(before)) if before else {}
        for path, digest in sorted(wanted.items()):
            if past.get(path) != digest or not (self.root / path).exists():
                self._write(self.root / path, self.get(digest))
        for path in sorted(past.keys() - wanted.keys()):
            (self.root / path).unlink(missing_ok=True)
            _remove_empty_folders((self.root / path).parent, self.root)
        self._write(self.root / QUARANTINE, quarantine(manifest))
        self._write(self.root / revision_path(manifest), manifest.dump())
        self._write(self.root / CHECKSUMS, self._checksums())
        (self.root / UNFINISHED).unlink(missing_ok=True)

    def _parent(self, manifest: Manifest) -> Manifest | None:
        if not manifest.parent:
            return None
        paths = sorted((self.root / "revisions").glob(f"*-{manifest.parent[:12]}.json"))
        return manifests.load(paths[0].read_bytes(), str(paths[0])) if paths else None

    def _checksums(self) -> bytes:
        names = [MANIFEST, QUARANTINE, *sorted(f"revisions/{p.name}" for p in (self.root / "revisions").glob("*.json"))]
        return "".join(f"{sha256((self.root / name).read_bytes())}  {name}\n" for name in names).encode()

    def _write(self, path: Path, data: bytes) -> None:
        write(path, data, self.staging)

    def _read(self, name: str) -> bytes | None:
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CurateError(f"{self.root / name}: cannot be read: {error.strerror}") from None

    @staticmethod
    def _object(digest: str) -> str:
        return f"objects/{digest[:2]}/{digest[2:]}"


def text_path(entry: Entry) -> str:
    """Return where the cleaned text of a seed lies."""
    return f"documents/{WRITERS['text'].path(entry.seed)}"


def readable(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield the path and digest of every readable file of a revision."""
    for entry in manifest.entries:
        if entry.text:
            yield text_path(entry), entry.text
            yield f"ledgers/{entry.seed}.jsonl", entry.ledger
            yield f"metadata/{entry.seed}.jsonl", entry.metadata


def quarantine(manifest: Manifest) -> bytes:
    """Return the quarantine of a revision as JSON Lines."""
    lines = (
        json.dumps({"seed": e.seed, "sha256": e.source, "bytes": e.bytes, "reason": e.reason}, ensure_ascii=False)
        for e in manifest.entries
        if e.state == "quarantined"
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def revision_path(manifest: Manifest) -> str:
    """Return where a revision's manifest is kept."""
    return f"revisions/{manifest.number:04d}-{manifest.id[:12]}.json"


def write(path: Path, data: bytes, staging: Path | None = None) -> None:
    """Write a file whole or not at all: a temporary file, fsync, rename, fsync of the folder.

    The temporary file lies in `staging` (on the same file system; by default
    beside the file), so that what a killed run leaves can be swept up.
    """
    staged = (staging or path.parent) / f".{os.getpid()}-{path.name[:80]}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        staged.parent.mkdir(parents=True, exist_ok=True)
        try:
            with staged.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            staged.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                staged.unlink()
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise CurateError(f"{path}: cannot be written: {error.strerror}; make room, or check its permissions") from None


def sweep(staging: Path) -> None:
    """Remove the temporary files of runs that were killed.  Wrong while another run is at work."""
    shutil.rmtree(staging, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_empty_folders(folder: Path, stop: Path) -> None:
    while folder != stop and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
