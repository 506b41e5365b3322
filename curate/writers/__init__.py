"""From a cleaned document to a file.  One module a format, in the table `WRITERS`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from curate.writers import text


class Writer(Protocol):
    """What a module of this folder offers."""

    def path(self, seed: str) -> str:
        """Return where the cleaned seed lies, relative to the folder of documents."""

    def write(self, text: str) -> bytes:
        """Return the cleaned text as bytes."""


WRITERS: Mapping[str, Writer] = {"text": text}
