"""Main content of an HTML page: what trafilatura does not take for it goes, with a ground from the markup."""

from __future__ import annotations

from collections.abc import Iterator

from curate import main_content
from curate.context import Context
from curate.draft import Draft
from curate.edits import Edit
from curate.segment import removals

_SURE = 0.5  # confidence below which the markup said nothing


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the removal of each passage that is not main content.

    What stands among main content goes only if the markup says why: a step of
    a recipe and a caption stay.

    Only for a source that a reader rendered from markup, and before any other
    edit.  Where trafilatura finds nothing at all, nothing is removed but what
    was hidden.
    """
    document = context.document
    if not context.fresh or not document.passages or context.config.boilerplate.setting == "off":
        return
    selected = main_content.select(document) or {i for i, p in enumerate(document.passages) if not p.hidden}
    spans = [(passage.start, passage.end) for passage in document.passages]
    grounds = {index: main_content.grounds(document, index) for index in range(len(spans)) if index not in selected}
    inside = range(min(selected, default=0), max(selected, default=0))
    doomed = {index for index, (_, _, confidence) in grounds.items() if confidence >= _SURE or index not in inside}
    for index, (start, end) in removals(draft.text, spans, doomed):
        category, reason, confidence = grounds[index]
        yield Edit(start, end, draft.text[start:end], "", f"html.{category}", reason, confidence)
