"""What is forgotten is gone: from every revision, every object, every byte of the project; and it does not come back."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OTHER, STORY, put, text_of

from curate import api
from curate.audit import reviews
from curate.audit.load import load_document
from curate.config import Config, Duplicates
from curate.decisions.create import create_drop
from curate.decisions.file import append_decisions, load_decisions
from curate.errors import CurateError, UsageError
from curate.pipeline.add import add_files
from curate.pipeline.run import Project, run
from curate.store.tombstones import TOMBSTONE_FILE
from curate.upkeep.forget import forget_document
from curate.upkeep.gc import collect_garbage, select_revisions
from curate.upkeep.open_project import open_project
from curate.upkeep.repair import repair_corpus
from curate.upkeep.verify import verify_corpus

SECRET = "Wilhelmina Zacharias"  # stands in the document that is to be forgotten, and nowhere else
OTHER_SECRET = "Ottokar Vennegerts"  # in the record
LONG = (
    "The ferry left the island at noon with nine people on board, and the mate wrote down the name of each of them "
    "in a grey book which the company had kept since the first winter of the war for just that purpose. "
    "It had rained since the morning, and hardly anyone stood on the quay to wave when the ropes were taken in at last."
)
NAMED = LONG.replace("nine people", f"{SECRET} and nine people")


def bytes_of(project: Project) -> Iterator[tuple[Path, bytes]]:
    """Every file of a project, as it is and unpacked."""
    for path in sorted(path for path in project.root.rglob("*") if path.is_file()):
        data = path.read_bytes()
        yield path, data
        for unpack in (gzip.decompress, bz2.decompress, lzma.decompress, zlib.decompress):
            with suppress(OSError, EOFError, lzma.LZMAError, zlib.error, ValueError):
                yield path, unpack(data)


def holding(project: Project, words: str = f"{SECRET} {OTHER_SECRET}") -> list[str]:
    """The files in which one of the words stands, however it is written."""
    wanted = [form.encode(code) for word in words.split() for form in (word, word.lower()) for code in ("utf-8", "utf-16-le", "utf-32-le")]
    return sorted({path.relative_to(project.root).as_posix() for path, data in bytes_of(project) if any(one in data for one in wanted)})


@pytest.fixture
def full(project: Project) -> Project:
    """A corpus in which a document and a record of many stand in every kind of file that there is."""
    tmp = project.root / "incoming"
    tmp.mkdir()
    last = f"{OTHER.replace('mill', 'weir')} {SECRET} had a ticket."
    (tmp / "a.txt").write_text(f"The ferry {SECRET} took\n\n{NAMED}\n\nShare this\n\n{last}\n", "utf-8")
    (tmp / "b.txt").write_text(f"Another day\n\n{OTHER}\n\n{LONG}\n", "utf-8")
    rows = [
        {"id": "one", "text": STORY},
        {"text": f"By {OTHER_SECRET}\n\n{STORY.replace('rain', 'hail')} {OTHER_SECRET}."},
        {"id": "x", "text": OTHER + " So."},
    ]
    (tmp / "m.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    add_files(project, [str(tmp / "a.txt")], {"source": f"a letter of {SECRET}"})
    add_files(project, [str(tmp / "b.txt"), str(tmp / "m.jsonl")], {})
    run(project)
    put(project, "a.txt", (tmp / "a.txt").read_text("utf-8").replace("a ticket", "a return ticket"))
    decide(project, "a.txt", "m.jsonl#1", "b.txt")
    run(project)
    shutil.rmtree(tmp)
    return project


def decide(project: Project, *names: str) -> None:
    """Drop the words before the second passage of some documents, and answer about it."""
    for name in names:
        source = load_document(project.store, _current(project), name).source
        end = source.index("\n\n")
        append_decisions(project.root, [create_drop(name, source, (0, end), f"because of {name}")])
        about = reviews.RemovalAnchor(name, "any.title", source[:end], "", source[end : end + 40])
        reviews.append_review(project.root, about, "right", "1")


def _current(project: Project):  # type: ignore[no-untyped-def]
    current = project.store.load_current()
    assert current
    return current


def test_the_fixture_has_the_text_in_every_kind_of_file(full: Project) -> None:
    found = holding(full)
    for kind in (
        "seeds/a.txt", "seeds/m.jsonl", "provenance.jsonl", "decisions.toml", "reviews.jsonl", "cleaned/report.html",
        "cleaned/documents/a.txt", "cleaned/ledgers/a.txt.jsonl", "cleaned/ledgers/b.txt.jsonl", "cleaned/documents/m.jsonl",
        "cleaned/objects", ".curate/cache",
    ):  # fmt: skip
        assert any(path.startswith(kind) for path in found), kind


@pytest.mark.parametrize("settings", [Config(), Config(duplicates=Duplicates(passages="mark"))], ids=["drop", "mark"])
def test_nothing_is_left_of_a_document(full: Project, settings: Config) -> None:
    full = replace(full, config=settings)
    run(full)
    before = _current(full).id
    forgotten = [forget_document(full, name) for name in ("a.txt", "m.jsonl#1")]
    assert holding(full) == []
    assert _current(full).id == before
    assert list(verify_corpus(full.store)) == []
    assert {one.version for one in forgotten[0].revisions} == {one.version for one in full.store.load_revisions()}
    assert [one.decisions for one in forgotten] == [1, 1]
    assert [one.document for one in load_decisions(full.root)] == ["b.txt"]
    assert [one.document for one in reviews.load_reviews(full.root).verdicts] == ["b.txt"]


def test_the_others_are_as_they_were(full: Project) -> None:
    before = {one.id: one for one in api.open_corpus(full.into)}
    old = {one.id: one.text for one in api.open_corpus(full.into, "1")}
    forget_document(full, "a.txt")
    forget_document(full, "m.jsonl#1")
    after = {one.id: one for one in api.open_corpus(full.into)}
    assert after.keys() == before.keys() - {"a.txt", "m.jsonl#1"}
    assert {id: (one.text, one.source) for id, one in after.items()} == {id: (before[id].text, before[id].source) for id in after}
    assert {one.id: one.text for one in api.open_corpus(full.into, "1")} == {id: text for id, text in old.items() if id in after}
    for name in ("a.txt", "m.jsonl#1"):
        with pytest.raises(UsageError, match="forgotten; nothing is left of it"):
            load_document(full.store, _current(full), name)


def test_copies_that_went_in_its_favour_come_back_with_the_next_run(project: Project) -> None:
    put(project, "a.txt", f"The ferry\n\n{NAMED}\n")
    put(project, "b.txt", f"Another day\n\n{OTHER}\n\n{LONG}\n")
    run(project)
    assert LONG not in text_of(project, "b.txt")
    forget_document(project, "a.txt")
    result = run(project)
    assert LONG in text_of(project, "b.txt")
    assert result.revision.version == "2.0.0" and result.changes.gone == ("a.txt",)
    assert holding(project) == [] and list(verify_corpus(project.store)) == []


def test_the_other_documents_of_a_seed_keep_their_names(full: Project) -> None:
    put(full, "n.jsonl", "".join(json.dumps({"text": f"{number} {STORY}"}) + "\n" for number in range(4)))
    run(full)
    forget_document(full, "n.jsonl#1")
    result = run(full)
    assert result.left_out == () and result.revision.by_seed["n.jsonl"].documents == {"cleaned": 3}
    texts = {one.id: one.text for one in api.open_corpus(full.into)}
    assert texts["n.jsonl#3"].startswith("3 ") and "n.jsonl#1" not in texts
    assert result.changes.text == ("n.jsonl",)  # MAJOR: a text has left


def test_it_is_not_added_again_whatever_it_is_called(full: Project, tmp_path: Path) -> None:
    data = (full.root / "seeds" / "a.txt").read_bytes()
    record = (full.root / "seeds" / "m.jsonl").read_bytes().splitlines()[1]
    forget_document(full, "a.txt")
    forget_document(full, "m.jsonl#1")
    again = tmp_path / "other.txt"
    again.write_bytes(data)
    with pytest.raises(UsageError, match=r"other.txt: it was forgotten, and tombstones.jsonl keeps it out; nothing was added"):
        add_files(full, [str(again)], {})
    again.unlink()
    put(full, "z.txt", data)
    put(full, "z.jsonl", record + b"\n" + json.dumps({"text": f"New. {STORY}"}).encode())
    result = run(full)
    assert sorted(result.left_out) == ["z.jsonl", "z.txt"]
    assert "z.txt" not in result.revision.by_seed and result.revision.by_seed["z.jsonl"].count == 1
    assert all(not path.startswith(("cleaned", ".curate")) for path in holding(full))


def test_a_corpus_of_which_all_is_forgotten_is_empty(project: Project) -> None:
    put(project, "a.txt", f"The ferry\n\n{NAMED}\n")
    run(project)
    forget_document(project, "a.txt")
    put(project, "again.txt", f"The ferry\n\n{NAMED}\n")
    assert run(project).revision.entries == ()
    assert list(verify_corpus(project.store)) == []


def test_the_same_text_of_another_document_stays(project: Project) -> None:
    put(project, "a.txt", f"A storm\n\n{STORY}\n")
    put(project, "b.txt", f"A storm\n\n{STORY}  \n")
    run(project)
    before = text_of(project, "b.txt")
    forget_document(project, "a.txt")
    assert list(verify_corpus(project.store)) == [] and text_of(project, "b.txt") == before
    assert not (project.into / "documents" / "a.txt").exists()
    run(project)
    assert list(verify_corpus(project.store)) == [] and text_of(project, "b.txt") == before


def test_a_whole_seed_of_many_and_one_in_quarantine(full: Project) -> None:
    put(full, "empty.txt", b"")
    run(full)
    forget_document(full, "m.jsonl")
    forget_document(full, "empty.txt")
    assert not list((full.root / "seeds").glob("[me]*")) and list(verify_corpus(full.store)) == []
    assert all("m.jsonl" not in one.id for one in api.open_corpus(full.into))
    put(full, "m.jsonl", json.dumps({"text": f"Another record {STORY}"}) + "\n")
    assert run(full).revision.by_seed["m.jsonl"].count == 1
    assert list(verify_corpus(full.store)) == []


def test_a_seed_that_never_was_cleaned(project: Project) -> None:
    put(project, "a.txt", NAMED)
    forget_document(project, "a.txt")
    assert holding(project) == []


@pytest.mark.parametrize("name", ["nothing.txt", "m.jsonl#7", "a.txt#1"])
def test_what_is_not_there_is_said(full: Project, name: str) -> None:
    with pytest.raises(UsageError, match=f"{name}: no such document"):
        forget_document(full, name)
    assert not (full.root / TOMBSTONE_FILE).exists()


def test_a_document_that_cannot_be_taken_out_of_its_seed_is_refused_before_anything_is_changed(full: Project) -> None:
    put(full, "n.jsonl.gz", gzip.compress(json.dumps({"text": f"{SECRET}. {STORY}"}).encode() + b"\n"))
    run(full)
    with pytest.raises(UsageError, match=r"n.jsonl.gz#0: cannot be taken out of n.jsonl.gz; forget that whole, and add it anew without it"):
        forget_document(full, "n.jsonl.gz#0")
    assert list(verify_corpus(full.store)) == [] and not (full.root / TOMBSTONE_FILE).exists()
    forget_document(full, "n.jsonl.gz")
    put(full, "n.jsonl.gz", gzip.compress(json.dumps({"text": f"Somebody. {STORY}"}).encode() + b"\n"))
    assert run(full).revision.by_seed["n.jsonl.gz"].count == 1


def test_where_a_seed_has_changed_it_is_not_guessed_which_document_is_meant(full: Project) -> None:
    seed = full.root / "seeds" / "m.jsonl"
    seed.write_bytes(b"".join(seed.read_bytes().splitlines(keepends=True)[1:]))
    with pytest.raises(UsageError, match=r"m.jsonl: changed since the last run; `curate run` first, then forget m.jsonl#1"):
        forget_document(full, "m.jsonl#1")


def test_seeds_of_the_same_bytes_are_named(full: Project) -> None:
    put(full, "twin.txt", (full.root / "seeds" / "a.txt").read_bytes())
    assert forget_document(full, "a.txt").twins == ("twin.txt",)


def test_forgetting_goes_with_gc_and_repair(full: Project) -> None:
    forget_document(full, "m.jsonl#1")
    for path in sorted(
        path for path in full.into.rglob("*") if path.is_file() and path.parent.name in ("documents", "ledgers", "metadata")
    ):
        path.unlink()
    assert repair_corpus(full) and list(verify_corpus(full.store)) == []
    collect_garbage(full.store, select_revisions(full.store, (), 1))
    assert list(verify_corpus(full.store)) == []
    run(full)
    assert list(verify_corpus(full.store)) == [] and holding(full, OTHER_SECRET) == []


class Killed(BaseException):
    """What nothing catches."""


def test_killed_at_any_write_it_is_finished_or_undone_by_the_next_command(full: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = full.root.parent / "saved"
    shutil.copytree(full.root, saved)
    points = 0
    while True:
        shutil.rmtree(full.root)
        shutil.copytree(saved, full.root)
        with monkeypatch.context() as patch:
            _kill_at(patch, points)
            try:
                forget_document(full, "a.txt")
                break
            except Killed:
                points += 1
        again = open_project(full.root)
        assert list(verify_corpus(again.store)) == [] and (again.into / "report.html").exists(), points
        assert holding(again, SECRET) in ([], holding(replace(full, root=saved), SECRET)), points  # all or nothing
        if holding(again, SECRET):
            forget_document(again, "a.txt")
        assert holding(again, SECRET) == [] and list(verify_corpus(again.store)) == [], points
    assert points > 20


def _kill_at(patch: pytest.MonkeyPatch, point: int) -> None:
    """Make the process end at one of the calls that change the disk."""
    left = [point]

    def wrap(module: object, name: str) -> None:
        function = getattr(module, name)

        def wrapped(*args, **kwargs):  # type: ignore[no-untyped-def]
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return function(*args, **kwargs)

        patch.setattr(module, name, wrapped)

    for name in ("replace", "unlink", "rmdir"):
        wrap(os, name)


def test_an_interrupted_forget_is_told_apart_from_damage(full: Project) -> None:
    full.journal.write_bytes(b"{")
    with pytest.raises(CurateError, match=r"forgetting.json: not what curate wrote there; remove it"):
        open_project(full.root)
