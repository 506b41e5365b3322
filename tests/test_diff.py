"""`curate diff`: what changed between two revisions, each change with its cause and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from conftest import OTHER, STORY, put
from test_cli import run_ok

from curate.audit.differences import Difference, find_differences
from curate.audit.word_diff import DiffPiece, collapse_unchanged, diff_words
from curate.config import Boilerplate, Config, Duplicates
from curate.pipeline.run import Project, run
from curate.rules import registry as rules

pytestmark = pytest.mark.usefixtures("on_pages")


def diff(project: Project) -> list[Difference]:
    """Return what the last run changed."""
    old, new = project.store.load_revisions()[-2:]
    return list(find_differences(project.store, old, new))


def changes_and_causes(found: list[Difference]) -> list[tuple[str, str, str, str]]:
    return [(one.document, change.kind, change.edit.before.strip(), str(change.cause)) for one in found for change in one.changes]


@pytest.fixture
def two_texts(project: Project) -> Project:
    """A project of two texts, cleaned once."""
    put(project, "a.txt", f"A storm\n\nShare this page\n\nAdvertisement\n\n{STORY}\n\nPowered by Kites Inc\n\n{OTHER}\n")
    put(project, "b.txt", f"Another day\n\nAdvertisement\n\n{STORY.replace('rain', 'snow').replace('boats', 'sledges')}\n")
    run(project)
    return project


def run_with_pack(project: Project, name: str, change: Callable[[list[dict[str, Any]]], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean the project anew by a pack whose rules were changed."""
    pack = rules.load_pack(name)
    assert pack
    text = json.loads(pack.json)
    change(text["rule"])
    made = rules.parse_pack(name, dump_pack(text))
    packs = {name: one for name in rules.pack_languages() if (one := rules.load_pack(name))} | {name: made}
    monkeypatch.setattr(rules, "_load_packs", lambda: packs)
    rules.all_rules.cache_clear()
    shutil.rmtree(project.root / ".curate" / "cache")
    run(project)


def add_kites_rule(pack: list[dict[str, Any]]) -> None:
    pack.append({
        "id": "en.kites", "category": "advertisement", "reason": "Kites.", "pattern": "powered by kites inc",
        "removes": ["Powered by Kites Inc"], "keeps": ["Kites."],
    })  # fmt: skip


def change_label_rule(pack: list[dict[str, Any]]) -> None:
    (rule,) = (rule for rule in pack if rule["id"] == "any.ad-label")
    rule |= {"pattern": "sponsored", "removes": ["Sponsored"], "keeps": ["Advertisement"]}


def dump_pack(table: dict[str, object]) -> str:
    def value(one: object) -> str:
        if isinstance(one, dict):
            return "{" + ", ".join(f"{key} = {value(v)}" for key, v in one.items()) + "}"
        return "[" + ", ".join(map(value, one)) + "]" if isinstance(one, list) else json.dumps(one)

    assert isinstance(table["rule"], list)
    words = table.get("words", {})
    assert isinstance(words, dict)
    lines = ["[words]", *(f"{key} = {value(v)}" for key, v in words.items())]
    return "\n".join(lines + [line for rule in table["rule"] for line in ("[[rule]]", *(f"{k} = {value(v)}" for k, v in rule.items()))])


@pytest.fixture
def fresh_rules() -> Iterator[None]:
    yield
    rules.all_rules.cache_clear()


