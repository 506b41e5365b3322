"""A run that would find nothing new, told from digests alone.

A run keeps in the cache what it said besides the revision, with a digest of all
that it depends on but the seeds.  If that is still the same, so is the current
revision, and each seed has the sha256 that the revision gives for it, another
run would say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from typing import Any

from curate.decisions.rulings import Ruling, ruling_from_json
from curate.digest import digest_json
from curate.errors import Unreadable
from curate.pipeline import alerts, copies
from curate.pipeline.alerts import DocumentAlert
from curate.pipeline.copies import CopiesRemoved
from curate.pipeline.stages.depends import maker
from curate.pipeline.work import Work
from curate.seeds.access import hash_seed
from curate.seeds.discovery import Seed
from curate.seeds.provenance import load_provenance
from curate.store import tombstones
from curate.store.manifest import Entry, Manifest

KEY = digest_json(["what the last run said"])  # its key in the cache


@dataclass(frozen=True, slots=True)
class Said:
    """What a run said besides the revision; see `curate.pipeline.run.Run`."""

    rulings: tuple[Ruling, ...]
    left_out: tuple[str, ...]
    over: Mapping[str, str]
    alerts: tuple[DocumentAlert, ...] = ()
    copies: CopiesRemoved = field(default_factory=CopiesRemoved)


def keep(work: Work, current: Manifest, said: Said) -> None:
    """Remember what a run said after which `current` is the current revision."""
    table = asdict(said) | {"revision": current.id, "depends": _depends(work)}
    work.cache.put(KEY, table)


def recall(work: Work) -> Said | None:
    """Return what a run would say if it would find nothing new, None if it may find something.

    What was given up is always tried again.
    """
    table: dict[str, Any] | None = work.cache.get(KEY)
    old = work.old
    if not (table and old) or old.given_up or table["revision"] != old.id or table["depends"] != _depends(work):
        return None
    if not all(seed and entry and _is_same(seed, entry) for seed, entry in zip_longest(work.found, old.entries)):
        return None
    said = (DocumentAlert(one["seed"], one["document"], alerts.from_json(one["alert"])) for one in table["alerts"])
    ruled = tuple(map(ruling_from_json, table["rulings"]))
    return Said(ruled, tuple(table["left_out"]), table["over"], tuple(said), copies.from_json(table["copies"]))


def _depends(work: Work) -> str:
    """Return a digest of all that a run depends on besides its seeds and the revision before."""
    root = work.project.root
    said = [sorted(tombstones.read(root)), load_provenance(root), [asdict(one) for one in work.decided]]
    return digest_json([maker(), work.project.config.as_plain_values(), *said])


def _is_same(seed: Seed, entry: Entry) -> bool:
    if seed.name != entry.seed:
        return False
    if seed.problem:
        return seed.problem == entry.reason
    try:
        return hash_seed(seed.path)[0] == entry.source
    except Unreadable:
        return False
