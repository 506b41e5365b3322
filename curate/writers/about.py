"""What every export says of the revision it came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from curate.store.cleaned import Cleaned


@dataclass(frozen=True, slots=True)
class About:
    """The revision that is exported: its id, number and version, the corpus' name, and the version of curate.

    `reviews` are what people found who looked at samples of it, a line each.
    """

    name: str
    format: str
    revision: str
    number: int
    version: str
    curate: str
    reviews: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the revision as plain values."""
        return {"id": self.revision, "number": self.number, "version": self.version}

    @property
    def provenance(self) -> str:
        """Say in a sentence where an export came from."""
        return f"Revision {self.version} ({self.revision}) of the corpus {self.name}, cleaned and exported by curate {self.curate}."


@dataclass(slots=True)
class Totals:
    """What was counted while documents passed by."""

    documents: int = 0
    characters_in: int = 0
    characters_out: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    licences: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)  # characters, by category
    duplicates: int = 0

    def counted(self, documents: Iterable[Cleaned]) -> Iterator[Cleaned]:
        """Yield the documents, and count them."""
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
