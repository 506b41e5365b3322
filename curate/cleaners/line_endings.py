"""Line endings: every kind becomes one line feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curate.cleaners.context import Context
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit

_ENDING = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NAMES = {
    "\r\n": "A Windows line ending.", "\r": "An old Macintosh line ending.", "\x0b": "A vertical tab.",
    "\x0c": "A form feed: the end of a printed page.", "\x85": "A next-line character.",
    "\u2028": "A Unicode line separator.", "\u2029": "A Unicode paragraph separator.",
}  # fmt: skip


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose a line feed for every other line ending."""
    if not context.config.normalise.encoding:
        return
    for match in _ENDING.finditer(draft.text) if any(sign in draft.text for sign in _NAMES) else ():
        ending, reason = match.group(), _NAMES[match.group()]
        if ending == "\r\n":  # as small as the change: only the carriage return goes
            yield Edit(match.start(), match.start() + 1, "\r", "", "whitespace.line-ending", reason)
        else:
            yield Edit(match.start(), match.end(), ending, "\n", "whitespace.line-ending", reason)
