"""A document is what it says, over all revisions, not the name or the number that it happens to have."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from conftest import OTHER, STORY, put

from curate import api
from curate.decisions.create import create_drop
from curate.decisions.file import append_decisions, load_decisions
from curate.pipeline.run import Project, run
from curate.store.layout import UNCOMMITTED
from curate.store.store import Store
from curate.upkeep.forget import forget_document, preview_forgetting
from curate.upkeep.gc import collect_garbage
from curate.upkeep.identity import Version, trace_document
from curate.upkeep.open_project import open_project
from curate.upkeep.verify import verify_corpus

LETTER = "Zenobia Quist wrote from the lighthouse that she would not come back before the spring."
TRAIN = "The night train to the coast was an hour late, and the conductor sold tea to everyone."
BREAD = "Bread was baked once a week in the common oven behind the chapel, by turns."
FERRY = "A ferry crosses the sound four times a day, except when there is ice."


def files_with(project: Project, words: str) -> list[str]:
    """The files of a project in which some words stand, packed or not."""
    found = []
    for path in sorted(path for path in project.root.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if words.encode() in (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data):
            found.append(path.relative_to(project.root).as_posix())
    return found


def texts(project: Project, revision: str = "") -> set[str]:
    return {one.text.strip() for one in api.open_corpus(project.into, revision)}


def put_records(project: Project, name: str, *records: str) -> None:
    put(project, name, "".join(json.dumps({"text": text}) + "\n" for text in records))


def name_of(project: Project, text: str) -> str:
    return next(one.id for one in api.open_corpus(project.into) if one.text.strip() == text)


def is_sound(project: Project) -> bool:
    return list(verify_corpus(project.store)) == []


def test_a_record_is_forgotten_under_the_number_that_it_has_now(project: Project) -> None:
    put_records(project, "p.jsonl", TRAIN, LETTER, BREAD)
    run(project)
    put_records(project, "p.jsonl", FERRY, TRAIN, LETTER, BREAD)
    run(project)
    forget_document(project, name_of(project, LETTER))
    assert files_with(project, "Zenobia") == [] and is_sound(project)
    assert texts(project, "1") == {TRAIN, BREAD} and texts(project) == {FERRY, TRAIN, BREAD}
    run(project)
    assert texts(project) == {FERRY, TRAIN, BREAD} and is_sound(project)


def test_equal_records_of_a_seed_go_together(project: Project) -> None:
    put_records(project, "p.jsonl", LETTER, TRAIN, LETTER)
    run(project)
    forget_document(project, name_of(project, LETTER))
    assert files_with(project, "Zenobia") == [] and texts(project) == {TRAIN} and is_sound(project)


def test_a_renamed_seed_is_forgotten_under_both_names(project: Project) -> None:
    put(project, "old.txt", LETTER)
    put(project, "other.txt", TRAIN)
    run(project)
    (project.root / "seeds/old.txt").rename(project.root / "seeds/new.txt")
    run(project)
    assert [(one.version, one.name) for one in preview_forgetting(project, "new.txt").places] == [
        ("", "new.txt"), ("2.0.0", "new.txt"), ("1.0.0", "old.txt"),
    ]  # fmt: skip
    forget_document(project, "new.txt")
    assert files_with(project, "Zenobia") == [] and texts(project, "1") == {TRAIN} and is_sound(project)


def test_of_seeds_that_changed_their_numbers_the_one_of_that_name_now_is_meant(project: Project) -> None:
    put(project, "1.txt", LETTER)
    put(project, "2.txt", TRAIN)
    run(project)
    append_decisions(project.root, [create_drop("1.txt", LETTER, (0, 14), "a name"), create_drop("2.txt", TRAIN, (0, 9), "a train")])
    seeds = project.root / "seeds"
    (seeds / "2.txt").rename(seeds / "3.txt")
    (seeds / "1.txt").rename(seeds / "2.txt")
    put(project, "1.txt", BREAD)
    run(project)
    forget_document(project, "2.txt")
    assert files_with(project, "Zenobia") == [] and is_sound(project)
    assert texts(project) == {TRAIN, BREAD} and texts(project, "1") == {TRAIN}
    run(project)
    assert texts(project) == {TRAIN, BREAD} and is_sound(project)


def test_an_earlier_version_under_the_same_name_goes_too(project: Project) -> None:
    put(project, "a.txt", LETTER)
    put(project, "b.txt", TRAIN)
    run(project)
    put(project, "a.txt", LETTER.replace("spring", "summer"))
    run(project)
    forget_document(project, "a.txt")
    assert files_with(project, "Zenobia") == [] and texts(project, "1") == texts(project) == {TRAIN}


def test_records_of_a_seed_that_was_split_are_found_in_the_old_one(project: Project) -> None:
    put_records(project, "all.jsonl", LETTER, TRAIN, BREAD)
    run(project)
    (project.root / "seeds/all.jsonl").unlink()
    put_records(project, "one.jsonl", LETTER)
    put_records(project, "two.jsonl", TRAIN, BREAD)
    run(project)
    forget_document(project, "one.jsonl")
    assert files_with(project, "Zenobia") == [] and texts(project, "1") == {TRAIN, BREAD} and is_sound(project)


def test_another_seed_of_the_same_bytes_keeps_its_history(project: Project) -> None:
    put(project, "a.txt", LETTER)
    run(project)
    put(project, "b.txt", LETTER)
    run(project)
    assert forget_document(project, "b.txt").twins == ("a.txt",)
    assert texts(project, "1") == {LETTER} and (project.root / "seeds/a.txt").exists() and is_sound(project)


def test_a_decision_goes_with_its_document_and_not_with_its_name(project: Project) -> None:
    put(project, "1.txt", f"{LETTER}\n\n{FERRY}")
    run(project)
    append_decisions(project.root, [create_drop("1.txt", f"{LETTER}\n\n{FERRY}", (0, len(LETTER)), "")])
    (project.root / "seeds/1.txt").rename(project.root / "seeds/2.txt")
    put(project, "1.txt", TRAIN)
    run(project)
    append_decisions(project.root, [create_drop("1.txt", TRAIN, (0, 9), "")])
    forget_document(project, "2.txt")
    assert [one.text for one in load_decisions(project.root)] == [TRAIN[:9]]


def test_a_name_that_moved_is_followed_back_through_each_revision() -> None:
    newest = [Version("b", "b", "2"), Version("c", "c", "3")]
    middle = [Version("a", "a", "2"), Version("b", "b", "3")]
    oldest = [Version("a", "a", "1"), Version("b", "b", "9")]
    traced = trace_document([lambda: newest, lambda: middle, lambda: oldest], "b")
    assert traced == [frozenset({newest[0]}), frozenset({middle[0]}), frozenset({oldest[0]})]


write = Store._write


class Killed(BaseException):
    """What nothing catches."""


def kill(*_: object) -> None:
    raise Killed


@pytest.mark.parametrize("following", ["open", "run", "forget"])
def test_objects_of_a_killed_run_are_named_and_swept(project: Project, monkeypatch: pytest.MonkeyPatch, following: str) -> None:
    put(project, "a.txt", TRAIN)
    run(project)
    put(project, "b.txt", LETTER)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_write", lambda store, name, data: kill() if name == "unfinished" else write(store, name, data))
        with pytest.raises(Killed):
            run(project)
    orphans = [line for line in verify_corpus(project.store) if "no revision needs it" in line]
    assert orphans and (project.into / UNCOMMITTED).exists()
    if following == "open":
        open_project(project.root)
    elif following == "run":
        (project.root / "seeds/b.txt").unlink()
        run(project)
    else:
        forget_document(project, "b.txt")
        assert files_with(project, "Zenobia") == []
    assert not any(path.startswith("cleaned") for path in files_with(project, "Zenobia")) and is_sound(project)


def test_a_run_needs_no_object_that_a_killed_one_left(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put(project, "a.txt", TRAIN)
    run(project)
    put(project, "b.txt", LETTER)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "_write", lambda store, name, data: kill() if name == "unfinished" else write(store, name, data))
        with pytest.raises(Killed):
            run(project)
    run(project)
    assert texts(project) == {TRAIN, LETTER} and is_sound(project) and not (project.into / UNCOMMITTED).exists()


def test_old_leftovers_are_named_and_deleted_by_gc(corpus: Project) -> None:
    path = corpus.store.objects.path("ab" * 32)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left")
    assert any("`curate gc` deletes it" in line for line in verify_corpus(corpus.store))
    collect_garbage(corpus.store, [])
    assert is_sound(corpus)


def test_a_forgetting_that_was_killed_leaves_no_copy_in_a_subfolder(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put_records(project, "deep/down/p.jsonl", TRAIN, LETTER)
    run(project)
    original_replace = os.replace

    def replace(source: str, target: str) -> None:
        kill() if Path(target).name == "p.jsonl" and "seeds" in str(target) else original_replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(Killed):
            forget_document(project, name_of(project, TRAIN))
    run(open_project(project.root))
    forget_document(project, name_of(project, LETTER))
    assert files_with(project, "Zenobia") == files_with(project, "night train") == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", b"<TEI><text><Zenobia>hello</b></text></TEI>"),
        ("b.xml", b"<Zenobia><p>hello</p></Zenobia>"),
        ("c.jsonl", b'{"Zenobia": "hello"}\n'),
        ("d.warc", b"Zenobia\r\n\r\nWARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: Zenobia/x\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n"),
        ("e.csv", b"Zenobia,Quist\n1,2\n"),
        ("f.html", b"<Zenobia"),
    ],
)
def test_why_something_is_in_quarantine_says_nothing_of_its_words(project: Project, name: str, data: bytes) -> None:
    put(project, "ok.txt", STORY)
    put(project, name, data)
    assert run(project).revision.by_seed[name].quarantined
    forget_document(project, name)
    assert files_with(project, "Zenobia") == [] and is_sound(project)


@pytest.mark.parametrize("original", ["a.txt", "a:1 (only b).txt", "x:2 (only there: y).txt"])
def test_words_that_a_copy_lacks_go_whatever_the_original_is_called(project: Project, original: str) -> None:
    body = f"{STORY} {OTHER} They had been told to wait for {{}} until the tide turned."
    put(project, original, f"{FERRY}\n\n{body.format('Zenobia')}")
    put(project, "z.txt", f"{BREAD}\n\n{body.format('him')}")
    run(project)
    assert any("ledgers" in path for path in files_with(project, "zenobia"))
    forget_document(project, original)
    assert files_with(project, "zenobia") == files_with(project, "Zenobia") == [] and is_sound(project)


@pytest.mark.parametrize("depth", [101, 950, 5_000])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_record_nested_without_measure_is_refused_by_count(project: Project, depth: int, jobs: int) -> None:
    deep = '{"text": "' + STORY + '", "x": ' + "[" * depth + "]" * depth + "}\n"
    put(project, "d.jsonl", deep + json.dumps({"text": OTHER, "x": [[["["] * 200]], "y": "[" * 500}) + "\n")
    result = run(project, jobs=jobs)
    assert result.revision.by_seed["d.jsonl"].documents == {"cleaned": 1, "quarantined": 1}
    assert "a record nested more than 100 deep; flatten it" in (project.into / "quarantine.jsonl").read_text("utf-8")
    assert is_sound(project)


def test_a_number_that_no_float_can_hold_is_kept_as_text(project: Project) -> None:
    put(project, "n.jsonl", '{"text": "' + STORY + '", "x": 1e999, "y": [-1e999, 1.5]}\n')
    result = run(project)
    assert not result.revision.given_up
    (document,) = api.open_corpus(project.into)
    assert document.metadata["fields"] == {"x": "1e999", "y": ["-1e999", 1.5]}
