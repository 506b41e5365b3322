"""Let go of revisions, and of what only they held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curate.errors import CurateError, UsageError
from curate.files import translate_os_errors
from curate.store.manifest import Manifest
from curate.store.store import Store


@dataclass(frozen=True, slots=True)
class GcResult:
    """What is gone: revisions, the number of objects that no other revision holds, and their bytes."""

    revisions: tuple[Manifest, ...]
    objects: int
    bytes: int


def select_revisions(store: Store, names: Sequence[str], keep: int | None) -> list[Manifest]:
    """Return the revisions named, and all but the `keep` newest; raise UsageError if the current one is among them."""
    known = store.load_revisions()
    current = store.load_current()
    if current is None:
        raise UsageError(f"{store.root}: no corpus there; run `curate run` first")
    going = {store.find_revision(name).number for name in names}
    if current.number in going:
        raise UsageError(f"{current.version} is the current revision and stays; `curate log` lists the others")
    if keep is not None:
        going |= {manifest.number for manifest in known[: len(known) - keep]}
    return [manifest for manifest in known if manifest.number in going]


def collect_garbage(store: Store, going: Sequence[Manifest]) -> GcResult:
    """Let go of these revisions, and remove the objects that no revision needs any more.

    Killed at any moment, it leaves a corpus that verifies: the revisions go
    first, and objects that nobody needs do no harm.  Wrong while a run is at
    work, whose objects no revision needs yet.  Raises CurateError before
    anything is removed if a revision that stays cannot be read.
    """
    gone = {manifest.number for manifest in going}
    kept = [manifest for manifest in store.load_revisions() if manifest.number not in gone]
    if not kept:
        raise CurateError(f"{store.root}: no revision would be left; `curate verify` says what is wrong")
    with translate_os_errors(store.root):
        store.keep(())
        store.delete_revisions(going)
        count, size = store.delete_orphans()
    return GcResult(tuple(going), count, size)
