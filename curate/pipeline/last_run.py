"""The last run, remembered: whether another one would find anything new can be told from digests alone.

A run stores in the cache what it reported besides the revision, with a digest of
all that it depends on but the seeds.  If that digest is still the same, the
current revision is the same, and each seed has the sha256 that the revision gives
for it, then another run would report the same.
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
from curate.pipeline.context import RunContext
from curate.pipeline.copies import CopiesRemoved
from curate.pipeline.stages.installation import digest_installation
from curate.seeds.access import hash_seed
from curate.seeds.discovery import Seed
from curate.seeds.provenance import load_provenance
from curate.store.manifest import Entry, Manifest
from curate.store.tombstones import load_tombstones

KEY = digest_json(["what the last run said"])  # its key in the cache


@dataclass(frozen=True, slots=True)
class LastRun:
    """What a run reported besides the revision; the fields are those of `curate.pipeline.run.Run`."""

    rulings: tuple[Ruling, ...]
    left_out: tuple[str, ...]
    over: Mapping[str, str]
    alerts: tuple[DocumentAlert, ...] = ()
    copies: CopiesRemoved = field(default_factory=CopiesRemoved)


def store_last_run(context: RunContext, current: Manifest, last: LastRun) -> None:
    """Store what a run reported, after which `current` is the current revision."""
    table = asdict(last) | {"revision": current.id, "depends": _digest_inputs(context)}
    context.cache.put(KEY, table)


def load_last_run(context: RunContext) -> LastRun | None:
    """Return what the last run reported if another one would report the same, None if it may find something new.

    After a revision with documents that were given up, there is always something to try.
    """
    table: dict[str, Any] | None = context.cache.get(KEY)
    current = context.previous
    if not (table and current) or current.given_up or table["revision"] != current.id or table["depends"] != _digest_inputs(context):
        return None
    if not all(seed and entry and _is_unchanged(seed, entry) for seed, entry in zip_longest(context.seeds, current.entries)):
        return None
    return LastRun(
        tuple(map(ruling_from_json, table["rulings"])),
        tuple(table["left_out"]),
        table["over"],
        tuple(DocumentAlert(one["seed"], one["document"], alerts.from_json(one["alert"])) for one in table["alerts"]),
        copies.from_json(table["copies"]),
    )


def _digest_inputs(context: RunContext) -> str:
    """Return a digest of all that a run depends on besides its seeds and the revision before."""
    root = context.project.root
    inputs = [sorted(load_tombstones(root)), load_provenance(root), [asdict(one) for one in context.decisions]]
    return digest_json([digest_installation(), context.project.config.as_plain_values(), *inputs])


def _is_unchanged(seed: Seed, entry: Entry) -> bool:
    if seed.name != entry.seed:
        return False
    if seed.problem:
        return seed.problem == entry.reason
    try:
        return hash_seed(seed.path)[0] == entry.source
    except Unreadable:
        return False