@pytest.mark.usefixtures("fresh_rules")
def test_a_new_rule_is_named_with_its_passages_and_nothing_else(two_texts: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    run_with_pack(two_texts, "en", add_kites_rule, monkeypatch)
    assert changes_and_causes(diff(two_texts)) == [("a.txt", "removed", "Powered by Kites Inc", "rule: en.kites")]


@pytest.mark.usefixtures("fresh_rules")
def test_a_changed_rule_is_named_with_its_passages_and_nothing_else(two_texts: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put(two_texts, "c.txt", f"A third day\n\n{OTHER.replace('light', 'smoke')}\n\nShare this page\n\nSponsored\n")
    run(two_texts)
    run_with_pack(two_texts, "any", change_label_rule, monkeypatch)
    assert changes_and_causes(diff(two_texts)) == [
        ("a.txt", "restored", "Advertisement", "rule: any.ad-label"),
        ("b.txt", "restored", "Advertisement", "rule: any.ad-label"),
    ]
    lines = [line for line in run_ok("diff", cwd=two_texts.root).splitlines() if line]
    assert lines[0].endswith("2 differences") and [line.split("  ")[0] for line in lines[1::2]] == ["a.txt", "b.txt"]
    assert [line.split()[0] for line in lines[2::2]] == ["restored", "restored"] and len(lines) == 5
    assert all("any.ad-label" in line for line in lines[1:])


def test_a_decision_is_named(two_texts: Project) -> None:
    at = (two_texts.root / "seeds" / "a.txt").read_text().index("Advertisement")
    run_ok("restore", "a.txt", "--at", str(at), cwd=two_texts.root)
    run_ok("drop", "b.txt", "--at", "0", cwd=two_texts.root)
    run(two_texts)
    assert changes_and_causes(diff(two_texts)) == [
        ("a.txt", "restored", "Advertisement", "decision: restore 'Advertisement'"),
        ("b.txt", "removed", "Another day", "decision: drop 'Another day'"),
    ]
    run_ok("decisions", "--forget", "1", cwd=two_texts.root)
    run(two_texts)
    assert changes_and_causes(diff(two_texts)) == [("a.txt", "removed", "Advertisement", "decision: taken back: restore 'Advertisement'")]


def test_a_setting_is_named_with_its_values(two_texts: Project) -> None:
    run(replace(two_texts, config=Config(boilerplate=Boilerplate("off"))))
    found = changes_and_causes(diff(two_texts))
    assert ("b.txt", "restored", "Advertisement", 'setting: boilerplate.setting "balanced" -> "off"') in found
    assert {cause for *_, cause in found} == {'setting: boilerplate.setting "balanced" -> "off"'}


def test_an_upgrade_is_called_a_version(two_texts: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curate.pipeline.build.__version__", "9.0")
    monkeypatch.setattr("curate.pipeline.stages.cleaning.digest_code", lambda: "other code")
    monkeypatch.setattr("curate.pipeline.stages.installation.digest_code", lambda: "other code")
    monkeypatch.setattr("curate.cleaners.boilerplate._is_lone_word", lambda *_: True)  # which rules do less
    run(two_texts)
    causes = {cause for *_, cause in changes_and_causes(diff(two_texts))}
    assert causes and all(cause.startswith("version: curate") and cause.endswith(" -> 9.0") for cause in causes)


def test_another_document_is_named_where_it_is_the_cause(two_texts: Project) -> None:
    put(two_texts, "c.txt", f"Once more\n\n{OTHER}\n\nAnd more of it, which nobody has said before in all these years.\n")
    run(two_texts)
    (two_texts.root / "seeds" / "a.txt").unlink()
    run(two_texts)
    found = diff(two_texts)
    assert [(one.document, one.kind, str(one.causes[0])) for one in found] == [
        ("a.txt", "gone", "seed: the seed was taken away"),
        ("c.txt", "text", "corpus: a.txt"),
        ("b.txt", "other", "corpus"),  # which quoted it
    ]
    assert changes_and_causes(found) == [("c.txt", "restored", OTHER, "corpus: a.txt")]


def test_metadata_can_differ_alone(corpus: Project) -> None:
    put(corpus, "d.txt", f"Twice told\n\n{STORY}\n")
    run(corpus)
    run(replace(corpus, config=Config(duplicates=Duplicates(documents="keep"))))
    (one,) = diff(corpus)
    assert (one.document, one.kind, one.fields) == ("d.txt", "text", ("copies", "duplicate_of", "language", "removed_copies", "state"))
    assert str(one.causes[0]) == 'setting: duplicates.documents "mark" -> "keep"'


def test_a_changed_seed_shows_the_words_that_differ(two_texts: Project) -> None:
    put(two_texts, "b.txt", f"Another  day\n\n{STORY.replace('rain', 'snow').replace('boats', 'sleds')}\n")
    run(two_texts)
    (one,) = diff(two_texts)
    assert [str(cause) for cause in one.causes] == ["seed: changed"] and not one.changes
    assert "and in the morning the [-sledges-]{+sleds+} were gone" in run_ok("diff", cwd=two_texts.root)
    found = json.loads(run_ok("diff", "--json", cwd=two_texts.root))["differences"]
    assert [piece["text"] for piece in found[0]["pieces"] if piece["kind"] == "in"][-1:] == ["sleds"]


def test_a_change_within_a_word_shows_the_word(project: Project) -> None:
    typo = "Wir sollten in dieser Frage enger zusamenarbeiten und das bald, sagte er am Abend im Hafen."
    put(project, "a.txt", f"{typo}\n")
    run(project)
    assert "zusa[-m-]{+mm+}‹spelling›enarbeiten  spelling.typo" in run_ok("audit", cwd=project.root)
    run_ok("restore", "a.txt", "--rule", "spelling.typo", cwd=project.root)
    run(project)
    out = run_ok("diff", cwd=project.root)
    assert "undone        38 zusa[-m-]{+mm+}‹spelling›enarbeiten  spelling.typo  (decision: restore 'zusamenarbeiten')" in out


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("one two", "one two", [("same", "one two")]),
        ("one two three", "one deux three", [("same", "one "), ("out", "two"), ("in", "deux"), ("same", " three")]),
        ("one  two", "one two", [("same", "one"), ("out", "  "), ("in", " "), ("same", "two")]),
        ("a\nb\nc\n", "a\nc\n", [("same", "a\n"), ("out", "b\n"), ("same", "c\n")]),
        ("", "x", [("in", "x")]),
    ],
)
def test_words_are_compared_whole_and_white_space_counts(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    found = diff_words(old, new)
    assert [(one.kind, one.text) for one in found] == pieces
    assert "".join(one.text for one in found if one.kind != "in") == old
    assert "".join(one.text for one in found if one.kind != "out") == new


def test_text_far_from_a_change_is_collapsed() -> None:
    long = " ".join(map(str, range(200)))
    found = collapse_unchanged(diff_words(f"{long} a {long}", f"{long} b {long}"))
    assert [one.kind for one in found] == ["gap", "same", "out", "in", "same", "gap"]
    assert all(len(one.text) <= 60 for one in found if one.kind != "gap")
    assert not any(one.text.strip() in ("", "9") for one in found if one.kind == "same") and isinstance(found[0], DiffPiece)
