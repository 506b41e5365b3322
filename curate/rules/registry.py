"""The rules there are: those of the packs, one TOML file a language, and those that go by category."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from curate.rules import pack as pack_file
from curate.rules.pack import parse as parse
from curate.rules.rule import CATEGORIES as CATEGORIES
from curate.rules.rule import REPAIRS as REPAIRS
from curate.rules.rule import Pack as Pack
from curate.rules.rule import Rule as Rule


def load(language: str) -> Pack | None:
    """Return the pack of a language (its ISO 639-1 code, or `any`), or None if there is none."""
    return _packs().get(language)


def languages() -> tuple[str, ...]:
    """Return the names of all packs, sorted."""
    return tuple(sorted(_packs()))


def packs_for(language: str) -> tuple[Pack, ...]:
    """Return the packs that judge a document of this language: `any`, and its own if there is one."""
    return tuple(pack for name in dict.fromkeys(("any", language)) if (pack := load(name)))


@cache
def all_rules() -> dict[str, Rule]:
    """Return every rule of every pack, and those that go by category, by id."""
    packs = {rule.id: rule for name in languages() for rule in _packs()[name].rules}
    return packs | {rule.id: rule for rule in _families()}


def category_of(rule: str) -> str:
    """Return the category of a rule; of a rule that is no longer known, its id up to the first dot."""
    known = all_rules().get(rule)
    return known.category if known else rule.partition(".")[0]


def _families() -> Iterable[Rule]:
    """Yield the rules of cleaners that judge whole pages: one a category."""
    for category in CATEGORIES[: CATEGORIES.index("duplicate")]:
        name = category.replace("-", " ")
        yield Rule(
            f"html.{category}", category, f"Not main content by trafilatura's verdict; its markup says: {name}.", cleaner="main_content"
        )
        yield Rule(
            f"model.{category}",
            category,
            f"Boilerplate by the learned judge; what speaks for {name} is in the edit's reason.",
            cleaner="judged",
        )


@cache
def _packs() -> dict[str, Pack]:
    folder = files(__package__) / "packs"
    texts = {path.name.removesuffix(".toml"): path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".toml")}
    return {name: pack_file.read(name, texts[name]) for name in sorted(texts)}
