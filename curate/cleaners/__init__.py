"""The cleaners, in the order in which they see a draft.

A cleaner is a module with `propose(draft, context) -> Iterator[Edit]`: pure,
and proposing edits of `draft.text`.  A proposal under a rule on trial is
reported as a suggestion, not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from curate.cleaners import (
    boilerplate,
    decided,
    doubled,
    encoding,
    entities,
    line_endings,
    main_content,
    misread,
    spelling,
    typography,
    unify,
    whitespace,
    wrapping,
)
from curate.context import Context
from curate.document import Document
from curate.draft import Draft
from curate.edits import Edit

Cleaner = Callable[[Draft, Context], Iterable[Edit]]

CLEANERS: tuple[Cleaner, ...] = (
    main_content.propose,  # first: it looks at the source as the reader rendered it
    encoding.propose,
    misread.propose,  # what the encoding steps do not know
    entities.propose,
    line_endings.propose,
    typography.propose,  # before boilerplate: a glued caption label hides the credit
    boilerplate.propose,
    doubled.propose,
    wrapping.propose,  # after what looks at lines
    spelling.propose,  # after what goes: nobody needs boilerplate spelt well
    decided.propose,  # a person's, after the judges have seen the page whole
    unify.propose,
    whitespace.propose,  # last: it tidies what the others leave
)


def before_judge(document: Document) -> int:
    """Return how many of the cleaners look before the judge does: it sees a page as it was rendered, text when it is repaired."""
    return 0 if document.passages else CLEANERS.index(boilerplate.propose)
