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


class DamageError(CurateError):
    """A stored file does not say what its digest promises."""

    exit_code = 4


class Unreadable(CurateError):
    """A seed cannot become documents; the message says why, and it is quarantined."""
