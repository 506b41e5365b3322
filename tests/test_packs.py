"""Every rule of every pack keeps its promises: write a rule, and it is tested."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest

from curate.errors import CurateError
from curate.rules import registry as rules
from curate.rules.matching import Matcher, matcher_for
from curate.rules.registry import Pack, Rule, parse_pack
from curate.text.segment import segment

RULES = [
    (pack, rule)
    for name in rules.pack_languages()
    if (pack := rules.load_pack(name))
    for rule in pack.rules
    if not rule.cleaner and rule.status != "retired"
]
ids = [rule.id for _, rule in RULES]


def text_without_matches(matcher: Matcher, text: str) -> str:
    """Return a text without the passages and spans that the matcher finds."""
    spans = segment(text)
    whole = {m.index for m in matcher.find_matches(text, spans) if m.span is None}
    removed = [m.span for m in matcher.find_matches(text, spans) if m.span] + [spans[i] for i in whole]
    return "".join(c for i, c in enumerate(text) if not any(a <= i < b for a, b in removed)).strip()


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=ids)
def test_removes(pack: Pack, rule: Rule) -> None:
    alone = Matcher([Pack(pack.language, (rule,), {}, "")])
    for example in rule.removes:
        if rule.span:
            assert text_without_matches(alone, example) != example.strip(), example
        else:
            assert text_without_matches(alone, example) == "", f"{rule.id} leaves a part of its own example {example!r}"


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=ids)
def test_keeps(pack: Pack, rule: Rule) -> None:
    for example in rule.keeps:
        assert text_without_matches(matcher_for(rules.packs_for(pack.language)), example) == example.strip()


PATTERN_RULES = [(pack, rule) for pack, rule in RULES if not rule.phrases]


@pytest.mark.parametrize(("pack", "rule"), PATTERN_RULES, ids=[rule.id for _, rule in PATTERN_RULES])
def test_patterns_take_linear_time_on_text_made_against_them(pack: Pack, rule: Rule) -> None:
    matcher = Matcher([Pack(pack.language, (rule,), {}, "")])
    for seed in ("a", " ", "1", "a ", "1.", "©", "Bild: ", *(e[:20] for e in rule.removes)):
        text = (seed * 20_000)[:20_000]
        start = time.process_time()
        list(matcher.find_matches(text, segment(text)))
        assert time.process_time() - start < 2.0, seed


VALID_PACK = """
[[rule]]
id = "xx.a"
category = "sharing"
reason = "Why."
phrases = ["share this"]
removes = ["Share this"]
keeps = ["Share this bread."]
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("id =", "idd ="), "packs/xx.toml: a rule without id: unknown key 'idd'; a rule has id, category, reason"),
        (("phrases", "phrase"), "packs/xx.toml: xx.a: unknown key 'phrase'"),
        (('keeps = ["Share this bread."]', ""), "packs/xx.toml: xx.a: needs an example under removes and one under keeps"),
        (('"sharing"', '"social"'), "packs/xx.toml: xx.a: category = 'social' is none of navigation, advertisement"),
        (("xx.a", "xx.a\\nb"), r"packs/xx.toml: 'xx.a\nb': its id must be of printable characters"),
        (("xx.a", "yy.a"), "packs/xx.toml: yy.a: its id must begin with xx."),
        (('phrases = ["share this"]', "pattern = '(a+)+b'"), "packs/xx.toml: xx.a: '(a+)+b' repeats what is repeated already"),
        (('phrases = ["share this"]', "pattern = '(a'"), "packs/xx.toml: xx.a: '(a' is no pattern"),
        (
            ('phrases = ["share this"]', "pattern = 'a{99999999999999999999}'"),
            "packs/xx.toml: xx.a: 'a{99999999999999999999}' is no pattern",
        ),
        (('phrases = ["share this"]', "span = 'a'"), "packs/xx.toml: xx.a: its span must begin with ^ or end with $"),
        (('phrases = ["share this"]', ""), "packs/xx.toml: xx.a: has no shape; a rule has one of phrases"),
        (('removes = ["Share this"]', 'removes = "Share this"'), "packs/xx.toml: xx.a: removes must be a list"),
        (('removes = ["Share this"]', "removes = [1]"), "packs/xx.toml: xx.a: removes must be a list"),
        (("phrases", "max_words = inf\nphrases"), "packs/xx.toml: xx.a: max_words = inf must be a number from 1 to 10,000"),
        (("phrases", "where = 2020-01-02\nphrases"), "packs/xx.toml: xx.a: where must be text in quotation marks"),
        (("phrases", 'needs = "site"\nphrases'), "packs/xx.toml: xx.a: needs = 'site' is none of page"),
        (("[[rule]]", "[[rule"), "packs/xx.toml: not TOML:"),
        (("[[rule]]", "[[rules]]"), "packs/xx.toml: unknown key 'rules'; a pack has [[rule]] tables, one [words] table"),
        (("[[rule]]", "[rule]"), "packs/xx.toml: a rule is a table under [[rule]]"),
        (("[[rule]]", "[words]\na = 1\n[[rule]]"), "packs/xx.toml: [words] is a table of texts"),
        (('phrases = ["share this"]', "pattern = 'in {month}'"), "packs/xx.toml: xx.a: there is no part 'month' above it in [parts]"),
        (("[[rule]]", "[parts]\na = '{b}'\nb = 'c'\n[[rule]]"), "packs/xx.toml: [parts]: there is no part 'b' above it in [parts]"),
    ],
)
def test_a_wrong_pack_is_refused_with_file_rule_and_key(change: tuple[str, str], message: str) -> None:
    parse_pack("xx", VALID_PACK)
    with pytest.raises(CurateError) as error:
        parse_pack("xx", VALID_PACK.replace(*change))
    assert str(error.value).startswith(message)


