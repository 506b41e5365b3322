"""Counts over the documents of an export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from curate.store.cleaned_document import Cleaned


@dataclass(slots=True)
class ExportTotals:
    """Counts of an export, complete when the iterator that `count` returns has ended.

    Characters are code points of the source texts and of the cleaned texts.
    """

    documents: int = 0
    characters_in: int = 0
    characters_out: int = 0
    languages: Counter[str] = field(default_factory=Counter)  # documents
    licences: Counter[str] = field(default_factory=Counter)  # documents
    removed: Counter[str] = field(default_factory=Counter)  # characters, by category
    duplicates: int = 0  # documents marked as duplicates

    def count(self, documents: Iterable[Cleaned]) -> Iterator[Cleaned]:
        """Yield the documents unchanged and count each one."""
        for document in documents:
            self.documents += 1
            self.characters_in += len(document.source)
            self.characters_out += len(document.text)
            self.languages[document.language] += 1
            self.licences[str(document.metadata.get("licence", ""))] += 1
            self.duplicates += "duplicate_of" in document.metadata
            for removed in document.removed():
                self.removed[removed.category] += len(removed.text)
            yield document
