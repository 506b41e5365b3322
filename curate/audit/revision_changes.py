"""What differs between two revisions as wholes: rules, settings, versions, seeds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curate.errors import DamageError
from curate.store.manifest import Manifest, compare_manifests
from curate.store.store import Store

_SHORT = 12  # digits of a digest
_RENAMED = {"duplicates.furniture": "sites.furniture"}  # settings that revisions of earlier versions have under another name


@dataclass(frozen=True, slots=True)
class RevisionChanges:
    """What differs between two revisions.  `settings` map a dotted name to its change in words."""

    rules: tuple[str, ...]
    settings: Mapping[str, str]
    versions: tuple[str, ...]
    seeds: frozenset[str]  # added, gone, or changed in any way
    all_seeds: frozenset[str]


def compare_revisions(store: Store, old: Manifest, new: Manifest, new_store: Store | None = None) -> RevisionChanges:
    """Return what differs between two revisions; `new_store` holds the new one if it is not in `store` as well."""
    seeds = compare_manifests(old, new)
    return RevisionChanges(
        tuple(_changed_rules((store, new_store or store), old, new)),
        dict(_changed_settings(_flatten(old.settings), _flatten(new.settings))),
        tuple(_changed_versions(old, new)),
        frozenset((*seeds.added, *seeds.gone, *seeds.text, *seeds.other)),
        frozenset((*old.by_seed, *new.by_seed)),
    )


def _changed_rules(stores: tuple[Store, Store], old: Manifest, new: Manifest) -> Iterator[str]:
    """Yield the ids of the rules and the names of the word lists that differ; of a pack that is not stored, its name."""
    for name in sorted({*old.packs, *new.packs}):
        digests = old.packs.get(name, ""), new.packs.get(name, "")
        if digests[0] != digests[1]:
            try:
                before, after = map(_rules_and_words, stores, digests)
            except DamageError:
                yield f"pack {name}"
                continue
            yield from sorted(key for key in {*before, *after} if before.get(key) != after.get(key))


def _rules_and_words(store: Store, digest: str) -> dict[str, Any]:
    """Return the rules of a pack, without their examples, and its word lists, by name."""
    pack = json.loads(store.objects.read(digest)) if digest else {}
    rules = {rule["id"]: {**rule, "removes": 0, "keeps": 0, "changes": 0} for rule in pack.get("rule", ())}
    return rules | {f"[words] {name}": words for name, words in pack.get("words", {}).items()}


def _changed_settings(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the settings that both know and that differ; one that only one of them knows came or went with a version."""
    for name in sorted({*old, *new}):
        before, after = (_format_value(settings.get(name)) for settings in (old, new))
        if before != after and (name == "words" or (name in old and name in new)):
            yield name, "words.txt" if name == "words" else f"{name} {before} -> {after}"


def _format_value(value: Any) -> str:
    """Return a setting as JSON; a list reads the same before it is stored and after."""
    return json.dumps(value, ensure_ascii=False)


def _flatten(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings by dotted name; those that have another name now, by that."""
    flat: dict[str, Any] = {}
    for table, values in settings.items():
        flat |= {f"{table}.{key}": value for key, value in values.items()} if isinstance(values, Mapping) else {table: values}
    return {_RENAMED.get(name, name): value for name, value in flat.items()}


def _changed_versions(old: Manifest, new: Manifest) -> Iterator[str]:
    for name in sorted({*old.packages, *new.packages}):
        if old.packages.get(name) != new.packages.get(name):
            yield f"{name} {old.packages.get(name, 'none')} -> {new.packages.get(name, 'none')}"
    if old.judge != new.judge:
        yield f"judge {old.judge[:_SHORT]} -> {new.judge[:_SHORT]}"
