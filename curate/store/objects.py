"""Objects: files that are named by the sha256 of their bytes and never change.

What is put waits in `.staging/` until a revision is committed; all of it is then
flushed to the disk at once and renamed into `objects/`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

from curate.digest import sha256
from curate.errors import CurateError, DamageError
from curate.files import StagedFile, flush_to_disk, remove_file, replace_file, stage_file, write_atomically
from curate.store.layout import FORGOTTEN
from curate.store.manifest import Entry


class ObjectStore:
    """The objects of the corpus in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / ".staging"

    def path(self, digest: str) -> Path:
        """Return where the object with this digest lies, if it is there; raise DamageError if that is no digest."""
        if len(digest) != 64 or not digest.isalnum():
            raise DamageError(f"{self.root}: {digest[:70]!r} is no digest; `curate verify` says where it stands")
        return self.root / "objects" / digest[:2] / digest[2:]

    def resolve(self, digest: str) -> str:
        """Return the digest of what stands in for an object since a document of it was forgotten, empty if nothing does.

        That is the object itself as long as it is there: another document may have the same text.
        """
        return digest if self.path(digest).exists() else self.stand_ins.get(digest, digest)

    def is_forgotten(self, entry: Entry) -> bool:
        """Was the whole seed forgotten?  Then one of its files is gone; the others may stay, because another document has the same."""
        return bool(self.stand_ins) and not all(map(self.resolve, entry.objects))

    @cached_property
    def stand_ins(self) -> dict[str, str]:
        """What stands in for objects that held a forgotten document; raise DamageError if the list is broken."""
        path = self.root / FORGOTTEN
        try:
            return {line["object"]: line["now"] for line in map(json.loads, path.read_bytes().splitlines())}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise CurateError(f"{path}: cannot be read: {error.strerror}") from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise DamageError(f"{path}: not what curate wrote there; take it from a copy") from None

    def backup_digests(self) -> set[str]:
        """Return the digests of objects that are copies of files of the corpus which nothing else could give back."""
        path = self.root / FORGOTTEN
        return {sha256(path.read_bytes())} if path.exists() else set()

    def read(self, digest: str) -> bytes:
        """Return the object with this digest; raise DamageError if it is missing or damaged."""
        return b"".join(self.iter_blocks(digest))

    def iter_blocks(self, digest: str) -> Iterator[bytes]:
        """Yield an object in blocks, as `iter_lines` does its lines."""
        return self._iter_checked(digest, lambda file: iter(partial(file.read, 1 << 20), b""))

    def iter_lines(self, digest: str) -> Iterator[bytes]:
        """Yield the lines of an object, for those too large for memory.

        Raises DamageError as `read` does, but only at the end: wrong for a
        decision that cannot wait for it.
        """
        return self._iter_checked(digest, iter)

    def _iter_checked(self, digest: str, cut: Callable[[BinaryIO], Iterator[bytes]]) -> Iterator[bytes]:
        checksum, digest = hashlib.sha256(), self.resolve(digest)
        with self.open(digest) as file:
            for piece in cut(file):
                checksum.update(piece)
                yield piece
        if checksum.hexdigest() != digest:
            raise self._damage(digest, "damaged")

    def open(self, digest: str) -> BinaryIO:
        """Open an object, stored or only staged, or what stands in for it, for reading; raise DamageError if it is missing."""
        digest = self.resolve(digest)
        if not digest:
            raise CurateError("the document was forgotten; nothing is left of it")
        for path in (self.path(digest), self.staging / digest):
            with contextlib.suppress(FileNotFoundError):
                return path.open("rb")
        raise self._damage(digest, "missing")

    def put(self, data: bytes) -> str:
        """Store `data` with the next commit, and return its digest."""
        digest = sha256(data)
        if not self.path(digest).exists():
            with self.stage() as file:
                file.write(data)
        return digest

    @contextlib.contextmanager
    def stage(self) -> Iterator[StagedFile]:
        """Open a new file for writing; once it is closed it has a digest, under which the next commit stores it."""
        with stage_file(self.staging) as file:
            yield file
        if self.path(file.digest).exists():
            remove_file(file.path)
        else:
            replace_file(file.path, self.staging / file.digest)

    def promote_staged(self, needed: Container[str] | None = None) -> None:
        """Store what was put, though no revision needs it yet: all of it, or only what is `needed`."""
        staged = [path for path in self.staging.glob("*") if len(path.name) == 64] if self.staging.is_dir() else []
        waiting = [path for path in staged if needed is None or path.name in needed]
        flush_to_disk(waiting)
        targets = [self.path(path.name) for path in waiting]
        for path, target in zip(waiting, targets, strict=True):
            replace_file(path, target)
        flush_to_disk({path.parent for path in targets})

    def substitute(self, stand_ins: Mapping[str, str]) -> None:
        """Delete objects and let others, stored already, stand in for them; an empty digest means nothing does.

        Done again, it does nothing.
        """
        replaced = self.backup_digests()
        known = {digest: stand_ins.get(now, now) for digest, now in self.stand_ins.items()} | dict(stand_ins)
        data = "".join(json.dumps({"object": digest, "now": now}) + "\n" for digest, now in sorted(known.items())).encode()
        write_atomically(self.path(sha256(data)), data, self.staging)  # from which `curate repair` takes it
        write_atomically(self.root / FORGOTTEN, data, self.staging)
        self.__dict__.pop("stand_ins", None)
        for digest in {*stand_ins, *replaced} - {sha256(data)}:
            remove_file(self.path(digest))
        flush_to_disk({folder for digest in stand_ins if (folder := self.path(digest).parent).is_dir()})

    def _damage(self, digest: str, problem: str) -> DamageError:
        return DamageError(f"{self.path(digest)}: {problem}; `curate repair` makes it again if it can")
