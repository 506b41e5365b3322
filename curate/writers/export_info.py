"""What an export states about the revision that it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ExportInfo:
    """The exported revision.

    `name` is the corpus', `format` the export's, `revision` the revision's id, `curate` the version of curate.
    `reviews` are the results of reviewed samples of the revision, one line each.
    """

    name: str
    format: str
    revision: str
    number: int
    version: str
    curate: str
    reviews: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the id, number and version of the revision."""
        return {"id": self.revision, "number": self.number, "version": self.version}

    @property
    def provenance(self) -> str:
        """One sentence that says where the export comes from."""
        return f"Revision {self.version} ({self.revision}) of the corpus {self.name}, cleaned and exported by curate {self.curate}."
