"""List the duplicates of a revision: copied passages by original, quotations, site furniture, copied documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from curate.audit.load import load_document, load_documents
from curate.store.cleaned_document import Cleaned
from curate.store.manifest import Manifest
from curate.store.store import Store

_MAX_TEXT = 80  # characters of a passage that are shown


@dataclass(frozen=True, slots=True)
class DuplicatePassage:
    """A passage that stands elsewhere too; `about` is what the metadata of its document say of it."""

    document: str
    text: str
    is_removed: bool
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """All duplicates: `clusters` by the place of the original, sorted by it; `documents` map a copy to its original."""

    clusters: dict[tuple[str, int], list[DuplicatePassage]]
    quotations: list[DuplicatePassage]
    furniture: list[DuplicatePassage]
    documents: dict[str, str]


def load_duplicates(store: Store, manifest: Manifest, name: str = "") -> Duplicates:
    """Return the duplicates of a revision, or those that involve the document `name`; raise UsageError if it is not there."""
    if name:
        load_document(store, manifest, name)
    passages: dict[str, list[DuplicatePassage]] = {"copies": [], "quotations": [], "repeats": []}
    documents: dict[str, str] = {}
    for one in load_documents(store, manifest):
        for key, found in passages.items():
            found += (passage for passage in _passages(one, key) if name in ("", passage.document, passage.about.get("document")))
        original = str(one.metadata.get("duplicate_of", ""))
        if original and name in ("", one.id, original):
            documents[one.id] = original
    return Duplicates(_cluster_by_original(passages["copies"]), passages["quotations"], passages["repeats"], documents)


def _passages(document: Cleaned, key: str) -> Iterator[DuplicatePassage]:
    metadata = document.metadata
    listed = [(about, is_removed) for is_removed in (False, True) for about in metadata.get(f"removed_{key}" if is_removed else key, ())]
    for about, is_removed in sorted(listed, key=lambda row: int(row[0]["start"])):
        yield DuplicatePassage(document.id, document.source[about["start"] : about["end"]], is_removed, about)


def _cluster_by_original(copies: list[DuplicatePassage]) -> dict[tuple[str, int], list[DuplicatePassage]]:
    clusters: dict[tuple[str, int], list[DuplicatePassage]] = {}
    for copy in sorted(copies, key=lambda copy: (copy.about["document"], copy.about["at"])):
        clusters.setdefault((copy.about["document"], copy.about["at"]), []).append(copy)
    return clusters


def duplicates_as_json(duplicates: Duplicates) -> dict[str, Any]:
    """Return the duplicates as plain values."""
    clusters = [
        {"original": {"document": document, "at": at}, "copies": [_copy_as_json(copy) for copy in copies]}
        for (document, at), copies in duplicates.clusters.items()
    ]
    others = {key: [_passage_as_json(passage) for passage in getattr(duplicates, key)] for key in ("quotations", "furniture")}
    return {"clusters": clusters, **others, "documents": duplicates.documents}


def _passage_as_json(passage: DuplicatePassage) -> dict[str, Any]:
    return {"document": passage.document, "text": passage.text, "gone": passage.is_removed, "about": passage.about}


def _copy_as_json(copy: DuplicatePassage) -> dict[str, Any]:
    about = {key: value for key, value in copy.about.items() if key not in ("document", "at")}
    return {"document": copy.document, "text": copy.text, "gone": copy.is_removed, **about}


def format_duplicates(duplicates: Duplicates) -> Iterator[str]:
    """Yield the duplicates as lines of text, one cluster after another."""
    for (document, at), copies in duplicates.clusters.items():
        yield f"{document}:{at}  {_shorten(copies[0].text)}"
        for copy in copies:
            yield f"  {copy.about['similarity']:>4.0%}  {_format_place(copy)}{_format_differences(copy.about)}"
    for one in duplicates.quotations:
        original = f"{one.about['document']}:{one.about['at']}"
        yield f"{_format_place(one)}  quotes {one.about['words']} words of {original}: {_shorten(one.text)}"
    for one in duplicates.furniture:
        yield f"{_format_place(one)}  stands on {one.about['pages']} {_name_site(one.about)}: {_shorten(one.text)}"
    for document, original in duplicates.documents.items():
        yield f"{document}  is a copy of {original}"


def _name_site(about: Mapping[str, Any]) -> str:
    """Return of which pages a line of furniture stands on some; revisions of earlier versions do not name the site."""
    return f"of {about['of']} pages of {about['site']}" if "site" in about else "pages of its site"


def _format_place(passage: DuplicatePassage) -> str:
    return f"{passage.document}:{passage.about['start']}{' (removed)' if passage.is_removed else ''}"


def _format_differences(about: Mapping[str, Any]) -> str:
    """Return the words that only one of a copy and its original has."""
    words = "; ".join(f"only {side}: {' '.join(about[side])}" for side in ("here", "there") if about.get(side))
    return f"  {words}" if words else ""


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TEXT else f"{line[: _MAX_TEXT - 1]}…"
