"""What is stored stays as it was stored, or `verify` says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import STORY, put, text_of

from curate.errors import CurateError, DamageError
from curate.pipeline.run import Project, run
from curate.store.layout import UNFINISHED
from curate.upkeep.repair import repair_corpus
from curate.upkeep.verify import verify_corpus


def test_a_fresh_corpus_verifies(corpus: Project) -> None:
    assert list(verify_corpus(corpus.store)) == []


def test_any_flipped_byte_is_found(corpus: Project) -> None:
    put(corpus, "bad.txt", b"")
    run(corpus)
    files = sorted(p for p in corpus.into.rglob("*") if p.is_file())
    assert {p.relative_to(corpus.into).parts[0] for p in files} == {
        "manifest.json", "checksums", "quarantine.jsonl", "report.html", "documents", "ledgers", "metadata", "objects", "revisions",
    }  # fmt: skip
    for path in files:
        whole = path.read_bytes()
        for at in {0, len(whole) // 2, len(whole) - 1} if whole else ():
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert list(verify_corpus(corpus.store)), f"{path} at {at}"
        path.write_bytes(whole)
    assert list(verify_corpus(corpus.store)) == []


def test_any_missing_file_is_found(corpus: Project) -> None:
    for path in sorted(p for p in corpus.into.rglob("*") if p.is_file()):
        whole = path.read_bytes()
        path.unlink()
        assert list(verify_corpus(corpus.store)), path
        path.write_bytes(whole)


def test_a_damaged_manifest_is_one_line_and_stops_a_run(corpus: Project) -> None:
    path = corpus.into / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"cleaned", b"cleanly"))
    before = sorted(p for p in corpus.into.rglob("*"))
    with pytest.raises(DamageError, match=r"manifest.json: .*; `curate repair` takes it from cleaned/revisions"):
        put(corpus, "new.txt", STORY)
        run(corpus)
    assert sorted(p for p in corpus.into.rglob("*")) == before


def test_a_corpus_of_a_later_format_is_refused_by_name(corpus: Project) -> None:
    path = corpus.into / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 99'))
    with pytest.raises(DamageError, match=r"written by a later version of curate \(format 99\); upgrade curate"):
        run(corpus)


def test_what_an_interrupted_run_left_is_finished_by_the_next_to_open_it(corpus: Project) -> None:
    put(corpus, "d.txt", f"Quite new\n\n{STORY.replace('boats', 'ships').replace('rain', 'snow')}\n")
    run(corpus)
    (corpus.into / "documents" / "d.txt").unlink()
    (corpus.into / "documents" / "a.txt").unlink()
    (corpus.into / UNFINISHED).touch()
    assert list(verify_corpus(corpus.store)) == []
    assert "Quite new" in text_of(corpus, "d.txt")


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_a_killed_run_leaves_a_corpus_that_verifies(corpus: Project) -> None:
    put(corpus, "a.txt", f"A changed storm\n\n{STORY}\n")
    for number in range(20):
        put(corpus, f"new{number}.txt", f"New {number}\n\n{' '.join(f'w{number}x{i}' for i in range(40))}.\n")
    old = corpus.store.load_current()
    command = [sys.executable, "-m", "curate.cli", "run", "--project", str(corpus.root), "--jobs", "1"]
    for delay in (0.5, 0.8, 1.1, 1.3, 1.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert list(verify_corpus(corpus.store)) == []
        current = corpus.store.load_current()
        assert old and current and current.number in (old.number, old.number + 1)
    finished = run(corpus).revision
    assert old and finished.number == old.number + 1 and list(verify_corpus(corpus.store)) == []


def test_a_run_puts_back_what_had_gone_missing(corpus: Project) -> None:
    (corpus.into / "documents" / "a.txt").unlink()
    assert run(corpus).restored == ("documents/a.txt",)
    assert list(verify_corpus(corpus.store)) == []


def test_two_runs_do_not_meet(corpus: Project) -> None:
    from curate.store.cache import CURATE_FOLDER
    from curate.store.lock import lock_project

    with (
        lock_project(corpus.root / CURATE_FOLDER),
        pytest.raises(CurateError, match="another `curate run` is at work in this project; wait for it"),
    ):
        run(corpus)


def test_a_folder_becomes_a_file_of_its_name_and_the_other_way_round(corpus: Project) -> None:
    put(corpus, "tales/a.txt", f"One. {STORY}".encode())
    run(corpus)
    (corpus.root / "seeds" / "tales" / "a.txt").unlink()
    (corpus.root / "seeds" / "tales").rmdir()
    put(corpus, "tales", f"Two. {STORY}".encode())
    run(corpus)
    assert list(verify_corpus(corpus.store)) == []
    (corpus.root / "seeds" / "tales").unlink()
    put(corpus, "tales/a.txt", f"Three. {STORY}".encode())
    run(corpus)
    assert list(verify_corpus(corpus.store)) == []
    assert text_of(corpus, "tales/a.txt").startswith("Three.")


def test_a_new_document_never_takes_an_older_ones_place(corpus: Project) -> None:
    put(corpus, "tale.html.txt", f"Old. {STORY}".encode())
    run(corpus)
    put(corpus, "tale.html", f"<html><body><p>New. {STORY}</p></body></html>".encode())
    run(corpus)
    manifest = corpus.store.load_current()
    assert manifest is not None
    states = {entry.seed: entry.state for entry in manifest.entries}
    assert states["tale.html"] == "quarantined" and states["tale.html.txt"] != "quarantined"


def test_repair_leaves_a_corpus_of_a_later_version_alone(corpus: Project) -> None:
    path = corpus.into / "manifest.json"
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 99', 1)
    path.write_bytes(newer)
    with pytest.raises(DamageError, match="written by a later version"):
        repair_corpus(corpus)
    assert path.read_bytes() == newer
