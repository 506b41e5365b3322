"""Errors with a one-line message: what happened, where, and what to do.

Every error that a user can cause is a `CurateError`.  The command line prints
its message unchanged and exits with its `exit_code`; no other code exits.
"""

from __future__ import annotations


class CurateError(Exception):
    """An error whose message, one line, is shown to the user."""

    exit_code = 1


class UsageError(CurateError):
    """The user asked for something that does not exist or makes no sense."""

    exit_code = 2


class LossError(CurateError):
    """A loss guard tripped in a run with `--strict`, so nothing is stored."""

    exit_code = 3


class UnwritableError(CurateError):
    """The disk is full, read-only or failing; no file is left half-written."""


class DamageError(CurateError):
    """A stored file does not match its digest, or cannot be parsed."""

    exit_code = 4


class NewerFormatError(DamageError):
    """A stored file was written by a later version, which alone may change it."""


_MAX_LENGTH = 300  # characters


class Unreadable(CurateError):
    """A seed or a document cannot be read; the message says why, and the run puts it in quarantine.

    Unprintable characters are escaped, because the message may quote names and bytes of the seed.
    Messages longer than 300 characters are cut.
    """

    def __init__(self, message: str) -> None:
        printable = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in message[: _MAX_LENGTH + 1])
        super().__init__(printable if len(printable) <= _MAX_LENGTH else f"{printable[: _MAX_LENGTH - 1]}…")
