"""What a cleaner may know besides the draft."""

from __future__ import annotations

from dataclasses import dataclass

from curate.config import Config
from curate.decisions.rulings import Ruling
from curate.judge import Verdict
from curate.rules.registry import Pack
from curate.text.document import Document


@dataclass(frozen=True, slots=True)
class Context:
    """Frozen: a cleaner that is asked twice answers the same.

    `packs` are those of the document's language, `any` first.  `verdicts` are
    what the judge said, one for each passage of what it was shown: of a page,
    the passages of its document; of text, those of the draft that `boilerplate`
    looks at.  There are none where it has no say, and none when the cleaners
    look again: what they left is no whole page any more.  `rulings` are those
    on a person's decisions about the document.
    """

    document: Document
    language: str
    config: Config
    packs: tuple[Pack, ...]
    verdicts: tuple[Verdict, ...] = ()
    rulings: tuple[Ruling, ...] = ()