def test_pattern_parts_are_inserted_into_the_patterns() -> None:
    shape = 'phrases = ["share this"]'
    named = "[parts]\nsite = '(?:here|there)'\nthis = 'share this(?: {site})?'\n" + VALID_PACK.replace(shape, "pattern = '{this}'")
    plain = VALID_PACK.replace(shape, "pattern = 'share this(?: (?:here|there))?'")
    assert parse_pack("xx", named).rules == parse_pack("xx", plain).rules
    assert parse_pack("xx", named).digest == parse_pack("xx", plain).digest


@pytest.mark.parametrize("language", rules.pack_languages())
def test_each_pack_passes_all_checks(language: str) -> None:
    parse_pack(language, (files("curate") / "rules" / "packs" / f"{language}.toml").read_text("utf-8"))


def test_an_id_names_one_rule() -> None:
    with pytest.raises(CurateError, match=r"packs/xx.toml: xx.a stands there 2 times"):
        parse_pack("xx", VALID_PACK * 2)


@pytest.mark.parametrize("language", ["no", "nb", "nn"])
def test_both_standards_of_norwegian_fall_under_one_pack(language: str) -> None:
    matcher = matcher_for(rules.packs_for(language))
    assert text_without_matches(matcher, "Hopp til innhald\nBåten gjekk klokka ni.") == "Båten gjekk klokka ni."


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("yue", "跳至內容\n船九點開。", "船九點開。"),
        ("wuu", "跳至内容\n船九点开。", "船九点开。"),
        ("arz", "الانتقال إلى المحتوى\nغادرت السفينة في التاسعة.", "غادرت السفينة في التاسعة."),
    ],
)
def test_what_a_detector_calls_a_relative_of_a_language_falls_under_its_pack(language: str, text: str, expected: str) -> None:
    assert text_without_matches(matcher_for(rules.packs_for(language)), text) == expected


@pytest.mark.parametrize(
    ("language", "passage"),
    [("sv", "A\u0308ldre inla\u0308gg"), ("vi", "Tin lie\u0302n quan"), ("hi", "ये भी प\u095dें"), ("hi", "ये भी पढ\u093cें")],
)
def test_a_letter_and_its_mark_are_one_letter_however_a_page_writes_them(language: str, passage: str) -> None:
    assert text_without_matches(matcher_for(rules.packs_for(language)), passage) == ""
