"""The documented import path of edits: `curate.ledger.edits` under a short name."""

from __future__ import annotations

from curate.ledger.edits import Edit, EditError, apply, revert, veto

__all__ = ["Edit", "EditError", "apply", "revert", "veto"]
