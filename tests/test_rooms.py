"""The packages of `curate`, the lowest first, and what each may import; nothing imports what stands below it in this table."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MAY_IMPORT = {
    "errors": "",
    "version": "",
    "digest": "",
    "text": "",
    "files": "errors",
    "config": "errors digest",
    "ledger": "errors text",
    "edits": "ledger",
    "rules": "errors digest text",
    "store": "errors digest files ledger rules",
    "engines": "errors",
    "seeds": "errors",
    "readers": "errors config text",
    "language": "errors digest files text ledger store",
    "judge": "digest text",
    "duplicates": "config digest ledger store text",
    "sites": "digest duplicates store text",
    "decisions": "errors digest files ledger rules store text",
    "cleaners": "config decisions duplicates judge language ledger readers rules text",
    "audit": "errors digest files text ledger rules store sites decisions",
    "pipeline": "errors version digest text files config ledger rules store engines seeds readers language judge duplicates sites "
    "decisions cleaners audit",
    "writers": "errors digest text ledger rules store audit pipeline version",
    "upkeep": "errors digest files config ledger rules store seeds readers decisions audit pipeline",
    "api": "errors config store readers duplicates audit pipeline writers upkeep",
    "cli": "errors config version files text ledger rules store engines seeds readers decisions audit pipeline writers upkeep",
}  # fmt: skip
ROOT = Path(__file__).parent.parent / "curate"
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def packages_imported(path: Path) -> Iterator[str]:
    """Yield the packages of `curate` that a file imports from, typing included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "curate":
            parts = (node.module or "").split(".")
            yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_its_package_may(path: Path) -> None:
    package = path.relative_to(ROOT).with_suffix("").parts[0]
    allowed = {package, *MAY_IMPORT[package].split()}
    assert set(packages_imported(path)) <= allowed


def test_no_package_imports_one_above_it() -> None:
    order = list(MAY_IMPORT)
    for package, allowed in MAY_IMPORT.items():
        assert all(order.index(name) < order.index(package) for name in allowed.split()), package


def test_every_package_is_in_the_table() -> None:
    found = {path.relative_to(ROOT).with_suffix("").parts[0] for path in MODULES}
    assert found == set(MAY_IMPORT)


def arrows_of_picture() -> dict[str, set[str]]:
    """Return what each package imports in the first picture of docs/architecture.md."""
    picture = (ROOT.parent / "docs" / "architecture.md").read_text("utf-8").split("```mermaid")[1].split("```")[0]
    arrows = [line.split("-->") for line in picture.splitlines() if "-->" in line]
    return {above.strip(): set(below.replace("&", " ").split()) for above, below in arrows}


def all_below(package: str, arrows: dict[str, set[str]]) -> set[str]:
    """Return the packages that a package reaches over any number of arrows."""
    below = arrows.get(package, set())
    return below.union(*(all_below(one, arrows) for one in below))


def test_the_picture_shows_the_table() -> None:
    left_out = {"errors", "digest", "version"}
    table = {package: set(allowed.split()) for package, allowed in MAY_IMPORT.items()}
    picture = arrows_of_picture()
    for package in set(table) - left_out:
        assert all_below(package, picture) == all_below(package, table) - left_out, package


def test_few_modules_lie_outside_a_package() -> None:
    assert len(list(ROOT.glob("*.py"))) <= 10


def test_edits_and_drafts_need_the_standard_library_only() -> None:
    for path in (ROOT / "ledger" / "edits.py", ROOT / "ledger" / "draft.py", ROOT / "ledger" / "merge.py", ROOT / "ledger" / "jsonl.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert names <= {"__future__", "bisect", "collections", "dataclasses", "functools", "typing", "curate"}
