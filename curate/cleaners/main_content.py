"""Main content of a page: what a judge does not take for it goes, with a ground from the markup where that tells one.

The judge is ours, or trafilatura's verdict (`[html] judge`).  It looks once, at
the page as the reader rendered it; the cleaners look at what it leaves.
"""

from __future__ import annotations

from collections.abc import Iterator

from curate.cleaners.context import Context
from curate.judge import trafilatura as main_content
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.readers import EDITED_FORMATS
from curate.text.document import Document
from curate.text.segment import find_removal_spans

Ground = tuple[str, str, float]  # rule, reason, confidence

_LEAST_CONFIDENCE = 0.5  # confidence below which the markup said nothing
_SETTINGS_WITH_JUDGE = ("balanced", "cautious")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the removal of each passage that is not main content.

    Only for a source that a reader rendered from markup, and before any other
    edit of it.  Where rules alone may decide, only hidden text goes.
    """
    document, setting = context.document, context.config.boilerplate.setting
    if setting == "off":
        return
    if setting not in _SETTINGS_WITH_JUDGE or document.format in EDITED_FORMATS:
        grounds = _find_hidden(document)
    elif context.config.html.judge == "trafilatura":
        grounds = _find_grounds_of_trafilatura(document)
    else:
        grounds = {i: (f"model.{v.category}", v.reason, v.confidence) for i, v in enumerate(context.verdicts) if not v.keep}
    spans = [(passage.start, passage.end) for passage in document.passages]
    for index, (start, end) in find_removal_spans(draft.text, spans, grounds):
        yield Edit(start, end, draft.text[start:end], "", *grounds[index])


def _find_grounds_of_trafilatura(document: Document) -> dict[int, Ground]:
    """Return what trafilatura leaves out.

    What stands among main content goes only if the markup says why: a step of
    a recipe and a caption stay.  Where trafilatura finds nothing at all, only
    hidden text goes.
    """
    selected = main_content.select(document)
    if not selected:
        return _find_hidden(document)
    inside = range(min(selected), max(selected))
    grounds = {index: main_content.find_ground(document, index) for index in range(len(document.passages)) if index not in selected}
    return {
        index: (f"html.{category}", reason, confidence)
        for index, (category, reason, confidence) in grounds.items()
        if confidence >= _LEAST_CONFIDENCE or index not in inside
    }


def _find_hidden(document: Document) -> dict[int, Ground]:
    ground = ("html.page-metadata", "Hidden text: the page does not show it.", 0.8)
    return {index: ground for index, passage in enumerate(document.passages) if passage.hidden}
