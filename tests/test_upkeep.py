"""Revisions can be let go of, and what is damaged can be rebuilt."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import STORY, put

from curate.cli.diff import diff
from curate.errors import CurateError, UsageError
from curate.pipeline import rounds
from curate.pipeline.run import Project, run
from curate.upkeep.forget import forget_document
from curate.upkeep.gc import collect_garbage, select_revisions
from curate.upkeep.recheck import recheck_sample
from curate.upkeep.repair import repair_corpus
from curate.upkeep.verify import verify_corpus


@pytest.fixture
def grown(corpus: Project) -> Project:
    """A corpus with three revisions: a changed document, and one in quarantine."""
    put(corpus, "a.txt", f"A changed storm\n\n{STORY}\n")
    run(corpus)
    put(corpus, "empty.txt", b"")
    run(corpus)
    return corpus


def test_gc_without_a_word_lets_go_of_nothing(grown: Project) -> None:
    assert collect_garbage(grown.store, select_revisions(grown.store, (), None)).objects == 0
    assert len(grown.store.load_revisions()) == 3


def test_gc_keeps_what_the_kept_revisions_need(grown: Project) -> None:
    found = collect_garbage(grown.store, select_revisions(grown.store, (), 2))
    assert [manifest.version for manifest in found.revisions] == ["1.0.0"]
    assert found.objects >= 2 and found.bytes > 0
    assert list(verify_corpus(grown.store)) == []
    assert [manifest.number for manifest in grown.store.load_revisions()] == [2, 3]


def test_gc_never_takes_the_current_revision(grown: Project) -> None:
    current = grown.store.load_current()
    assert current
    with pytest.raises(UsageError, match="is the current revision and stays"):
        select_revisions(grown.store, [current.version], None)
    collect_garbage(grown.store, select_revisions(grown.store, (), 1))
    assert list(verify_corpus(grown.store)) == [] and grown.store.load_revisions() == [current]


def test_a_comparison_with_what_was_let_go_is_refused_in_words(grown: Project) -> None:
    collect_garbage(grown.store, select_revisions(grown.store, (), 1))
    with pytest.raises(UsageError, match="the revision before it was deleted; `curate log` lists those that are left"):
        diff(project=grown.root)


def test_a_run_goes_on_after_gc(grown: Project) -> None:
    collect_garbage(grown.store, select_revisions(grown.store, (), 1))
    put(grown, "new.txt", f"Quite new\n\n{STORY.replace('rain', 'snow').replace('boats', 'ships')}\n")
    assert run(grown).revision.number == 4
    assert list(verify_corpus(grown.store)) == []


def _files(project: Project) -> list[Path]:
    return sorted(p for p in project.into.rglob("*") if p.is_file())


def test_any_damaged_or_missing_file_of_a_first_revision_is_rebuilt(corpus: Project) -> None:
    put(corpus, "empty.txt", b"")
    run(corpus)
    collect_garbage(corpus.store, select_revisions(corpus.store, (), 1))
    for path in _files(corpus):
        whole = path.read_bytes()
        for damaged in (None, b"x" + whole[1:], whole[: len(whole) // 2]):
            path.unlink(missing_ok=True)
            if damaged is not None:
                path.write_bytes(damaged)
            assert whole == damaged or repair_corpus(corpus), path
            assert list(verify_corpus(corpus.store)) == [], path
            assert path.read_bytes() == whole, path


def test_an_object_and_its_readable_copy_are_made_from_the_seeds(corpus: Project) -> None:
    current = corpus.store.load_current()
    assert current
    entry = current.by_seed["a.txt"]
    corpus.store.objects.path(entry.text).unlink()
    (corpus.into / "documents" / "a.txt").unlink()
    done = repair_corpus(corpus)
    assert any("made from the seeds again" in line for line in done)
    assert list(verify_corpus(corpus.store)) == []


def test_a_manifest_whose_history_was_changed_is_taken_from_its_revision(grown: Project) -> None:
    path = grown.into / "manifest.json"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"number": 3', b'"number": 1'))  # which is in no id
    assert list(verify_corpus(grown.store)) and repair_corpus(grown)
    assert path.read_bytes() == whole and list(verify_corpus(grown.store)) == []


def test_what_was_forgotten_is_told_by_a_file_and_its_copy(grown: Project) -> None:
    forget_document(grown, "a.txt")
    (copy,) = map(grown.store.objects.path, grown.store.objects.backup_digests())
    for path in (grown.into / "forgotten.jsonl", copy):
        whole = path.read_bytes()
        path.write_bytes(whole[:-9])
        assert list(verify_corpus(grown.store)) and repair_corpus(grown)
        assert path.read_bytes() == whole and list(verify_corpus(grown.store)) == []


def test_what_can_not_be_had_is_still_named(grown: Project) -> None:
    first = grown.store.load_revisions()[0]
    grown.store.objects.path(first.by_seed["a.txt"].text).unlink()
    assert repair_corpus(grown) == []
    (problem,) = verify_corpus(grown.store)
    assert "of a.txt, which is missing" in problem


def test_without_any_revision_nothing_is_made_up(corpus: Project) -> None:
    for path in [corpus.into / "manifest.json", *(corpus.into / "revisions").glob("*.json")]:
        path.write_bytes(b"{}")
    with pytest.raises(CurateError, match=r"neither manifest.json nor any revision can be read"):
        repair_corpus(corpus)


def test_cleaning_a_sample_again_gives_the_same(corpus: Project) -> None:
    put(corpus, "new.txt", STORY)
    assert list(recheck_sample(corpus)) == []


def test_cleaning_a_sample_again_finds_what_a_faulty_machine_made(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put(project, "a.txt", f"A storm\n\n{STORY}\n\nShare this\n")
    put(project, "b.txt", f"Nothing to do here\n\n{STORY.replace('rain', 'snow').replace('boats', 'ships')}\n")
    with monkeypatch.context() as faulty:
        faulty.setattr(rounds, "CLEANERS", ())
        run(project, jobs=1)
    assert list(verify_corpus(project.store)) == []
    (problem,) = recheck_sample(project)
    assert problem.startswith("a.txt: cleaning it again gives something else")
