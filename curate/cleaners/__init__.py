"""The cleaners, in the order in which they see a draft.

A cleaner is a module with `propose(draft, context) -> Iterator[Edit]`: pure,
and proposing edits of `draft.text`.  A proposal under a rule on trial is
reported as a suggestion, not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from curate.cleaners import (
    boilerplate,
    doubled_passages,
    drops,
    ebook_frame,
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
from curate.cleaners.context import Context
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit

Cleaner = Callable[[Draft, Context], Iterable[Edit]]

CUT: tuple[Cleaner, ...] = (main_content.propose, whitespace.propose)  # of pages only, and once: the others look at what is left
REPAIRS: tuple[Cleaner, ...] = (  # before the judge of text reads it
    encoding.propose,
    misread.propose,  # what the encoding steps do not know
    entities.propose,
    line_endings.propose,
    ebook_frame.propose,  # nobody shall judge, join or spell the licence
    typography.propose,  # before boilerplate: a glued caption label hides the credit
)
CLEANERS: tuple[Cleaner, ...] = (
    *REPAIRS,
    boilerplate.propose,
    doubled_passages.propose,
    wrapping.propose,  # after what looks at lines
    spelling.propose,  # after what goes: nobody needs boilerplate spelt well
    drops.propose,  # a person's, after the judges have seen the page whole
    unify.propose,
    whitespace.propose,  # last: it tidies what the others leave
)
