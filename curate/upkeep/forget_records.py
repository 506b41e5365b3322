"""What people wrote about a document that is to be forgotten: decisions, reviews, provenance."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache

from curate.audit.reviews import iter_review_lines
from curate.decisions.file import load_decisions
from curate.digest import sha256
from curate.pipeline.project import Project
from curate.store.manifest import Manifest
from curate.upkeep.forget_plan import digest_decision, read_provenance_lines
from curate.upkeep.forget_target import DocumentNames, Target, load_sources


def find_decisions(project: Project, revisions: Sequence[Manifest], target: Target) -> list[str]:
    """Return the digests of the decisions about a target."""
    is_about = _make_test(project, revisions, target)
    return [digest_decision(one) for one in load_decisions(project.root) if is_about(one.document, one.text)]


def find_reviews(project: Project, revisions: Sequence[Manifest], target: Target) -> list[str]:
    """Return the digests of the lines of reviews.jsonl about a target."""
    is_about = _make_test(project, revisions, target)
    return [sha256(line.encode()) for line, anchor in iter_review_lines(project.root) if is_about(anchor.document, anchor.text)]


def find_provenance(project: Project, target: Target) -> list[str]:
    """Return the digests of the lines of provenance.jsonl about a target, if it is a whole seed."""
    seeds, digests, found = target.present_names.seeds, target.digests, []
    for line in read_provenance_lines(project.root) if target.is_whole_seed else ():
        record = json.loads(line)
        source = record.get("sha256", "")
        if source in digests or (record["seed"] in seeds and source not in target.others):
            found.append(sha256(line))
    return found


def _make_test(project: Project, revisions: Sequence[Manifest], target: Target) -> Callable[[str, str], bool]:
    """Return a function that tells whether a note about a document of this name, with a text of it, is about the target.

    Under the name that the target has now it is.  Under one that it had before, and
    that may be another document's by now, it is if the target says so, too.
    """
    past_names = DocumentNames.of(target.versions)

    @cache
    def sources() -> list[str]:
        return [_fold(source) for source in load_sources(project.store, revisions, target)]

    def is_about(document: str, text: str) -> bool:
        if target.present_names.holds(document):
            return True
        return past_names.holds(document) and any(_fold(text) in source for source in sources())

    return is_about


def _fold(text: str) -> str:
    return " ".join(text.split())
