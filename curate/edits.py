"""Edits, where users import them from: `curate.ledger.edits` by its short name."""

from __future__ import annotations

from curate.ledger.edits import Edit, EditError, apply, revert, veto

__all__ = ["Edit", "EditError", "apply", "revert", "veto"]
