"""Look up packs and rules: one TOML file a language, and one rule a category for each judge of whole pages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from curate.rules.pack import parse_pack as parse_pack
from curate.rules.pack import parse_trusted_pack
from curate.rules.rule import CATEGORIES as CATEGORIES
from curate.rules.rule import REPAIR_CATEGORIES as REPAIR_CATEGORIES
from curate.rules.rule import Pack as Pack
from curate.rules.rule import Rule as Rule


def load_pack(language: str) -> Pack | None:
    """Return the pack of a language (an ISO 639-1 code, or `any`), or None if it has none."""
    return _load_packs().get(language)


def pack_languages() -> tuple[str, ...]:
    """Return the languages that have a pack, sorted; `any` is one of them."""
    return tuple(sorted(_load_packs()))


# what detectors and pages also call a language: the two written standards of Norwegian, Chinese in traditional characters, Arabic
_PACK_OF = {"nb": "no", "nn": "no", "yue": "zh", "wuu": "zh", "ary": "ar", "arz": "ar"}


def packs_for(language: str) -> tuple[Pack, ...]:
    """Return the packs that apply to a document of this language: `any`, and the language's own if it has one."""
    return tuple(pack for name in dict.fromkeys(("any", _PACK_OF.get(language, language))) if (pack := load_pack(name)))


@cache
def all_rules() -> dict[str, Rule]:
    """Return all rules by id: those of the packs, and those of the judges."""
    rules = {rule.id: rule for language in pack_languages() for rule in _load_packs()[language].rules}
    return rules | {rule.id: rule for rule in _category_rules()}


def category_of(rule_id: str) -> str:
    """Return the category of the rule with this id; for an id that does not exist, the part up to its first dot."""
    rule = all_rules().get(rule_id)
    return rule.category if rule else rule_id.partition(".")[0]


def _category_rules() -> Iterable[Rule]:
    """Yield the rules of the two judges of whole pages, one for each category."""
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
def _load_packs() -> dict[str, Pack]:
    folder = files(__package__) / "packs"
    texts = {path.name.removesuffix(".toml"): path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".toml")}
    return {name: parse_trusted_pack(name, texts[name]) for name in sorted(texts)}
