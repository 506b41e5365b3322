"""Modules import only from floors below their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FLOORS = (
    "errors digest edits document rule pattern_parts patterns sieve",
    "draft pack_file rules ledger manifest config segment columns",
    "cleaned",
    "decode seeds remote lexicon keyboard inflection spelling matching context language "
    "main_content page_metadata readers duplicates decisions judge writers files lock store contents cache verify collecting "
    "tables tombstones erasure",
    "cleaners guards own_words",
    "pipeline verdicts metadata stages engines project status work making unchanged corpus adding scrubbing forgetting "
    "repair recheck audit",
    "api exporting",
    "cli",
)
FLOOR = {module: number for number, modules in enumerate(FLOORS) for module in modules.split()}
# within a floor these may use those: a list of pairs, so that every exception is seen
WITHIN = {
    ("draft", "segment"),
    ("rules", "pack_file"),
    ("context", "judge"),
    ("language", "matching"),
    ("language", "tables"),
    ("lexicon", "tables"),
    ("tables", "files"),
    ("spelling", "inflection"),
    ("spelling", "lexicon"),
    ("spelling", "keyboard"),
    ("inflection", "lexicon"),
    ("readers", "decode"),
    ("readers", "page_metadata"),
    ("context", "decisions"),
    ("decisions", "files"),
    ("cache", "files"),
    ("store", "files"),
    ("contents", "store"),
    ("lock", "files"),
    ("seeds", "remote"),
    ("store", "lock"),
    ("lock", "cache"),
    ("decisions", "lock"),
    ("collecting", "store"),
    ("collecting", "files"),
    ("verify", "contents"),
    ("verify", "store"),
    ("pipeline", "verdicts"),
    ("metadata", "pipeline"),
    ("metadata", "verdicts"),
    ("stages", "pipeline"),
    ("stages", "metadata"),
    ("tombstones", "files"),
    ("erasure", "store"),
    ("stages", "tombstones"),
    ("scrubbing", "audit"),
    ("forgetting", "audit"),
    ("forgetting", "scrubbing"),
    ("forgetting", "stages"),
    ("corpus", "scrubbing"),
    ("making", "pipeline"),
    ("making", "stages"),
    ("making", "audit"),
    ("stages", "audit"),
    ("making", "engines"),
    ("corpus", "making"),
    ("unchanged", "work"),
    ("making", "work"),
    ("corpus", "work"),
    ("work", "engines"),
    ("work", "project"),
    ("unchanged", "stages"),
    ("corpus", "unchanged"),
    ("corpus", "engines"),
    ("corpus", "project"),
    ("project", "scrubbing"),
    ("status", "project"),
    ("adding", "corpus"),
    ("corpus", "audit"),
    ("repair", "corpus"),
    ("recheck", "corpus"),
    ("recheck", "status"),
    ("repair", "audit"),
}
ROOT = Path(__file__).parent.parent / "curate"
MODULES = sorted(p for p in ROOT.rglob("*.py") if p != ROOT / "__init__.py")


def imported(path: Path) -> Iterator[str]:
    """The modules, or folders of modules, of this package that a file imports, typing included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "curate":
            parts = (node.module or "").split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names if alias.name != "__version__"]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_point_down(path: Path) -> None:
    mine = path.relative_to(ROOT).with_suffix("").parts[0]
    for name in imported(path):
        assert name == mine or FLOOR[name] < FLOOR[mine] or (mine, name) in WITHIN, f"{mine} imports {name}"


def test_the_lowest_floor_needs_the_standard_library_only() -> None:
    for module in ("edits", "draft", "ledger"):
        tree = ast.parse((ROOT / f"{module}.py").read_text("utf-8"))
        names = {(n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        assert names <= {"__future__", "bisect", "collections", "dataclasses", "functools", "typing", "curate"}
