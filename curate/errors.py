"""What can go wrong, in one line each: what happened, where, what to do.

Every error that a user can cause is a `CurateError`.  The command line prints
its message as it is and exits with its `exit_code`; nothing else exits.
"""

from __future__ import annotations


class CurateError(Exception):
    """An error told to the user in one line."""

    exit_code = 1


class UsageError(CurateError):
    """The user asked for something that is not there or makes no sense."""

    exit_code = 2


class LossError(CurateError):
    """More would be lost than the budgets allow, and the user wants nothing stored then."""

    exit_code = 3


class UnwritableError(CurateError):
    """The disk is full, read-only, or fails; nothing is half-written."""


class DamageError(CurateError):
    """A stored file does not say what its digest promises."""

    exit_code = 4


_LONGEST = 300  # characters of a reason


class Unreadable(CurateError):
    """A seed cannot become documents; the message says why, and it is quarantined.

    What cannot be printed is escaped: the message may quote names and bytes of the seed.
    """

    def __init__(self, message: str) -> None:
        shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in message[: _LONGEST + 1])
        super().__init__(shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…")
