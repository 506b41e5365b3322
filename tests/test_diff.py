"""`curate diff`: what changed between two revisions, each change with its cause and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from conftest import OTHER, STORY, put
from test_cli import ok

from curate.audit.differences import Difference, find_differences
from curate.audit.word_diff import DiffPiece, collapse_unchanged, diff_words
from curate.config import Boilerplate, Config, Duplicates
from curate.pipeline import build as making
from curate.pipeline.run import Project, run
from curate.rules import registry as rules


def diff(project: Project) -> list[Difference]:
    """What the last run changed."""
    old, new = project.store.revisions()[-2:]
    return list(find_differences(project.store, old, new))


def told(found: list[Difference]) -> list[tuple[str, str, str, str]]:
    return [(one.document, change.what, change.edit.before.strip(), str(change.cause)) for one in found for change in one.changes]


@pytest.fixture
def page(project: Project) -> Project:
    """A project of one page, cleaned once."""
    put(project, "a.txt", f"A storm\n\nShare this page\n\nAdvertisement\n\n{STORY}\n\nPowered by Kites Inc\n\n{OTHER}\n")
    put(project, "b.txt", f"Another day\n\nAdvertisement\n\n{STORY.replace('rain', 'snow').replace('boats', 'sledges')}\n")
    run(project)
    return project


def with_pack(project: Project, name: str, change: Callable[[list[dict[str, Any]]], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean the project anew by a pack whose rules were changed."""
    pack = rules.load_pack(name)
    assert pack
    text = json.loads(pack.json)
    change(text["rule"])
    made = rules.parse_pack(name, _toml(text))
    packs = {name: one for name in rules.pack_languages() if (one := rules.load_pack(name))} | {name: made}
    monkeypatch.setattr(rules, "_load_packs", lambda: packs)
    rules.all_rules.cache_clear()
    shutil.rmtree(project.root / ".curate" / "cache")
    run(project)


def kites(pack: list[dict[str, Any]]) -> None:
    pack.append({
        "id": "en.kites", "category": "advertisement", "reason": "Kites.", "pattern": "powered by kites inc",
        "removes": ["Powered by Kites Inc"], "keeps": ["Kites."],
    })  # fmt: skip


def labels(pack: list[dict[str, Any]]) -> None:
    (rule,) = (rule for rule in pack if rule["id"] == "any.ad-label")
    rule |= {"pattern": "sponsored", "removes": ["Sponsored"], "keeps": ["Advertisement"]}


