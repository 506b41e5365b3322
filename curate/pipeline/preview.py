"""What a run would change in a corpus that is there already, document by document: `curate run --check` shows it before an upgrade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from curate.audit.document_pairs import changed_pairs
from curate.audit.revision_changes import RevisionChanges, compare_revisions
from curate.store.documents import iter_documents
from curate.store.manifest import Changes, Entry, Manifest
from curate.store.store import Store
from curate.text.words import split_words

_NAMED_RULES = 5


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """How many words a cleaned text has, and how many it would lose and regain; words that only move are neither."""

    document: str
    words: int
    lost: int
    regained: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The documents whose text would change, those that lose most first; and in words what differs from the revision before."""

    documents: tuple[DocumentChange, ...] = ()
    causes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the preview as plain values."""
        return asdict(self)


def make_preview(old: Manifest, store: Store, new: Manifest, check_store: Store, changes: Changes) -> Preview:
    """Return what would change from `old`, in `store`, to `new`, whose texts lie in `check_store`.

    Seeds that came or went are not listed: `changes` has them.
    """
    compared = [one for seed in changes.text for one in _compare_seed(store, old.by_seed[seed], check_store, new.by_seed[seed])]
    documents = sorted(compared, key=lambda one: (-one.lost, -one.regained, one.document))
    return Preview(tuple(documents), tuple(_describe_causes(compare_revisions(store, old, new, check_store))))


def _compare_seed(store: Store, before: Entry, check_store: Store, after: Entry) -> Iterator[DocumentChange]:
    if not after.text:
        yield from (_compare_texts(one.id, one.text, "") for one in iter_documents(store, before) if one.has_text)
        return
    for past, now in changed_pairs(store, before, after, check_store):
        old, new = (one.stored if one else None for one in (past, now))
        if old and old.has_text and old.text != (new.text if new else ""):
            yield _compare_texts(old.id, old.text, new.text if new else "")


def _compare_texts(document: str, old: str, new: str) -> DocumentChange:
    before, after = Counter(split_words(old)), Counter(split_words(new))
    return DocumentChange(document, before.total(), (before - after).total(), (after - before).total())


def _describe_causes(changes: RevisionChanges) -> Iterator[str]:
    yield from changes.versions
    yield from changes.settings.values()
    if changes.rules:
        more = f" and {len(changes.rules) - _NAMED_RULES:,} more" if len(changes.rules) > _NAMED_RULES else ""
        yield f"rules: {', '.join(changes.rules[:_NAMED_RULES])}{more}"
