"""What passes a sieve of patterns: nothing that matches is held back, and little else passes."""

import re

import pytest

from curate.rules import registry as rules
from curate.rules import sieve

PATTERNS = [
    rule.pattern for name in rules.languages() for rule in rules.packs_for(name)[-1].rules if rule.pattern and rule.status != "retired"
]
PASSAGES = [passage for rule in rules.all_rules().values() for passage in (*rule.removes, *rule.keeps)]


def test_no_passage_that_a_pattern_of_a_pack_matches_is_held_back() -> None:
    wanted = sieve.Sieve(PATTERNS, whole=True)
    compiled = [re.compile(pattern, re.I) for pattern in PATTERNS]
    for passage in PASSAGES:
        for line in {" ".join(passage.split()), " ".join(passage.split()).upper()}:
            matching = {number for number, pattern in enumerate(compiled) if pattern.fullmatch(line)}
            assert matching <= set(wanted(sieve.fold(line)))


def test_little_else_passes() -> None:
    wanted = sieve.Sieve(PATTERNS, whole=True)
    assert len(wanted(sieve.fold("The harbour lay still that evening, and nobody spoke."))) < len(PATTERNS) / 20


def test_folding_joins_all_that_patterns_without_case_take_for_one() -> None:
    every = "".join(chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)
    for letter in "abcdefghijklmnopqrstuvwxyzäöüßéèçñåøµſıΩσ":
        for same in re.findall(re.escape(letter), every, re.I):
            assert sieve.fold(same) == sieve.fold(letter)


@pytest.mark.parametrize(
    ("pattern", "begins"),
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
def test_openings(pattern: str, begins: set[str]) -> None:
    assert sieve.openings(pattern) == begins


@pytest.mark.parametrize(
    ("pattern", "parts"),
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
def test_parts_one_of_which_is_held(pattern: str, parts: set[str]) -> None:
    assert sieve.held(pattern) == parts
