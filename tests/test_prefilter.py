"""The prefilter of patterns selects every pattern that matches, and few others."""

import re

import pytest

from curate.rules import prefilter
from curate.rules import registry as rules

PATTERNS = [
    rule.pattern for name in rules.pack_languages() for rule in rules.packs_for(name)[-1].rules if rule.pattern and rule.status != "retired"
]
PASSAGES = [passage for rule in rules.all_rules().values() for passage in (*rule.removes, *rule.keeps)]


def test_every_pattern_that_matches_is_a_candidate() -> None:
    selector = prefilter.Prefilter(PATTERNS, anchored=True)
    compiled = [re.compile(pattern, re.I) for pattern in PATTERNS]
    for passage in PASSAGES:
        for line in {" ".join(passage.split()), " ".join(passage.split()).upper()}:
            matching = {number for number, pattern in enumerate(compiled) if pattern.fullmatch(line)}
            assert matching <= set(selector.find_candidates(prefilter.fold_case(line)))


def test_few_other_patterns_are_candidates() -> None:
    selector = prefilter.Prefilter(PATTERNS, anchored=True)
    assert len(selector.find_candidates(prefilter.fold_case("The harbour lay still that evening, and nobody spoke."))) < len(PATTERNS) / 20


def test_folding_joins_all_characters_that_ignorecase_treats_as_equal() -> None:
    characters = "".join(chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)
    for letter in "abcdefghijklmnopqrstuvwxyzäöüßéèçñåøµſıΩσ":
        for same in re.findall(re.escape(letter), characters, re.I):
            assert prefilter.fold_case(same) == prefilter.fold_case(letter)


@pytest.mark.parametrize(
    ("pattern", "prefixes"),
    [
        ("abonnier(?:en|t)", {"abo"}),
        ("(?:go )?to", {"go ", "to"}),
        (r"\d\d?[.:]", {"00.", "00:", "0.", "0:"}),
        ("[^a]bc", {""}),
        ("a{2,}b", {"aaa", "aab"}),
        ("a(?:b|[^c])?", {"a", "ab"}),
        ("(?:x?){5}y", {"", "x", "xx", "xxx"}),
    ],
)
def test_prefixes(pattern: str, prefixes: set[str]) -> None:
    assert prefilter.find_prefixes(pattern) == prefixes


@pytest.mark.parametrize(
    ("pattern", "substrings"),
    [
        (".{0,20}all rights", {"all rights"}),
        (r"\w+(?:STRASSE|weg)\d", {"strasse", "weg"}),
        (r"(?:one|\d)?x", {"x"}),
        (r"\w+", set()),
        ("(?=.*folgen)a.*", {"folgen"}),
        (r"(?:cookie|cookies)\d", {"cookie"}),
        (r"(?:a|\d)b?", set()),
    ],
)
def test_required_substrings(pattern: str, substrings: set[str]) -> None:
    assert prefilter.find_required_substrings(pattern) == substrings
