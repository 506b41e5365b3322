"""Why something differs between two revisions, from what both say of how they were made.

The most telling ground goes first: a decision about the passage, a rule that
was changed, another document, a setting that rules such edits; then another
version of what judges.  What none of these explains is a knock-on of whatever
did change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curate.decisions import DROP
from curate.errors import DamageError
from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store import contents
from curate.store.manifest import Manifest, changes
from curate.store.store import Store

_CORPUS = ("dup.near", "dup.document", "dup.quotation", "repeat.site-furniture")  # rules about the corpus as a whole
_LISTED = {"copies", "quotations", "repeats"}
_BY_OTHERS = {"duplicate_of", "state", *_LISTED, *(f"removed_{name}" for name in _LISTED)}  # what is known of a document by others
_TWIN = re.compile(r" (?:as|stand in) (.+?):\d+(?: \(|\.$)")


@dataclass(frozen=True, slots=True)
class Cause:
    """Kinds: `seed`, `provenance`, `decision`, `corpus`, `rule`, `setting`, `version`; `names` say which one."""

    kind: str
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}: {', '.join(self.names)}" if self.names else self.kind


@dataclass(frozen=True, slots=True)
class Between:
    """What differs between two revisions as wholes.  `settings` map a dotted name to its change in words."""

    rules: tuple[str, ...]
    settings: Mapping[str, str]
    versions: tuple[str, ...]
    seeds: frozenset[str]  # that came, went or changed in any way
    all_seeds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that holds in one of the two revisions only, in offsets of the source text."""

    start: int
    end: int
    said: str


def between(store: Store, old: Manifest, new: Manifest) -> Between:
    """Return what differs between two revisions as wholes."""
    found = changes(old, new)
    return Between(
        tuple(_rules(store, old, new)),
        dict(_settings(_flat(old.settings), _flat(new.settings))),
        tuple(_versions(old, new)),
        frozenset((*found.added, *found.gone, *found.text, *found.other)),
        frozenset((*old.by_seed, *new.by_seed)),
    )


def of_edit(edit: Edit, met: Iterable[Edit], decided: Iterable[Decided], whole: Between) -> Cause:
    """Return why an edit is there in one revision only; `met` are those of the other that touch the same text."""
    if names := [one.said for one in decided if edit.start <= one.end and one.start <= edit.end]:
        return Cause("decision", tuple(names))
    if edit.rule == DROP:
        return Cause("decision")
    if names := [rule for rule in whole.rules if rule in {edit.rule, *(other.rule for other in met)}]:
        return Cause("rule", tuple(names))
    if edit.rule in _CORPUS and whole.seeds and (others := _others(edit, whole)):
        return Cause("corpus", others)
    if names := [said for name, said in whole.settings.items() if _rules_over(name, edit.rule)]:
        return Cause("setting", tuple(names))
    if whole.versions:
        return Cause("version", whole.versions)
    return _knock_on(decided, whole, edit.rule)


def of_record(fields: Iterable[str], decided: Iterable[Decided], whole: Between) -> Cause:
    """Return why only what is known of a document differs; `fields` are the names of it."""
    differing = set(fields)
    if "decisions" in differing:
        return Cause("decision", tuple(one.said for one in decided))
    if differing & _BY_OTHERS and not any(name.startswith("duplicates.") for name in whole.settings):
        return Cause("corpus")
    if differing <= {"url", "date", "licence"} and not whole.versions:
        return Cause("provenance")
    return Cause("version", whole.versions) if whole.versions else _knock_on(decided, whole, "")


def _knock_on(decided: Iterable[Decided], whole: Between, rule: str) -> Cause:
    if names := tuple(one.said for one in decided):
        return Cause("decision", names)
    if whole.rules:
        return Cause("rule", whole.rules)
    if whole.settings:
        return Cause("setting", tuple(whole.settings.values()))
    if rule in _CORPUS:
        return Cause("corpus")
    return Cause("version", ("curate itself, under the same number",))


def _others(edit: Edit, whole: Between) -> tuple[str, ...]:
    """Return the document that an edit tells of, if it came, went or changed; of site furniture, that pages did."""
    if edit.rule == "repeat.site-furniture":
        return ("pages of its site came, went or changed",)
    found = _TWIN.search(edit.reason)
    return (found[1],) if found and contents.seed_of(found[1], whole.all_seeds) in whole.seeds else ()


def _rules_over(setting: str, rule: str) -> bool:
    """May this setting decide whether this rule is applied?"""
    category, table = category_of(rule), setting.partition(".")[0]
    if table == "normalise":
        return setting == f"normalise.{category}"
    if table == "words":
        return category == "spelling"
    if table == "duplicates":
        return rule in _CORPUS
    return rule.startswith(("model.", "html.")) or (table == "boilerplate" and "." in rule)


def _rules(store: Store, old: Manifest, new: Manifest) -> Iterator[str]:
    """Yield the ids of the rules, and the names of the lists of words, that differ; of a pack that is not stored, its name."""
    for name in sorted({*old.packs, *new.packs}):
        past, now = old.packs.get(name, ""), new.packs.get(name, "")
        if past != now:
            try:
                tables = [_table(store, digest) for digest in (past, now)]
            except DamageError:
                yield f"pack {name}"
                continue
            yield from sorted(key for key in {*tables[0], *tables[1]} if tables[0].get(key) != tables[1].get(key))


def _table(store: Store, digest: str) -> dict[str, Any]:
    pack = json.loads(store.get(digest)) if digest else {}
    rules = {rule["id"]: {**rule, "removes": 0, "keeps": 0, "changes": 0} for rule in pack.get("rule", ())}  # but for its examples
    return rules | {f"[words] {name}": words for name, words in pack.get("words", {}).items()}


def _settings(past: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in sorted({*past, *now}):
        if past.get(name) != now.get(name):
            digests = name == "words"
            yield name, "words.txt" if digests else f"{name} {_told(past.get(name))} -> {_told(now.get(name))}"


def _told(value: Any) -> str:
    return "unknown" if value is None else json.dumps(value, ensure_ascii=False)


def _flat(settings: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table, values in settings.items():
        found |= {f"{table}.{key}": value for key, value in values.items()} if isinstance(values, Mapping) else {table: values}
    return found


def _versions(old: Manifest, new: Manifest) -> Iterator[str]:
    for name in sorted({*old.packages, *new.packages}):
        if old.packages.get(name) != new.packages.get(name):
            yield f"{name} {old.packages.get(name, 'none')} -> {new.packages.get(name, 'none')}"
    if old.judge != new.judge:
        yield "other weights of the judge"
