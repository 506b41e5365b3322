"""A changed byte is found; scripts/torture.py tries thousands."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest


def test_a_changed_byte_in_any_kind_of_file_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parent.parent / "scripts")])
    flips = importlib.import_module("torture_parts.flips")

    table = flips.measure(seed=7, share=0.02)
    assert table.bad == []
    kinds = {str(row[0]) for row in table.rows}
    assert {
        "checksums",
        "documents",
        "forgotten.jsonl",
        "ledgers",
        "manifest.json",
        "metadata",
        "objects",
        "report.html",
        "revisions",
    } < kinds
