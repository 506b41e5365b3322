"""Parse the TOML file of a pack into rules; an error names the file, the rule and the key."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from curate.digest import canonical_json, digest_json
from curate.errors import CurateError
from curate.rules.pattern_parts import expand_pattern_parts, expand_rule_patterns
from curate.rules.patterns import find_pattern_problem
from curate.rules.rule import CATEGORIES, FIELDS, NEEDS, PLACES, STATUSES, Pack, Rule, Section


def parse_pack(language: str, text: str) -> Pack:
    """Return the pack in the TOML text; raise CurateError naming file, rule and key if it is invalid.

    Also checks that no pattern can take exponential time, which is slow: call
    `parse_trusted_pack` for the packs of this package, which tests have checked.
    """
    pack = parse_trusted_pack(language, text)
    for rule in pack.rules:
        for pattern in (rule.pattern, rule.span, *((rule.section.carries, rule.section.opens_pattern) if rule.section else ())):
            if problem := find_pattern_problem(pattern):
                raise CurateError(f"packs/{language}.toml: {rule.id}: {problem}")
    return pack


def parse_trusted_pack(language: str, text: str) -> Pack:
    """Return the pack in the TOML text without checking its patterns; raise CurateError as `parse_pack` does."""
    file = f"packs/{language}.toml"
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CurateError(f"{file}: not TOML: {error}") from None
    unknown = set(table) - {"rule", "words", "parts"}
    if unknown:
        raise CurateError(f"{file}: unknown key {_join_quoted(unknown)}; {_TABLES}")
    for problem in _find_shape_problems(table):
        raise CurateError(f"{file}: {problem}")
    table = _expand_patterns(file, table)
    words = {key: frozenset(value.split()) for key, value in table.get("words", {}).items()}
    rules = tuple(_parse_rule(file, language, rule) for rule in table.get("rule", []))
    for rule_id, count in Counter(rule.id for rule in rules).items():
        if count > 1:
            raise CurateError(f"{file}: {rule_id} stands there {count} times; an id names one rule")
    return Pack(language, rules, words, digest_json(table), canonical_json(table))


def _find_shape_problems(table: dict[str, Any]) -> Iterable[str]:
    """Yield what is wrong with the tables of a pack, before any rule is parsed."""
    for name in ("words", "parts"):
        texts = table.get(name, {})
        if not isinstance(texts, dict) or not all(isinstance(value, str) for value in texts.values()):
            yield f"[{name}] is a table of texts"
    rules = table.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        yield "a rule is a table under [[rule]]"


def _expand_patterns(file: str, table: dict[str, Any]) -> dict[str, Any]:
    """Return the table of a pack with its pattern parts inserted, so that its digest does not depend on how they are named."""
    place = "[parts]"
    try:
        pattern_parts = expand_pattern_parts(table.pop("parts", {}))
        rules = []
        for rule in table.get("rule", []):
            place = _rule_label(rule)
            rules.append(expand_rule_patterns(rule, pattern_parts))
    except KeyError as error:
        raise CurateError(f"{file}: {place}: there is no part {error} above it in [parts]") from None
    return table | {"rule": rules} if rules else table


_TABLES = "a pack has [[rule]] tables, one [words] table and one [parts] table"
_SECTION_KEYS = {f.name for f in fields(Section)}
_RULE_KEYS = [f.name for f in fields(Rule)]
_LIST_KEYS = ("phrases", "removes", "keeps", "changes")
_MAX_COUNT = 10_000  # words, passages


def _parse_rule(file: str, language: str, table: dict[str, Any]) -> Rule:
    name = f"{file}: {_rule_label(table)}"
    unknown = set(table) - set(_RULE_KEYS)
    if unknown:
        raise CurateError(f"{name}: unknown key {_join_quoted(unknown)}; a rule has {', '.join(_RULE_KEYS)}")
    missing = {"id", "category", "reason"} - set(table)
    if missing:
        raise CurateError(f"{name}: {_join_quoted(missing)} is missing")
    values = dict(table)
    for key, value in table.items():
        _check_value(name, key, value)
    for key in _LIST_KEYS:
        values[key] = tuple(tuple(v) if isinstance(v, list) else v for v in values.get(key, []))
    if "section" in values:
        values["section"] = _parse_section(name, values["section"])
    rule = Rule(**values)
    for problem in _find_problems(rule, language):
        raise CurateError(f"{name}: {problem}")
    return rule


def _check_value(name: str, key: str, value: Any) -> None:
    """Raise CurateError if a value of a rule, or of its section, has the wrong type or range."""
    if key in (*_LIST_KEYS, "opens"):
        if not isinstance(value, list) or not all(isinstance(item, str) or _is_list_of_texts(item) for item in value):
            raise CurateError(f'{name}: {key} must be a list, like {key} = ["..."]')
    elif key in ("max_words", "max_passages"):
        if type(value) is not int or not 0 < value <= _MAX_COUNT:
            raise CurateError(f"{name}: {key} = {str(value)[:40]} must be a number from 1 to {_MAX_COUNT:,}")
    elif key == "confidence":
        if not isinstance(value, int | float) or not 0 < value <= 1:
            raise CurateError(f"{name}: {key} = {str(value)[:40]} must be a number up to 1")
    elif key != "section" and not isinstance(value, str):
        raise CurateError(f"{name}: {key} must be text in quotation marks")


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _parse_section(name: str, table: dict[str, Any]) -> Section:
    if not isinstance(table, dict) or set(table) - _SECTION_KEYS or not {"opens", "carries"} <= set(table):
        raise CurateError(f"{name}: section is {{opens = [...], carries = '...'}}, with opens_pattern and max_passages if need be")
    for key, value in table.items():
        _check_value(name, key, value)
    return Section(**{**table, "opens": tuple(table["opens"])})


def _find_problems(rule: Rule, language: str) -> Iterable[str]:
    """Yield what is wrong with a parsed rule."""
    if not rule.id.isprintable():
        yield "its id must be of printable characters"
    shapes = [s for s in ("phrases", "pattern", "span", "section", "cleaner") if getattr(rule, s)]
    if len(shapes) != 1 and rule.status != "retired":
        yield f"has {' and '.join(shapes) or 'no shape'}; a rule has one of phrases, pattern, span, section, cleaner"
    if not rule.cleaner and not rule.id.startswith(f"{language}."):
        yield f"its id must begin with {language}."
    for key, choices in (("category", CATEGORIES), ("status", STATUSES), ("where", PLACES), ("needs", NEEDS), ("field", ("", *FIELDS))):
        if getattr(rule, key) not in choices:
            yield f"{key} = {getattr(rule, key)!r} is none of {', '.join(filter(None, choices))}"
    examples = rule.changes if rule.cleaner else rule.removes
    if not examples or not rule.keeps:
        yield f"needs an example under {'changes' if rule.cleaner else 'removes'} and one under keeps"
    if rule.span and not (rule.span.startswith("^") or rule.span.endswith("$")):
        yield "its span must begin with ^ or end with $: a span lies at an end of its passage"


def _rule_label(rule: dict[str, Any]) -> str:
    """Return the id of a rule for a message; an unprintable one is escaped, so that the message stays one line."""
    label = str(rule.get("id", "a rule without id"))
    return label if label.isprintable() else repr(label)


def _join_quoted(keys: Iterable[str]) -> str:
    return ", ".join(repr(key) for key in sorted(keys))
