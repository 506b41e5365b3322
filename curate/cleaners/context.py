"""What a cleaner may know besides the draft."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from curate.config import Config
from curate.decisions.rulings import Ruling
from curate.judge import Verdict
from curate.ledger.draft import Draft
from curate.rules.registry import Pack
from curate.text.document import Document
from curate.text.segment import Span, trim_span


@dataclass(frozen=True, slots=True)
class Context:
    """Frozen: a cleaner that is asked twice answers the same.

    `packs` are those of the document's language, `any` first.  `verdicts` are
    what the judge said, one for each passage of what it was shown: of a page,
    the passages of its document; of text, those of the draft that `boilerplate`
    looks at.  There are none where it has no say, and none when the cleaners
    look again: what they left is no whole page any more.  `rulings` are those
    on a person's decisions about the document.

    `page_spans` are the stretches of the document's source in which the text
    shows that it came from a web page: in order, apart from one another, and
    the same however often the cleaners look.  None: the whole document.
    """

    document: Document
    language: str
    config: Config
    packs: tuple[Pack, ...]
    verdicts: tuple[Verdict, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    page_spans: tuple[Span, ...] | None = None

    def is_on_page(self, draft: Draft, start: int, end: int) -> bool:
        """Does what stands at `draft.text[start:end]`, white space at its ends apart, lie inside one of the page spans?"""
        if self.page_spans is None:
            return True
        first, last = draft.map_to_source(*trim_span(draft.text, (start, end)))
        before = bisect_right(self.page_spans, first, key=_start)
        return before > 0 and last <= self.page_spans[before - 1][1]


def _start(span: Span) -> int:
    return span[0]
