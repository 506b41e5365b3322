"""Is everything under `cleaned/` what its digest says, and does every ledger lead both ways?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from curate.digest import sha256
from curate.errors import CurateError
from curate.ledger.edits import EditError, revert
from curate.store.checksums import format_checksums, load_checksums
from curate.store.documents import StoredDocument, iter_documents
from curate.store.layout import CHECKSUMS, FORGOTTEN, MANIFEST, QUARANTINE, revision_path
from curate.store.manifest import Entry, Manifest, load_manifest
from curate.store.store import Store


def verify_corpus(store: Store) -> Iterator[str]:
    """Yield each problem as one line: what, where, what to do.  Nothing is mended."""
    try:
        current = store.load_current()
    except CurateError as error:
        yield str(error)
        return
    if current is None:
        yield f"{store.root}: no corpus; run `curate run` first"
        return
    yield from _verify_checksums(store.root)
    try:
        store.objects.stand_ins  # noqa: B018
    except CurateError as error:
        yield str(error)
        return
    yield from _verify_revisions(store, current)
    yield from _verify_objects(store.root)
    yield from _verify_orphans(store)
    for path, digest in store.readable.files(current).items():
        yield from _verify_file(store.root, path, digest)
    yield from _verify_quarantine(store, current)
    for entry in current.entries:
        yield from _verify_ledgers(store, entry)


def _verify_file(root: Path, path: str, digest: str) -> Iterator[str]:
    if not (root / path).is_file():
        yield f"{root / path}: missing; `curate repair` puts it back"
    elif _digest_file(root / path) != digest:
        yield f"{root / path}: changed since the run; `curate repair` puts it back"


def _verify_checksums(root: Path) -> Iterator[str]:
    path = root / CHECKSUMS
    if not path.is_file():
        yield f"{path}: missing; try `curate repair`"
        return
    listed = load_checksums(root)
    if format_checksums(listed) != path.read_bytes():
        yield f"{path}: not a list of checksums; try `curate repair`"
    there = {MANIFEST, QUARANTINE} | ({FORGOTTEN} if (root / FORGOTTEN).exists() else set())
    for name in sorted(there - listed.keys()):
        yield f"{path}: {name} is not in it; try `curate repair`"
    for name, digest in listed.items():
        if not (root / name).is_file():
            yield f"{root / name}: missing; try `curate repair`"
        elif _digest_file(root / name) != digest:
            yield f"{root / name}: changed since the run, or its line in {CHECKSUMS} was; try `curate repair`"


def _verify_revisions(store: Store, current: Manifest) -> Iterator[str]:
    for path in sorted((store.root / "revisions").glob("*.json")):
        try:
            manifest = load_manifest(path.read_bytes(), str(path))
        except CurateError as error:
            yield str(error)
            continue
        if revision_path(manifest) != f"revisions/{path.name}":
            yield f"{path}: holds revision {revision_path(manifest)}; rename it back, or let `curate repair` look"
        for entry in manifest.entries:
            for digest in entry.objects:
                if (now := store.objects.resolve(digest)) and not store.objects.path(now).is_file():
                    yield f"{path}: needs object {digest[:12]}… of {entry.seed}, which is missing; try `curate repair`"
        yield from _verify_packs(store, path, manifest)
        if manifest.sites and not store.objects.path(manifest.sites).is_file():
            yield f"{path}: what was known of its sites is missing in objects/; take it from a copy of the corpus"
    if not (store.root / revision_path(current)).is_file():
        yield f"{store.root / revision_path(current)}: missing; `curate repair` puts it back"


def _verify_packs(store: Store, path: Path, manifest: Manifest) -> Iterator[str]:
    """Yield the packs of a revision that are missing; early revisions kept none of them."""
    missing = [name for name, digest in manifest.packs.items() if not store.objects.path(digest).is_file()]
    for name in missing if len(missing) < len(manifest.packs) else ():
        yield f"{path}: the rules of its pack {name} are missing in objects/; try `curate repair`, or `curate diff` cannot name them"


def _verify_objects(root: Path) -> Iterator[str]:
    for path in sorted((root / "objects").glob("*/*")):
        if not path.name.startswith(".") and _digest_file(path) != path.parent.name + path.name:
            yield f"{path}: damaged; try `curate repair`"


def _verify_orphans(store: Store) -> Iterator[str]:
    """Yield the objects that no revision needs, unless a revision cannot be read, which is said elsewhere."""
    with suppress(CurateError):
        for path in store.iter_orphans(store.load_revisions()):
            yield f"{path}: no revision needs it; a killed command left it; `curate gc` deletes it"


def _verify_quarantine(store: Store, current: Manifest) -> Iterator[str]:
    path = store.root / QUARANTINE
    try:
        wanted = hashlib.sha256()
        for line in store.readable.quarantine_lines(current):
            wanted.update(line)
    except CurateError as error:
        yield str(error)
        return
    if path.exists() and _digest_file(path) != wanted.hexdigest():
        yield f"{path}: does not say what the manifest says; `curate repair` writes it anew"


def _verify_ledgers(store: Store, entry: Entry) -> Iterator[str]:
    if entry.text and store.objects.is_forgotten(entry):
        return
    states: Counter[str] = Counter()
    sources = []
    try:
        for one in iter_documents(store, entry):
            states[one.metadata.get("was") or one.metadata.get("state", "")] += 1
            if one.has_text:
                sources.append(_digest_source(one))
            elif source := one.metadata.get("source_text"):  # of a document that was forgotten
                sources.append(source)
    except (CurateError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"{entry.seed}: its ledger does not lead back to its source ({error}); try `curate repair`"
        return
    whole = "".join(f"{source}\n" for source in sources) if entry.documents else "".join(sources)
    if entry.text and (sha256(whole.encode()) if entry.documents else whole) != entry.source_text:
        yield f"{entry.seed}: its ledger leads back to another source than was read; try `curate repair`"
    if entry.documents and states != entry.documents:
        yield f"{entry.seed}: holds {dict(states)} documents, not {dict(entry.documents)}; try `curate repair`"


def _digest_source(one: StoredDocument) -> str:
    source = sha256(revert(one.text, one.edits).encode("utf-8"))
    if one.metadata.get("source_text", source) != source:
        raise EditError(f"{one.id} leads elsewhere")
    return source


def _digest_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
