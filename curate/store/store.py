"""Revisions on disk: content-addressed, write-once, atomic.

    manifest.json            the current revision
    documents/ ledgers/ metadata/  what it holds, for people and other tools to read
    quarantine.jsonl         seeds that could not be read
    report.html              the audit as a page
    revisions/0001-<id>.json every manifest
    objects/ab/cdef…         every text, ledger and metadata file of every revision
    forgotten.jsonl          objects that held a forgotten document, and what stands in for each
    checksums                of the files above that have no digest elsewhere

What is put waits in `.staging/` until a revision is committed: all of it is
brought to the disk at once and then renamed into `objects/`.  The revision begins
with the rename of `manifest.json`.  `unfinished` stands there until the readable
copies are made, and whoever opens the store next finishes them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from curate.digest import sha256
from curate.errors import CurateError, DamageError, UnwritableError, UsageError
from curate.files import (
    StagedFile,
    flush_to_disk,
    refuse_symlinks,
    remove_file,
    remove_with_empty_folders,
    replace_file,
    stage_file,
    translate_os_errors,
)
from curate.files import clear_staging as clear_staging
from curate.files import write_atomically as write_atomically
from curate.store.lock import lock_corpus
from curate.store.manifest import Entry, Manifest, load_manifest

MANIFEST, CHECKSUMS, QUARANTINE, UNFINISHED = "manifest.json", "checksums", "quarantine.jsonl", "unfinished"
REPORT = "report.html"
FORGOTTEN = "forgotten.jsonl"  # lines {"object": digest, "now": digest of what stands in for it, empty if nothing does}
_FOLDERS = ("documents", "ledgers", "metadata", "revisions", "objects", ".staging")
_TEXT, _JSONL = (".txt", ".text", ".md"), (".jsonl", ".ndjson")  # seeds whose cleaned text is called as they are


class Store:
    """The corpus in the folder `root`.  Opening it changes nothing; `current` finishes an interrupted run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / ".staging"

    def current(self) -> Manifest | None:
        """Return the current revision, None if there is none yet; raise DamageError if it is broken."""
        refuse_symlinks(self.root / name for name in _FOLDERS)
        data = self._read(MANIFEST)
        if data is None:
            if (self.root / "revisions").is_dir():
                raise DamageError(f"{self.root / MANIFEST}: missing; copy the last file of revisions/ there")
            return None
        manifest = load_manifest(data, str(self.root / MANIFEST))
        return self._finished() if (self.root / UNFINISHED).exists() else manifest

    def _finished(self) -> Manifest:
        """Finish what was interrupted, unless another process is at it or the disk cannot be written, and return the current revision."""
        with lock_corpus(self.root, wait=False) as mine:
            manifest = load_manifest((self.root / MANIFEST).read_bytes(), str(self.root / MANIFEST))
            if mine and (self.root / UNFINISHED).exists():
                with contextlib.suppress(UnwritableError):
                    self._publish(manifest)
        return manifest

    def revisions(self) -> list[Manifest]:
        """Return all revisions, the oldest first."""
        current = self.current()
        paths = sorted((self.root / "revisions").glob("*.json")) if current else []
        return [load_manifest(path.read_bytes(), str(path)) for path in paths]

    def revision(self, name: str) -> Manifest:
        """Return the revision with this number, version or beginning of an id; raise UsageError if there is not one."""
        known = self.revisions()
        found = [m for m in known if name in (str(m.number), m.version) or (len(name) >= 4 and m.id.startswith(name))]
        if len(found) != 1:
            what = "is no revision" if not found else "is the beginning of several ids"
            raise UsageError(f"{name} {what}; `curate log` lists all {len(known)}")
        return found[0]

    def path(self, digest: str) -> Path:
        """Return where the object with this digest lies, if it is there; raise DamageError if it is none."""
        if len(digest) != 64 or not digest.isalnum():
            raise DamageError(f"{self.root}: {digest[:70]!r} is no digest; `curate verify` says where it stands")
        return self.root / "objects" / digest[:2] / digest[2:]

    def now(self, digest: str) -> str:
        """Return the digest of what stands in for an object since a document of it was forgotten, empty if nothing does.

        That is the object itself as long as it is there: another document may say the same.
        """
        return digest if self.path(digest).exists() else self.stand_ins.get(digest, digest)

    @cached_property
    def stand_ins(self) -> dict[str, str]:
        """What stands in for objects that held a forgotten document."""
        data = self._read(FORGOTTEN) or b""
        try:
            return {line["object"]: line["now"] for line in map(json.loads, data.splitlines())}
        except (ValueError, KeyError, TypeError):
            raise DamageError(f"{self.root / FORGOTTEN}: not what curate wrote there; take it from a copy") from None

    def kept_copies(self) -> set[str]:
        """Return the digests of objects that are copies of files of the corpus which nothing else could give back."""
        data = self._read(FORGOTTEN)
        return set() if data is None else {sha256(data)}

    def get(self, digest: str) -> bytes:
        """Return the object with this digest; raise DamageError if it is missing or says something else."""
        return b"".join(self.blocks(digest))

    def blocks(self, digest: str) -> Iterator[bytes]:
        """Yield an object in blocks, as `lines` does its lines."""
        return self._checked(digest, lambda file: iter(partial(file.read, 1 << 20), b""))

    def lines(self, digest: str) -> Iterator[bytes]:
        """Yield the lines of an object, for those too large for memory.

        Raises DamageError as `get` does, but only at the end: wrong for a
        decision that cannot wait for it.
        """
        return self._checked(digest, iter)

    def _checked(self, digest: str, cut: Callable[[BinaryIO], Iterator[bytes]]) -> Iterator[bytes]:
        seen, digest = hashlib.sha256(), self.now(digest)
        with self.open(digest) as file:
            for piece in cut(file):
                seen.update(piece)
                yield piece
        if seen.hexdigest() != digest:
            raise self._damaged(digest, "damaged")

    def open(self, digest: str) -> BinaryIO:
        """Return an object, kept or only put, or what stands in for it, to read from; raise DamageError if it is missing."""
        digest = self.now(digest)
        if not digest:
            raise CurateError("the document was forgotten; nothing is left of it")
        for path in (self.path(digest), self.staging / digest):
            with contextlib.suppress(FileNotFoundError):
                return path.open("rb")
        raise self._damaged(digest, "missing")

    def put(self, data: bytes) -> str:
        """Keep `data` from the next commit on, and return its digest."""
        digest = sha256(data)
        if not self.path(digest).exists():
            with self.writing() as file:
                file.write(data)
        return digest

    @contextlib.contextmanager
    def writing(self) -> Iterator[StagedFile]:
        """Give a file to write into; when it is closed it has a digest, under which it is kept from the next commit on."""
        with stage_file(self.staging) as file:
            yield file
        if self.path(file.digest).exists():
            remove_file(file.path)
        else:
            replace_file(file.path, self.staging / file.digest)

    def commit(self, manifest: Manifest) -> None:
        """Make this the current revision.  All its objects must have been put."""
        load_manifest(manifest.dump(), MANIFEST)  # what cannot be read back must not become the corpus
        with translate_os_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
        with lock_corpus(self.root, wait=True):
            self.keep()
            self._write(UNFINISHED, b"")
            self._write(MANIFEST, manifest.dump())
            self._publish(manifest)
            clear_staging(self.staging)

    def keep(self) -> None:
        """Keep all that was put, though no revision needs it yet."""
        waiting = [path for path in self.staging.glob("*") if len(path.name) == 64] if self.staging.is_dir() else []
        flush_to_disk(waiting)
        kept = [self.path(path.name) for path in waiting]
        for path, target in zip(waiting, kept, strict=True):
            replace_file(path, target)
        flush_to_disk({path.parent for path in kept})

    def attach(self, name: str, data: bytes) -> None:
        """Write a file that goes with the current revision, and list it in `checksums`."""
        with lock_corpus(self.root, wait=True):
            self._write(UNFINISHED, b"")
            self._write(name, data)
            self.write_checksums()
            remove_file(self.root / UNFINISHED)
            clear_staging(self.staging)

    def restore(self, manifest: Manifest) -> list[str]:
        """Put back the readable files that are missing, and return their paths."""
        missing = {path: digest for path, digest in self.readable(manifest) if not (self.root / path).exists()}
        self._copy(missing)
        return sorted(missing)

    def replace(self, stand_ins: Mapping[str, str]) -> None:
        """Let other objects, kept already, stand in for some, which go; an empty one means nothing.  Done again, it does nothing.

        The readable copies follow, and the report goes, to be written anew.
        """
        current = self.current()
        if current is None or not stand_ins:
            return
        with lock_corpus(self.root, wait=True):
            known = {digest: stand_ins.get(now, now) for digest, now in self.stand_ins.items()} | dict(stand_ins)
            data = "".join(json.dumps({"object": digest, "now": now}) + "\n" for digest, now in sorted(known.items())).encode()
            write_atomically(self.path(sha256(data)), data, self.staging)  # from which `curate repair` takes it
            self._write(FORGOTTEN, data)
            self.__dict__.pop("stand_ins", None)
            for digest in stand_ins:
                remove_file(self.path(digest))
            flush_to_disk({self.path(digest).parent for digest in stand_ins if self.path(digest).parent.is_dir()})
            remove_file(self.root / REPORT)
            self._follow(current)
            self.write_checksums()

    def _follow(self, current: Manifest) -> None:
        """Bring the readable copies in line where other objects stand in."""
        wanted = dict(self.readable(current))
        past = {path: digest for entry in current.entries if entry.text for path, digest in _files(entry)}
        for path in sorted(past.keys() - wanted.keys()):
            remove_with_empty_folders(self.root / path, self.root)
        self._copy({path: digest for path, digest in wanted.items() if digest != past[path]})
        self._copy_quarantine(current)

    def readable(self, manifest: Manifest) -> Iterator[tuple[str, str]]:
        """Yield the path and digest of every readable file of a revision, but for documents that were forgotten."""
        for entry in manifest.entries:
            if entry.text and self.now(entry.metadata):
                yield from ((path, self.now(digest)) for path, digest in _files(entry))

    def _publish(self, manifest: Manifest) -> None:
        """Bring the readable copies in line with the manifest; done again, it does nothing."""
        wanted = dict(self.readable(manifest))
        before = self._parent(manifest)
        past = dict(self.readable(before)) if before else {}
        self._copy({path: digest for path, digest in wanted.items() if past.get(path) != digest or not (self.root / path).exists()})
        for path in sorted(past.keys() - wanted.keys()):
            remove_with_empty_folders(self.root / path, self.root)
        self._copy_quarantine(manifest)
        self._write(revision_path(manifest), manifest.dump())
        self.write_checksums()
        remove_file(self.root / UNFINISHED)

    def _copy(self, wanted: Mapping[str, str]) -> None:
        """Copy objects to their readable paths."""
        for path, digest in sorted(wanted.items()):
            with stage_file(self.staging) as file:
                for block in self.blocks(digest):
                    file.write(block)
            replace_file(file.path, self.root / path)
        paths = [self.root / path for path in wanted]
        flush_to_disk({*paths, *(path.parent for path in paths)})

    def _copy_quarantine(self, manifest: Manifest) -> None:
        with stage_file(self.staging) as file:
            for line in self.quarantine(manifest):
                file.write(line)
        flush_to_disk([file.path])
        replace_file(file.path, self.root / QUARANTINE)

    def quarantine(self, manifest: Manifest) -> Iterator[bytes]:
        """Yield the lines of quarantine.jsonl: seeds, and documents of seeds, that could not be read, with the reason."""
        for entry in manifest.entries:
            if entry.documents.get("quarantined") and self.now(entry.metadata):
                yield from (line for line in self.lines(entry.metadata) if b'"state":"quarantined"' in line)
            elif entry.state == "quarantined":
                about = {"seed": entry.seed, "sha256": entry.source, "bytes": entry.bytes, "reason": entry.reason}
                yield json.dumps(about, ensure_ascii=False).encode("utf-8") + b"\n"

    def _parent(self, manifest: Manifest) -> Manifest | None:
        if not manifest.parent:
            return None
        paths = sorted((self.root / "revisions").glob(f"*-{manifest.parent[:12]}.json"))
        return load_manifest(paths[0].read_bytes(), str(paths[0])) if paths else None

    def let_go(self, manifests: Collection[Manifest]) -> None:
        """Forget these revisions, of which none may be the current one.  Their objects stay; see `curate.upkeep.gc`."""
        gone = {revision_path(manifest) for manifest in manifests}
        self.write_checksums([name for name in self._revision_names() if name not in gone])
        for name in sorted(gone):
            remove_file(self.root / name)
        flush_to_disk([self.root / "revisions"])

    def write_checksums(self, revisions: Sequence[str] | None = None) -> None:
        """Write down the digests of the files that have none elsewhere; `revisions` are the names of the manifests, all if None."""
        revisions = self._revision_names() if revisions is None else revisions
        digests = {name: sha256((self.root / name).read_bytes()) for name in (MANIFEST, QUARANTINE, *self._others(), *revisions)}
        self._write(CHECKSUMS, "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode())

    def _revision_names(self) -> list[str]:
        return sorted(f"revisions/{path.name}" for path in (self.root / "revisions").glob("*.json"))

    def _others(self) -> list[str]:
        return [name for name in (REPORT, FORGOTTEN) if (self.root / name).exists()]

    def _write(self, name: str, data: bytes) -> None:
        write_atomically(self.root / name, data, self.staging)

    def _read(self, name: str) -> bytes | None:
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CurateError(f"{self.root / name}: cannot be read: {error.strerror}") from None

    def _damaged(self, digest: str, what: str) -> DamageError:
        return DamageError(f"{self.path(digest)}: {what}; `curate repair` makes it again if it can")


def text_path(entry: Entry) -> str:
    """Return where the cleaned text of a seed lies: a.txt -> a.txt, a.html -> a.html.txt, b.warc.gz -> b.warc.gz.jsonl."""
    own, suffix = (_JSONL, ".jsonl") if entry.documents else (_TEXT, ".txt")
    return f"documents/{entry.seed}{'' if PurePosixPath(entry.seed).suffix.lower() in own else suffix}"


def readable_paths(entry: Entry) -> tuple[str, str, str]:
    """Return where the text, the ledger and the metadata of a seed lie."""
    return text_path(entry), f"ledgers/{entry.seed}.jsonl", f"metadata/{entry.seed}.jsonl"


def _files(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from zip(readable_paths(entry), (entry.text, entry.ledger, entry.metadata), strict=True)


def revision_path(manifest: Manifest) -> str:
    """Return where a revision's manifest is kept."""
    return f"revisions/{manifest.number:04d}-{manifest.id[:12]}.json"