def _toml(table: dict[str, object]) -> str:
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
def test_a_new_rule_is_named_with_its_passages_and_nothing_else(page: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with_pack(page, "en", kites, monkeypatch)
    assert told(diff(page)) == [("a.txt", "removed", "Powered by Kites Inc", "rule: en.kites")]


@pytest.mark.usefixtures("fresh_rules")
def test_a_changed_rule_is_named_with_its_passages_and_nothing_else(page: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put(page, "c.txt", f"A third day\n\n{OTHER.replace('light', 'smoke')}\n\nShare this page\n\nSponsored\n")
    run(page)
    with_pack(page, "any", labels, monkeypatch)
    assert told(diff(page)) == [
        ("a.txt", "restored", "Advertisement", "rule: any.ad-label"),
        ("b.txt", "restored", "Advertisement", "rule: any.ad-label"),
    ]
    lines = [line for line in ok("diff", cwd=page.root).splitlines() if line]
    assert lines[0].endswith("2 differences") and [line.split("  ")[0] for line in lines[1::2]] == ["a.txt", "b.txt"]
    assert [line.split()[0] for line in lines[2::2]] == ["restored", "restored"] and len(lines) == 5
    assert all("any.ad-label" in line for line in lines[1:])


def test_a_decision_is_named(page: Project) -> None:
    at = (page.root / "seeds" / "a.txt").read_text().index("Advertisement")
    ok("restore", "a.txt", "--at", str(at), cwd=page.root)
    ok("drop", "b.txt", "--at", "0", cwd=page.root)
    run(page)
    assert told(diff(page)) == [
        ("a.txt", "restored", "Advertisement", "decision: restore 'Advertisement'"),
        ("b.txt", "removed", "Another day", "decision: drop 'Another day'"),
    ]
    ok("decisions", "--forget", "1", cwd=page.root)
    run(page)
    assert told(diff(page)) == [("a.txt", "removed", "Advertisement", "decision: taken back: restore 'Advertisement'")]


def test_a_setting_is_named_with_its_values(page: Project) -> None:
    run(replace(page, config=Config(boilerplate=Boilerplate("off"))))
    found = told(diff(page))
    assert ("b.txt", "restored", "Advertisement", 'setting: boilerplate.setting "balanced" -> "off"') in found
    assert {cause for *_, cause in found} == {'setting: boilerplate.setting "balanced" -> "off"'}


def test_an_upgrade_is_called_a_version(page: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_version", lambda: "9.0")
    monkeypatch.setattr("curate.pipeline.stages.cleaning.code", lambda: "other code")
    monkeypatch.setattr("curate.pipeline.stages.depends.code", lambda: "other code")
    monkeypatch.setattr("curate.cleaners.boilerplate._stands_alone", lambda *_: True)  # which rules do less
    run(page)
    assert told(diff(page)) and {cause.split(" -> ")[1] for *_, cause in told(diff(page))} == {"9.0"}
    assert {cause[:15] for *_, cause in told(diff(page))} == {"version: curate"}


def test_another_document_is_named_where_it_is_the_cause(page: Project) -> None:
    put(page, "c.txt", f"Once more\n\n{OTHER}\n\nAnd more of it, which nobody has said before in all these years.\n")
    run(page)
    (page.root / "seeds" / "a.txt").unlink()
    run(page)
    found = diff(page)
    assert [(one.document, one.what, str(one.causes[0])) for one in found] == [
        ("a.txt", "gone", "seed: the seed was taken away"),
        ("c.txt", "text", "corpus: a.txt"),
        ("b.txt", "other", "corpus"),  # which quoted it
    ]
    assert told(found) == [("c.txt", "restored", OTHER, "corpus: a.txt")]


def test_what_is_known_of_a_document_may_differ_alone(corpus: Project) -> None:
    put(corpus, "d.txt", f"Twice told\n\n{STORY}\n")
    run(corpus)
    run(replace(corpus, config=Config(duplicates=Duplicates(documents="keep"))))
    (one,) = diff(corpus)
    assert (one.document, one.what, one.fields) == ("d.txt", "text", ("copies", "duplicate_of", "language", "removed_copies", "state"))
    assert str(one.causes[0]) == 'setting: duplicates.documents "mark" -> "keep"'


def test_of_a_changed_seed_the_words_that_differ_are_shown(page: Project) -> None:
    put(page, "b.txt", f"Another  day\n\n{STORY.replace('rain', 'snow').replace('boats', 'sleds')}\n")
    run(page)
    (one,) = diff(page)
    assert [str(cause) for cause in one.causes] == ["seed: changed"] and not one.changes
    assert "and in the morning the [-sledges-]{+sleds+} were gone" in ok("diff", cwd=page.root)
    found = json.loads(ok("diff", "--json", cwd=page.root))["differences"]
    assert [piece["text"] for piece in found[0]["pieces"] if piece["kind"] == "in"][-1:] == ["sleds"]


def test_a_letter_is_shown_in_its_word(project: Project) -> None:
    typo = "Wir sollten in dieser Frage enger zusamenarbeiten und das bald, sagte er am Abend im Hafen."
    put(project, "a.txt", f"{typo}\n")
    run(project)
    assert "zusa[-m-]{+mm+}‹spelling›enarbeiten  spelling.typo" in ok("audit", cwd=project.root)
    ok("restore", "a.txt", "--rule", "spelling.typo", cwd=project.root)
    run(project)
    out = ok("diff", cwd=project.root)
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


def test_what_is_far_from_a_change_is_left_out() -> None:
    long = " ".join(map(str, range(200)))
    found = collapse_unchanged(diff_words(f"{long} a {long}", f"{long} b {long}"))
    assert [one.kind for one in found] == ["gap", "same", "out", "in", "same", "gap"]
    assert all(len(one.text) <= 60 for one in found if one.kind != "gap")
    assert not any(one.text.strip() in ("", "9") for one in found if one.kind == "same") and isinstance(found[0], DiffPiece)
