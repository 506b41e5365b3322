"""A pack as it is written: a TOML file into rules.  One that is wrong is refused with the file, the rule and the key named."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from curate.digest import canonical_json, digest_json
from curate.errors import CurateError
from curate.rules import parts as pattern_parts
from curate.rules.patterns import pattern_problem
from curate.rules.rule import CATEGORIES, FIELDS, NEEDS, PLACES, STATUSES, Pack, Rule, Section


def parse(language: str, text: str) -> Pack:
    """Return the pack written in `text`; raise CurateError naming file, rule and key if it is wrong.

    The patterns are looked through as well, which takes longer than all else:
    for a pack that is new, not for those that the tests have passed.
    """
    pack = read(language, text)
    for rule in pack.rules:
        for pattern in (rule.pattern, rule.span, *((rule.section.carries, rule.section.opens_pattern) if rule.section else ())):
            if problem := pattern_problem(pattern):
                raise CurateError(f"packs/{language}.toml: {rule.id}: {problem}")
    return pack


def read(language: str, text: str) -> Pack:
    """Return the pack written in `text`, its patterns taken on trust; raise CurateError as `parse` does."""
    file = f"packs/{language}.toml"
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CurateError(f"{file}: not TOML: {error}") from None
    unknown = set(table) - {"rule", "words", "parts"}
    if unknown:
        raise CurateError(f"{file}: unknown key {_names(unknown)}; a pack has [[rule]] tables, one [words] table and one [parts] table")
    for problem in _misshapen(table):
        raise CurateError(f"{file}: {problem}")
    table = _complete(file, table)
    words = {key: frozenset(value.split()) for key, value in table.get("words", {}).items()}
    rules = tuple(_rule(file, language, one) for one in table.get("rule", []))
    for rule_id, count in Counter(rule.id for rule in rules).items():
        if count > 1:
            raise CurateError(f"{file}: {rule_id} stands there {count} times; an id names one rule")
    return Pack(language, rules, words, digest_json(table), canonical_json(table))


def _misshapen(table: dict[str, Any]) -> Iterable[str]:
    for name in ("words", "parts"):
        one = table.get(name, {})
        if not isinstance(one, dict) or not all(isinstance(value, str) for value in one.values()):
            yield f"[{name}] is a table of texts"
    rules = table.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        yield "a rule is a table under [[rule]]"


def _complete(file: str, table: dict[str, Any]) -> dict[str, Any]:
    """Return the table of a pack as its rules mean it, so that a pack is the same however it names its parts."""
    at = "[parts]"
    try:
        whole = pattern_parts.complete(table.pop("parts", {}))
        rules = []
        for rule in table.get("rule", []):
            at = _called(rule)
            rules.append(pattern_parts.filled(rule, whole))
    except KeyError as error:
        raise CurateError(f"{file}: {at}: there is no part {error} above it in [parts]") from None
    return table | {"rule": rules} if rules else table


_SECTION_KEYS = {f.name for f in fields(Section)}
_KEYS = {f.name: f for f in fields(Rule)}
_LISTS = ("phrases", "removes", "keeps", "changes")
_MOST = 10_000  # words, passages


def _rule(file: str, language: str, table: dict[str, Any]) -> Rule:
    name = f"{file}: {_called(table)}"
    unknown = set(table) - set(_KEYS)
    if unknown:
        raise CurateError(f"{name}: unknown key {_names(unknown)}; a rule has {', '.join(_KEYS)}")
    missing = {"id", "category", "reason"} - set(table)
    if missing:
        raise CurateError(f"{name}: {_names(missing)} is missing")
    values = dict(table)
    for key, value in table.items():
        _must_be(name, key, value)
    for key in _LISTS:
        values[key] = tuple(tuple(v) if isinstance(v, list) else v for v in values.get(key, []))
    if "section" in values:
        values["section"] = _section(name, values["section"])
    rule = Rule(**values)
    for problem in _problems(rule, language):
        raise CurateError(f"{name}: {problem}")
    return rule


def _must_be(name: str, key: str, value: Any) -> None:
    """Raise CurateError unless the value of a key of a rule, or of its section, is of the kind that it must be."""
    if key in (*_LISTS, "opens"):
        if not isinstance(value, list) or not all(isinstance(one, str) or _is_pair(one) for one in value):
            raise CurateError(f'{name}: {key} must be a list, like {key} = ["..."]')
    elif key in ("max_words", "max_passages"):
        if type(value) is not int or not 0 < value <= _MOST:
            raise CurateError(f"{name}: {key} = {str(value)[:40]} must be a number from 1 to {_MOST:,}")
    elif key == "confidence":
        if not isinstance(value, int | float) or not 0 < value <= 1:
            raise CurateError(f"{name}: {key} = {str(value)[:40]} must be a number up to 1")
    elif key != "section" and not isinstance(value, str):
        raise CurateError(f"{name}: {key} must be text in quotation marks")


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _section(name: str, table: dict[str, Any]) -> Section:
    if not isinstance(table, dict) or set(table) - _SECTION_KEYS or not {"opens", "carries"} <= set(table):
        raise CurateError(f"{name}: section is {{opens = [...], carries = '...'}}, with opens_pattern and max_passages if need be")
    for key, value in table.items():
        _must_be(name, key, value)
    return Section(**{**table, "opens": tuple(table["opens"])})


def _problems(rule: Rule, language: str) -> Iterable[str]:
    if not rule.id.isprintable():
        yield "its id must be of printable characters"
    shapes = [s for s in ("phrases", "pattern", "span", "section", "cleaner") if getattr(rule, s)]
    if len(shapes) != 1 and rule.status != "retired":
        yield f"has {' and '.join(shapes) or 'no shape'}; a rule has one of phrases, pattern, span, section, cleaner"
    if not rule.cleaner and not rule.id.startswith(f"{language}."):
        yield f"its id must begin with {language}."
    for key, known in (("category", CATEGORIES), ("status", STATUSES), ("where", PLACES), ("needs", NEEDS), ("field", ("", *FIELDS))):
        if getattr(rule, key) not in known:
            yield f"{key} = {getattr(rule, key)!r} is none of {', '.join(filter(None, known))}"
    shown = rule.changes if rule.cleaner else rule.removes
    if not shown or not rule.keeps:
        yield f"needs an example under {'changes' if rule.cleaner else 'removes'} and one under keeps"
    if rule.span and not (rule.span.startswith("^") or rule.span.endswith("$")):
        yield "its span must begin with ^ or end with $: a span lies at an end of its passage"


def _called(rule: dict[str, Any]) -> str:
    """Return what a message calls a rule: its id, which may be anything, in one line."""
    given = str(rule.get("id", "a rule without id"))
    return given if given.isprintable() else repr(given)


def _names(keys: Iterable[str]) -> str:
    return ", ".join(repr(key) for key in sorted(keys))
