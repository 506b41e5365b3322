"""Find the cause of a difference between two revisions.

The most specific cause wins: a decision about the passage, then a rule that
changed, another document, a setting that governs such edits, then a new
version.  If none of these explains an edit, it is a side effect of whatever
else changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from curate.audit.decision_changes import DecisionChange
from curate.audit.revision_changes import RevisionChanges
from curate.decisions import DROP_RULE
from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store.documents import find_seed

_CORPUS_RULES = ("dup.near", "dup.document", "dup.quotation", "repeat.site-furniture")  # they compare documents
_LISTS = {"copies", "quotations", "repeats"}
_CORPUS_FIELDS = {"duplicate_of", "state", *_LISTS, *(f"removed_{name}" for name in _LISTS)}  # metadata that other documents decide
_SITE = re.compile(r" stands on \d+ of \d+ pages of (.+?)(?: \(from |, like )")
_MAX_LINE = 60  # characters of a line that a cause names
_ORIGINAL = re.compile(r" (?:as|stand in) (.+?):\d+(?: \(|\.$)")


@dataclass(frozen=True, slots=True)
class Cause:
    """Kinds: `seed`, `provenance`, `decision`, `corpus`, `rule`, `setting`, `version`; `names` say which one."""

    kind: str
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}: {', '.join(self.names)}" if self.names else self.kind


def find_edit_cause(edit: Edit, touching: Iterable[Edit], decisions: Iterable[DecisionChange], changes: RevisionChanges) -> Cause:
    """Return why only one of two revisions has an edit; `touching` are the edits of the other one in the same place."""
    if names := [one.description for one in decisions if edit.start <= one.end and one.start <= edit.end]:
        return Cause("decision", tuple(names))
    if edit.rule == DROP_RULE:
        return Cause("decision")
    if names := [rule for rule in changes.rules if rule in {edit.rule, *(other.rule for other in touching)}]:
        return Cause("rule", tuple(names))
    if edit.rule in _CORPUS_RULES and changes.seeds and (documents := _changed_originals(edit, changes)):
        return Cause("corpus", documents)
    if names := [change for name, change in changes.settings.items() if _governs(name, edit.rule)]:
        return Cause("setting", tuple(names))
    if changes.versions:
        return Cause("version", changes.versions)
    return _side_effect(decisions, changes, edit.rule)


def find_record_cause(fields: Iterable[str], decisions: Iterable[DecisionChange], changes: RevisionChanges) -> Cause:
    """Return why only the metadata of a document differ; `fields` are the names of those that do."""
    differing = set(fields)
    if "decisions" in differing:
        return Cause("decision", tuple(one.description for one in decisions))
    if differing & _CORPUS_FIELDS and not any(name.startswith(("duplicates.", "sites.")) for name in changes.settings):
        return Cause("corpus")
    if differing <= {"url", "date", "licence"} and not changes.versions:
        return Cause("provenance")
    return Cause("version", changes.versions) if changes.versions else _side_effect(decisions, changes, "")


def _side_effect(decisions: Iterable[DecisionChange], changes: RevisionChanges, rule: str) -> Cause:
    """Return whatever changed between the revisions, the most specific first."""
    if names := tuple(one.description for one in decisions):
        return Cause("decision", names)
    if changes.rules:
        return Cause("rule", changes.rules)
    if changes.settings:
        return Cause("setting", tuple(changes.settings.values()))
    if rule in _CORPUS_RULES:
        return Cause("corpus")
    return Cause("version", ("curate itself, under the same number",))


def _changed_originals(edit: Edit, changes: RevisionChanges) -> tuple[str, ...]:
    """Return the document that the reason of an edit names, if its seed changed; of site furniture, the site and the line."""
    if edit.rule == "repeat.site-furniture":
        site = match[1] if (match := _SITE.search(edit.reason)) else "its site"
        return (f"furniture of {site}, “{_shorten(edit.before)}”",)
    match = _ORIGINAL.search(edit.reason)
    return (match[1],) if match and find_seed(match[1], changes.all_seeds) in changes.seeds else ()


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_LINE else f"{line[: _MAX_LINE - 1]}…"


def _governs(setting: str, rule: str) -> bool:
    """Can this setting decide whether this rule is applied?"""
    category, table = category_of(rule), setting.partition(".")[0]
    if table == "normalise":
        return setting == f"normalise.{category}"
    if table == "words":
        return category == "spelling"
    if table == "sites":
        return rule == "repeat.site-furniture"
    if table == "duplicates":
        return rule in _CORPUS_RULES
    return rule.startswith(("model.", "html.")) or (table == "boilerplate" and "." in rule)
