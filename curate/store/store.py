"""Revisions on disk: content-addressed, write-once, atomic.  `curate.store.layout` lists the files.

A revision begins with the rename of `manifest.json`.  `unfinished` stands beside it
until the readable copies are made; whoever opens the store next finishes them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from curate.digest import sha256
from curate.errors import CurateError, DamageError, UnwritableError, UsageError
from curate.files import (
    clear_staging,
    flush_to_disk,
    iter_sharded_files,
    refuse_symlinks,
    remove_file,
    translate_os_errors,
    write_atomically,
)
from curate.store.checksums import format_checksums
from curate.store.layout import CHECKSUMS, FOLDERS, FORGOTTEN, JOURNAL, MANIFEST, QUARANTINE, REPORT, UNCOMMITTED, UNFINISHED, revision_path
from curate.store.lock import lock_corpus
from curate.store.manifest import Manifest, load_manifest
from curate.store.objects import ObjectStore
from curate.store.readable import ReadableCopies


class Store:
    """The corpus in the folder `root`: its revisions, its `objects` and their `readable` copies.

    Opening it changes nothing; `load_current` finishes an interrupted run.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / ".staging"

    @cached_property
    def objects(self) -> ObjectStore:
        """The texts, ledgers and metadata of all revisions."""
        return ObjectStore(self.root)

    @cached_property
    def readable(self) -> ReadableCopies:
        """The files of the current revision that people read."""
        return ReadableCopies(self.objects)

    def load_current(self) -> Manifest | None:
        """Return the current revision, None if there is none yet; raise DamageError if it is broken."""
        refuse_symlinks(self.root / name for name in FOLDERS)
        data = self._read_manifest()
        if data is None:
            if (self.root / "revisions").is_dir():
                raise DamageError(f"{self.root / MANIFEST}: missing; copy the last file of revisions/ there")
            return None
        manifest = load_manifest(data, str(self.root / MANIFEST))
        return self._load_finished() if (self.root / UNFINISHED).exists() else manifest

    def _load_finished(self) -> Manifest:
        """Finish what was interrupted, unless another process is at it or the disk cannot be written, and return the current revision."""
        with contextlib.suppress(UnwritableError):
            self.finish_interrupted()
        return load_manifest((self.root / MANIFEST).read_bytes(), str(self.root / MANIFEST))

    def finish_interrupted(self) -> None:
        """Make the readable copies that an interrupted run did not make, unless another process is at it; raise UnwritableError."""
        if not (self.root / UNFINISHED).exists() or not (self.root / MANIFEST).exists():
            return
        with lock_corpus(self.root, wait=False) as is_locked:
            if is_locked and (self.root / UNFINISHED).exists():
                self._publish(load_manifest((self.root / MANIFEST).read_bytes(), str(self.root / MANIFEST)))

    def load_revisions(self) -> list[Manifest]:
        """Return all revisions, the oldest first."""
        current = self.load_current()
        paths = sorted((self.root / "revisions").glob("*.json")) if current else []
        return [load_manifest(path.read_bytes(), str(path)) for path in paths]

    def find_revision(self, name: str) -> Manifest:
        """Return the revision with this number, version or beginning of an id; raise UsageError if there is not one."""
        revisions = self.load_revisions()
        matches = [m for m in revisions if name in (str(m.number), m.version) or (len(name) >= 4 and m.id.startswith(name))]
        if len(matches) != 1:
            problem = "is no revision" if not matches else "is the beginning of several ids"
            raise UsageError(f"{name} {problem}; `curate log` lists all {len(revisions)}")
        return matches[0]

    def commit(self, manifest: Manifest) -> None:
        """Make this the current revision.  All its objects must have been put."""
        load_manifest(manifest.dump(), MANIFEST)  # what cannot be read back must not become the corpus
        with translate_os_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
        with lock_corpus(self.root, wait=True):
            self.keep(manifest.objects)
            self._write(UNFINISHED, b"")
            self._write(MANIFEST, manifest.dump())
            self._publish(manifest)
            clear_staging(self.staging)
            remove_file(self.root / UNCOMMITTED)

    def keep(self, needed: Container[str] | None = None) -> None:
        """Store the objects that were put, or those `needed`, though no revision needs them yet.

        `uncommitted` says so from before the first is stored until one does.
        """
        self._write(UNCOMMITTED, b"")
        self.objects.promote_staged(needed)

    def delete_uncommitted(self) -> None:
        """Delete what a killed command left in `objects/` and no revision needs; wrong while another command is at work.

        Wrong also after something was put, which may rely on an object that is there.  Does nothing where no
        command was killed, or where a revision cannot be read.
        """
        if (self.root / UNCOMMITTED).exists() and not (self.root / JOURNAL).exists():
            with contextlib.suppress(DamageError):
                self.delete_orphans()

    def delete_orphans(self) -> tuple[int, int]:
        """Delete all objects that no revision needs; return how many, and their bytes.  Raises DamageError where a revision is broken."""
        count = size = 0
        for path in list(self.iter_orphans(self._load_all_manifests())):
            size += path.stat().st_size
            remove_file(path)
            count += 1
        remove_file(self.root / UNCOMMITTED)
        return count, size

    def iter_orphans(self, revisions: Iterable[Manifest]) -> Iterator[Path]:
        """Yield the objects that none of these revisions needs."""
        held = {digest for manifest in revisions for digest in manifest.objects}
        needed = {self.objects.resolve(digest) for digest in held} | self.objects.backup_digests()
        for path in iter_sharded_files(self.root / "objects"):
            if path.parent.name + path.name not in needed:
                yield path

    def _load_all_manifests(self) -> list[Manifest]:
        """Return the manifests of all revisions, the current one included; raise DamageError if one is broken."""
        current = self._read_manifest()
        if current is None and (self.root / "revisions").is_dir():
            raise DamageError(f"{self.root / MANIFEST}: missing; copy the last file of revisions/ there")
        paths = sorted((self.root / "revisions").glob("*.json"))
        loaded = [load_manifest(path.read_bytes(), str(path)) for path in paths]
        return loaded if current is None else [*loaded, load_manifest(current, str(self.root / MANIFEST))]

    def attach_file(self, name: str, data: bytes) -> None:
        """Write a file that goes with the current revision, and list it in `checksums`."""
        with lock_corpus(self.root, wait=True):
            self._write(UNFINISHED, b"")
            self._write(name, data)
            self.write_checksums()
            remove_file(self.root / UNFINISHED)
            clear_staging(self.staging)

    def replace_objects(self, stand_ins: Mapping[str, str]) -> None:
        """Let other objects, stored already, stand in for some, which are deleted; an empty digest means nothing does.

        The readable copies follow, and the report is deleted, to be written anew.  Done again, it does nothing.
        """
        current = self.load_current()
        if current is None or not stand_ins:
            return
        with lock_corpus(self.root, wait=True):
            self.objects.substitute(stand_ins)
            remove_file(self.root / REPORT)
            self.readable.apply_stand_ins(current)
            self.write_checksums()

    def delete_revisions(self, manifests: Collection[Manifest]) -> None:
        """Delete these revisions, of which none may be the current one.  Their objects stay; see `curate.upkeep.gc`."""
        deleted = {revision_path(manifest) for manifest in manifests}
        self.write_checksums([name for name in self._revision_names() if name not in deleted])
        for name in sorted(deleted):
            remove_file(self.root / name)
        flush_to_disk([self.root / "revisions"])

    def write_checksums(self, revisions: Sequence[str] | None = None) -> None:
        """Write the digests of the files that have none elsewhere; `revisions` are the paths of the manifests, all if None."""
        revisions = self._revision_names() if revisions is None else revisions
        others = [name for name in (REPORT, FORGOTTEN) if (self.root / name).exists()]
        digests = {name: sha256((self.root / name).read_bytes()) for name in (MANIFEST, QUARANTINE, *others, *revisions)}
        self._write(CHECKSUMS, format_checksums(digests))

    def _publish(self, manifest: Manifest) -> None:
        """Bring all other files in line with the manifest; done again, it does nothing."""
        self.readable.publish(manifest, self._load_parent(manifest))
        self._write(revision_path(manifest), manifest.dump())
        self.write_checksums()
        remove_file(self.root / UNFINISHED)

    def _load_parent(self, manifest: Manifest) -> Manifest | None:
        if not manifest.parent:
            return None
        paths = sorted((self.root / "revisions").glob(f"*-{manifest.parent[:12]}.json"))
        return load_manifest(paths[0].read_bytes(), str(paths[0])) if paths else None

    def _revision_names(self) -> list[str]:
        return sorted(f"revisions/{path.name}" for path in (self.root / "revisions").glob("*.json"))

    def _write(self, name: str, data: bytes) -> None:
        write_atomically(self.root / name, data, self.staging)

    def _read_manifest(self) -> bytes | None:
        try:
            return (self.root / MANIFEST).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CurateError(f"{self.root / MANIFEST}: cannot be read: {error.strerror}") from None
