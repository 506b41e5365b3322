"""What a cleaner may know besides the draft."""

from __future__ import annotations

from dataclasses import dataclass

from curate.config import Config
from curate.document import Document
from curate.rules import Pack


@dataclass(frozen=True, slots=True)
class Context:
    """Frozen: a cleaner that is asked twice answers the same.

    `packs` are those of the document's language, `any` first.  `fresh` is true
    when the cleaners look for the first time: judges of whole pages speak only
    then, since what they leave is no whole page any more.
    """

    document: Document
    language: str
    config: Config
    packs: tuple[Pack, ...]
    fresh: bool
