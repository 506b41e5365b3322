"""The documentation says what the code says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from curate.cli import app
from curate.rules.registry import CATEGORIES, all_rules

ROOT = Path(__file__).parent.parent


def build_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["rules.md", "commands.md"])
def test_the_pages_made_from_the_code_are_up_to_date(page: str) -> None:
    assert (ROOT / "docs" / page).read_text("utf-8") == build_docs().PAGES[page](), "run `make docs`"


def test_every_command_is_in_the_readme_and_in_the_docs() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert commands == set(build_docs().COMMANDS)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(f"`curate {command}" in readme for command in commands)


def test_every_category_is_used_by_a_rule() -> None:
    assert {rule.category for rule in all_rules().values()} == set(CATEGORIES)


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")) if page.name != "rules.md" else []:
            assert link.startswith("http") or (page.parent / link).exists(), f"{page.name}: {link}"


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_files_named_for_those_who_change_the_code_exist(page: str) -> None:
    named = set(re.findall(r"`([\w/]+/(?:\w+\.(?:py|toml))?)[` ]", (ROOT / page).read_text("utf-8")))
    assert len(named) > 5
    assert not {path for path in named if not (ROOT / path).exists() and not (ROOT / "curate" / path).exists()}
