"""Rebuild what can be rebuilt of a damaged corpus: from its other files, and from the seeds."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from curate.audit.report.build import write_report
from curate.digest import sha256
from curate.errors import CurateError
from curate.files import remove_file, write_atomically
from curate.pipeline import run as corpus
from curate.pipeline.run import Project
from curate.rules import registry as rules
from curate.store.cache import CURATE_FOLDER
from curate.store.lock import lock_project
from curate.store.manifest import Manifest, load_manifest
from curate.store.store import CHECKSUMS, FORGOTTEN, MANIFEST, QUARANTINE, REPORT, Store, revision_path


def repair(project: Project) -> list[str]:
    """Mend what can be mended, and return a line about each thing that was.

    A file is taken only from what has its digest: nothing is guessed.  What
    can't be had stays as it is, and `curate verify` names it.  Wrong for a corpus
    whose seeds have changed since: what only they would give is lost then.
    Raises CurateError if there is no revision left that can be read.
    """
    store = project.store
    with lock_project(project.root / CURATE_FOLDER):
        done = list(_manifest(store))
        current = store.current()
        if current is None:
            raise CurateError(f"{store.root}: no corpus there; run `curate run` first")
        done += _forgotten(store)
        done += _revision(store, current)
        done += _packs(store)
        done += _objects_from_copies(store, current)
    if lacking := set(_lacking(store)):
        done += _objects_from_seeds(project, lacking)
    with lock_project(project.root / CURATE_FOLDER):
        done += _readable(store, current)
        done += _summaries(store, current)
    return done


def _manifest(store: Store) -> Iterator[str]:
    """Put the manifest back: the revision that the checksums name, else the newest."""
    revisions = dict(_whole_revisions(store))
    listed = _listed(store).get(MANIFEST)
    path = next((p for p in revisions if sha256(p.read_bytes()) == listed), None)
    with contextlib.suppress(CurateError):
        if store.current() and (path is None or sha256((store.root / MANIFEST).read_bytes()) == listed):
            return  # its history is in no id, so that it counts only if the checksums say so too
    path = path or max(revisions, default=None)
    if path is None:
        raise CurateError(f"{store.root}: neither {MANIFEST} nor any revision can be read; take one of them from a copy")
    write_atomically(store.root / MANIFEST, path.read_bytes(), store.staging)
    yield f"{MANIFEST}: taken from revisions/{path.name}"


def _whole_revisions(store: Store) -> Iterator[tuple[Path, Manifest]]:
    for path in sorted((store.root / "revisions").glob("*.json")):
        with contextlib.suppress(CurateError):
            yield path, load_manifest(path.read_bytes(), str(path))


def _listed(store: Store) -> dict[str, str]:
    try:
        text = (store.root / CHECKSUMS).read_text("utf-8", "replace")
    except OSError:
        return {}
    return {name: digest for digest, name in re.findall(r"([0-9a-f]{64})  ([^\n]+)\n", text)}


def _forgotten(store: Store) -> Iterator[str]:
    """Put back what tells which objects are gone on purpose, or its copy: the checksums name the digest of both."""
    listed, path = _listed(store).get(FORGOTTEN), store.root / FORGOTTEN
    copy = store.path(listed) if listed else None
    if copy and copy.is_file() and sha256(data := copy.read_bytes()) == listed and (not path.is_file() or path.read_bytes() != data):
        write_atomically(path, data, store.staging)
        yield f"{FORGOTTEN}: taken from {_name(store, listed)}"
    elif copy and path.is_file() and sha256(data := path.read_bytes()) == listed and not _is_whole(store, listed):
        write_atomically(copy, data, store.staging)
        yield f"{_name(store, listed)}: taken from {FORGOTTEN}"


def _revision(store: Store, current: Manifest) -> Iterator[str]:
    name = revision_path(current)
    path = store.root / name
    if not path.is_file() or path.read_bytes() != current.dump():
        write_atomically(path, current.dump(), store.staging)
        yield f"{name}: taken from {MANIFEST}"


def _packs(store: Store) -> Iterator[str]:
    """Put back the packs of this version that a revision was made with."""
    kept = {digest for _, manifest in _whole_revisions(store) for digest in manifest.packs.values()}
    for name in rules.pack_languages():
        pack = rules.load_pack(name)
        if pack and pack.digest in kept and not _is_whole(store, pack.digest):
            write_atomically(store.path(pack.digest), pack.json, store.staging)
            yield f"{_name(store, pack.digest)}: the pack {name} of this version"


def _lacking(store: Store) -> Iterator[str]:
    """Yield the objects that a revision needs and that are missing or damaged."""
    held = {digest for _, manifest in _whole_revisions(store) for entry in manifest.entries for digest in entry.objects}
    needed = {now for digest in held if (now := store.now(digest))}
    return (digest for digest in sorted(needed) if not _is_whole(store, digest))


def _is_whole(store: Store, digest: str) -> bool:
    try:
        for _ in store.blocks(digest):
            pass
    except (CurateError, OSError):
        return False
    return True


def _objects_from_copies(store: Store, current: Manifest) -> Iterator[str]:
    copies = {digest: store.root / path for path, digest in store.readable(current)}
    for digest in list(_lacking(store)):
        copy = copies.get(digest)
        if copy and copy.is_file() and sha256(data := copy.read_bytes()) == digest:
            write_atomically(store.path(digest), data, store.staging)
            yield f"{_name(store, digest)}: taken from {copy.relative_to(store.root).as_posix()}"


def _objects_from_seeds(project: Project, lacking: Iterable[str]) -> Iterator[str]:
    """Clean the seeds again, and keep what has the digest of an object that is not there."""
    with contextlib.suppress(CurateError):
        corpus.run(project, check=True)
    made = corpus.open_check_store(project)
    for digest in sorted(lacking):
        with contextlib.suppress(CurateError):
            write_atomically(project.store.path(digest), made.get(digest), project.store.staging)
            yield f"{_name(project.store, digest)}: made from the seeds again"


def _readable(store: Store, current: Manifest) -> Iterator[str]:
    for path, digest in store.readable(current):
        target = store.root / path
        if (not target.is_file() or sha256(target.read_bytes()) != digest) and _is_whole(store, digest):
            write_atomically(target, store.get(digest), store.staging)
            yield f"{path}: taken from {_name(store, digest)}"


def _summaries(store: Store, current: Manifest) -> Iterator[str]:
    """Write what only sums up other files, as far as these can be read."""
    with contextlib.suppress(CurateError):
        data = b"".join(store.quarantine(current))
        path = store.root / QUARANTINE
        if not path.is_file() or path.read_bytes() != data:
            write_atomically(path, data, store.staging)
            yield f"{QUARANTINE}: written from the manifest"
    revisions = [f"revisions/{path.name}" for path, manifest in _whole_revisions(store) if path.name == Path(revision_path(manifest)).name]
    before = _listed(store)
    report = store.root / REPORT
    if report.exists() and sha256(report.read_bytes()) != before.get(REPORT):
        remove_file(report)
    store.write_checksums(revisions)
    if write_report(store, current):
        yield f"{REPORT}: written anew"
    if _listed(store) != before:
        yield f"{CHECKSUMS}: written anew"


def _name(store: Store, digest: str) -> str:
    return store.path(digest).relative_to(store.root).as_posix()
