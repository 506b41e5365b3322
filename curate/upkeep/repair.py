"""Rebuild what can be rebuilt of a damaged corpus: from its other files, and from the seeds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from curate.audit.report.build import write_report
from curate.digest import sha256
from curate.errors import CurateError, NewerFormatError
from curate.files import remove_file, write_atomically
from curate.pipeline import run as corpus
from curate.pipeline.run import Project
from curate.rules import registry as rules
from curate.store.cache import CURATE_FOLDER
from curate.store.checksums import load_checksums
from curate.store.layout import CHECKSUMS, FORGOTTEN, MANIFEST, QUARANTINE, REPORT, revision_path
from curate.store.lock import lock_project
from curate.store.manifest import Manifest, load_manifest
from curate.store.store import Store


def repair_corpus(project: Project) -> list[str]:
    """Mend what can be mended, and return a line about each thing that was.

    A file is taken only from what has its digest: nothing is guessed.  What
    can't be had stays as it is, and `curate verify` names it.  Wrong for a corpus
    whose seeds have changed since: what only they would give is lost then.
    Raises CurateError if there is no revision left that can be read, and changes
    nothing if a later version wrote one.
    """
    store = project.store
    with lock_project(project.root / CURATE_FOLDER):
        _refuse_newer_format(store)
        done = list(_repair_manifest(store))
        current = store.load_current()
        if current is None:
            raise CurateError(f"{store.root}: no corpus there; run `curate run` first")
        done += _repair_forgotten(store)
        done += _repair_revision(store, current)
        done += _repair_packs(store)
        done += _repair_from_copies(store, current)
    if missing := set(_find_missing_objects(store)):
        done += _repair_from_seeds(project, missing)
    with lock_project(project.root / CURATE_FOLDER):
        done += _repair_readable(store, current)
        done += _repair_summaries(store, current)
    return done


def _refuse_newer_format(store: Store) -> None:
    """Raise NewerFormatError if a later version wrote a manifest: to take another in its place would roll the corpus back."""
    for path in (store.root / MANIFEST, *sorted((store.root / "revisions").glob("*.json"))):
        try:
            load_manifest(path.read_bytes(), str(path))
        except NewerFormatError:
            raise
        except (CurateError, OSError):
            continue


def _repair_manifest(store: Store) -> Iterator[str]:
    """Put the manifest back: the revision that the checksums name, else the newest."""
    revisions = dict(_iter_intact_revisions(store))
    listed = load_checksums(store.root).get(MANIFEST)
    path = next((p for p in revisions if sha256(p.read_bytes()) == listed), None)
    with contextlib.suppress(CurateError):
        if store.load_current() and (path is None or sha256((store.root / MANIFEST).read_bytes()) == listed):
            return  # its history is in no id, so that it counts only if the checksums say so too
    path = path or max(revisions, default=None)
    if path is None:
        raise CurateError(f"{store.root}: neither {MANIFEST} nor any revision can be read; take one of them from a copy")
    write_atomically(store.root / MANIFEST, path.read_bytes(), store.staging)
    yield f"{MANIFEST}: taken from revisions/{path.name}"


def _iter_intact_revisions(store: Store) -> Iterator[tuple[Path, Manifest]]:
    for path in sorted((store.root / "revisions").glob("*.json")):
        with contextlib.suppress(CurateError):
            yield path, load_manifest(path.read_bytes(), str(path))


def _repair_forgotten(store: Store) -> Iterator[str]:
    """Put back what tells which objects are gone on purpose, or its copy: the checksums name the digest of both."""
    listed, path = load_checksums(store.root).get(FORGOTTEN), store.root / FORGOTTEN
    copy = store.objects.path(listed) if listed else None
    if copy and copy.is_file() and sha256(data := copy.read_bytes()) == listed and (not path.is_file() or path.read_bytes() != data):
        write_atomically(path, data, store.staging)
        yield f"{FORGOTTEN}: taken from {_name_object(store, listed)}"
    elif copy and path.is_file() and sha256(data := path.read_bytes()) == listed and not _is_intact(store, listed):
        write_atomically(copy, data, store.staging)
        yield f"{_name_object(store, listed)}: taken from {FORGOTTEN}"


def _repair_revision(store: Store, current: Manifest) -> Iterator[str]:
    name = revision_path(current)
    path = store.root / name
    if not path.is_file() or path.read_bytes() != current.dump():
        write_atomically(path, current.dump(), store.staging)
        yield f"{name}: taken from {MANIFEST}"


def _repair_packs(store: Store) -> Iterator[str]:
    """Put back the packs of this version that a revision was made with."""
    kept = {digest for _, manifest in _iter_intact_revisions(store) for digest in manifest.packs.values()}
    for name in rules.pack_languages():
        pack = rules.load_pack(name)
        if pack and pack.digest in kept and not _is_intact(store, pack.digest):
            write_atomically(store.objects.path(pack.digest), pack.json, store.staging)
            yield f"{_name_object(store, pack.digest)}: the pack {name} of this version"


def _find_missing_objects(store: Store) -> Iterator[str]:
    """Yield the objects that a revision needs and that are missing or damaged."""
    held = {digest for _, manifest in _iter_intact_revisions(store) for entry in manifest.entries for digest in entry.objects}
    needed = {now for digest in held if (now := store.objects.resolve(digest))}
    return (digest for digest in sorted(needed) if not _is_intact(store, digest))


def _is_intact(store: Store, digest: str) -> bool:
    try:
        for _ in store.objects.iter_blocks(digest):
            pass
    except (CurateError, OSError):
        return False
    return True


def _repair_from_copies(store: Store, current: Manifest) -> Iterator[str]:
    copies = {digest: store.root / path for path, digest in store.readable.files(current).items()}
    for digest in list(_find_missing_objects(store)):
        copy = copies.get(digest)
        if copy and copy.is_file() and sha256(data := copy.read_bytes()) == digest:
            write_atomically(store.objects.path(digest), data, store.staging)
            yield f"{_name_object(store, digest)}: taken from {copy.relative_to(store.root).as_posix()}"


def _repair_from_seeds(project: Project, missing: Iterable[str]) -> Iterator[str]:
    """Clean the seeds again, and keep what has the digest of an object that is not there."""
    with contextlib.suppress(CurateError):
        corpus.run(project, check=True)
    rebuilt = corpus.open_check_store(project)
    for digest in sorted(missing):
        with contextlib.suppress(CurateError):
            write_atomically(project.store.objects.path(digest), rebuilt.objects.read(digest), project.store.staging)
            yield f"{_name_object(project.store, digest)}: made from the seeds again"


def _repair_readable(store: Store, current: Manifest) -> Iterator[str]:
    for path, digest in store.readable.files(current).items():
        target = store.root / path
        if (not target.is_file() or sha256(target.read_bytes()) != digest) and _is_intact(store, digest):
            write_atomically(target, store.objects.read(digest), store.staging)
            yield f"{path}: taken from {_name_object(store, digest)}"


def _repair_summaries(store: Store, current: Manifest) -> Iterator[str]:
    """Write what only sums up other files, as far as these can be read."""
    with contextlib.suppress(CurateError):
        data = b"".join(store.readable.quarantine_lines(current))
        path = store.root / QUARANTINE
        if not path.is_file() or path.read_bytes() != data:
            write_atomically(path, data, store.staging)
            yield f"{QUARANTINE}: written from the manifest"
    revisions = [
        f"revisions/{path.name}" for path, manifest in _iter_intact_revisions(store) if path.name == Path(revision_path(manifest)).name
    ]
    before = load_checksums(store.root)
    report = store.root / REPORT
    if report.exists() and sha256(report.read_bytes()) != before.get(REPORT):
        remove_file(report)
    store.write_checksums(revisions)
    if write_report(store, current):
        yield f"{REPORT}: written anew"
    if load_checksums(store.root) != before:
        yield f"{CHECKSUMS}: written anew"


def _name_object(store: Store, digest: str) -> str:
    return store.objects.path(digest).relative_to(store.root).as_posix()
