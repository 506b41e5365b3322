"""A full disk, a failing one, a read-only one; two at once; files that change; names and links that lead astray."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import OTHER, STORY, put
from failing import Disk, failing

from curate.audit.load import load_documents
from curate.decisions import Decision
from curate.decisions.file import append_decisions, load_decisions
from curate.errors import CurateError, DamageError, UsageError
from curate.pipeline.add import add_files
from curate.pipeline.run import Project, run
from curate.seeds import access
from curate.store.cache import CURATE_FOLDER
from curate.store.layout import UNFINISHED
from curate.store.lock import lock_project
from curate.upkeep.forget import forget_document
from curate.upkeep.gc import collect_garbage, select_revisions
from curate.upkeep.open_project import open_project
from curate.upkeep.verify import verify_corpus

POINTS = 4  # of each command at which the disk fails; scripts/torture.py tries them all


def _add(project: Project) -> None:
    incoming = project.root.with_name(f"{project.root.name}.txt")
    incoming.write_text(f"It snowed. {OTHER}", "utf-8")
    add_files(project, [str(incoming)], {"url": "https://example.org/"})


def _new_seeds(project: Project) -> None:
    put(project, "a.txt", f"A changed storm\n\n{STORY}\n")
    put(project, "m.jsonl", json.dumps({"text": f"One. {OTHER}"}) + "\n")


def _run_at(project: Project) -> None:
    run(project, jobs=1)


def _change(project: Project) -> None:
    _new_seeds(project)
    _run_at(project)


def _gc(project: Project) -> None:
    with lock_project(project.root / CURATE_FOLDER):
        collect_garbage(project.store, select_revisions(project.store, (), 1))


def _decide(project: Project) -> None:
    append_decisions(project.root, [Decision("drop", "a.txt", "The end of it.")])


BEFORE: dict[str, Callable[[Project], None]] = {"run": _new_seeds, "gc": _change}  # what there must be for a command to do
COMMANDS: dict[str, Callable[[Project], object]] = {
    "run": _run_at, "add": _add, "forget": lambda project: forget_document(project, "a.txt"), "gc": _gc, "drop": _decide,
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_whenever_the_disk_fails_it_is_said_and_nothing_is_lost(corpus: Project, command: str) -> None:
    saved = corpus.root.with_name(f"{corpus.root.name}-saved")
    if command in BEFORE:
        BEFORE[command](corpus)
    shutil.copytree(corpus.root, saved)
    with failing(Disk(corpus.root)) as whole:
        COMMANDS[command](corpus)
    wanted = run(corpus, jobs=1).revision.id
    steps = max(1, len(whole.calls) // POINTS)
    for at in range(steps // 2, len(whole.calls), steps):
        for number, lasts in ((errno.ENOSPC, True), (errno.EIO, False)):
            shutil.rmtree(corpus.root)
            shutil.copytree(saved, corpus.root)
            with failing(Disk(corpus.root, at, number, lasts)) as disk:
                try:
                    COMMANDS[command](corpus)
                except CurateError as error:
                    assert "\n" not in str(error)
            _is_sound_and_goes_on(corpus, command, wanted, f"{errno.errorcode[number]} at {disk.calls[at]}")


@pytest.mark.parametrize("command", ["add", "forget", "gc"])
def test_what_cannot_be_removed_is_said_in_one_line(corpus: Project, command: str) -> None:
    if command in BEFORE:
        BEFORE[command](corpus)
    saved = corpus.root.with_name(f"{corpus.root.name}-saved")
    shutil.copytree(corpus.root, saved)
    with failing(Disk(corpus.root)) as whole:
        COMMANDS[command](corpus)
    removals = [at for at, call in enumerate(whole.calls) if call.startswith("unlink")]
    assert removals
    for at in {removals[0], removals[-1]}:
        shutil.rmtree(corpus.root)
        shutil.copytree(saved, corpus.root)
        with failing(Disk(corpus.root, at)), pytest.raises(CurateError, match=r"^[^\n]+: cannot be written: Input/output error; make room"):
            COMMANDS[command](corpus)


def _is_sound_and_goes_on(corpus: Project, command: str, wanted: str, where: str) -> None:
    open_project(corpus.root)  # finishes what was begun
    assert list(verify_corpus(corpus.store)) == [], where
    try:
        COMMANDS[command](corpus)
    except UsageError as error:  # it had done its work before it failed
        assert any(said in str(error) for said in ("the same bytes are a seed already", "no such document")), where
    assert run(corpus, jobs=1).revision.id == wanted, where
    assert list(verify_corpus(corpus.store)) == [], where


def test_a_read_only_corpus_is_read(corpus: Project) -> None:
    (corpus.into / UNFINISHED).touch()  # left by a run that was killed
    with failing(Disk(corpus.root, 0, errno.EROFS, lasts=True)) as disk:
        project = open_project(corpus.root)
        current = project.store.load_current()
        assert current and len(list(load_documents(project.store, current))) == 3
        assert list(verify_corpus(project.store)) == []
        with pytest.raises(CurateError, match=r"Read-only file system; the project folder must be writable"):
            run(project)
    assert disk.calls


def _run(root: Path) -> None:
    run(open_project(root), jobs=1)


def test_of_two_runs_at_once_one_goes_on_and_one_says_so(corpus: Project) -> None:
    with lock_project(corpus.root / CURATE_FOLDER):
        done = subprocess.run([sys.executable, "-m", "curate.cli", "run", "--project", str(corpus.root)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "curate: another `curate run` is at work in this project; wait for it\n")


def _append(root: Path, name: str) -> None:
    for number in range(5):
        append_decisions(root, [Decision("drop", "a.txt", f"{name} {number}")])


@pytest.mark.skipif(os.name == "nt", reason="no fork on Windows")
def test_decisions_made_at_once_are_all_kept(project: Project) -> None:
    context = multiprocessing.get_context("fork")
    makers = [context.Process(target=_append, args=(project.root, name)) for name in "abcd"]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(load_decisions(project.root)) == 20


def test_a_clock_that_jumps_changes_nothing(corpus: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = corpus.store.load_current()
    for path in (corpus.root / "seeds").rglob("*.*"):
        os.utime(path, (10**10, 10**10))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    shutil.rmtree(corpus.root / CURATE_FOLDER)
    assert not run(corpus, jobs=1).changes and corpus.store.load_current() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locales")
def test_the_locale_changes_nothing(project: Project) -> None:
    put(project, "größe.txt", f"Über Größe\n\n{STORY}\n")
    ids = set()
    for locale in ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONUTF8": "1"}):
        command = [sys.executable, "-m", "curate.cli", "run", "--json", "--jobs", "1", "--project", str(project.root)]
        done = subprocess.run(command, capture_output=True, env=os.environ | locale, check=True)
        said = json.loads(done.stdout)
        ids.add((said["revision"], said["seeds"][0]["state"], said["seeds"][0]["seed"]))
        shutil.rmtree(project.into)
    assert len(ids) == 1 and ids.pop()[1:] == ("cleaned", "größe.txt")


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="names are Unicode there")
@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"line\nend.txt", b".hidden.txt"])
def test_a_file_that_could_not_be_named_is_not_added(project: Project, tmp_path: Path, name: bytes) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/" + name)
    Path(path).write_text(STORY, "utf-8")
    with pytest.raises(UsageError, match=r"its name is not UTF-8|begins with a dot"):
        add_files(project, [path], {})
    assert list((project.root / "seeds").iterdir()) == []


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/out.txt", "a/../../out.txt", "a//b.txt", "."])
def test_no_name_leads_out_of_the_seeds(project: Project, name: str) -> None:
    (project.root / "in.txt").write_text(STORY, "utf-8")
    with pytest.raises(UsageError, match="nothing was added"):
        add_files(project, [str(project.root / "in.txt")], {}, name)
    assert list((project.root / "seeds").iterdir()) == []


@pytest.mark.parametrize("name", ["a.txt", "m.jsonl"])
def test_a_seed_that_changes_while_it_is_read_is_no_part_of_a_revision(corpus: Project, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = corpus.root / "seeds" / name
    put(corpus, name, json.dumps({"text": STORY}) + "\n")
    states = iter(range(100))
    real = access.file_state
    monkeypatch.setattr(access, "file_state", lambda of: (*real(of), next(states)) if name == "a.txt" else _written(path, real(of)))
    with pytest.raises(CurateError, match=f"{name}: changed while it was read; run again when it is written whole"):
        run(corpus, jobs=1)
    monkeypatch.undo()
    assert run(corpus, jobs=1).made and list(verify_corpus(corpus.store)) == []


def _written(path: Path, state: access.FileState) -> access.FileState:
    with path.open("a") as file:
        file.write(json.dumps({"text": OTHER}) + "\n")
    return state


OUTSIDE = ("documents", "ledgers", "metadata", "objects", "revisions", ".staging")


@pytest.mark.parametrize("name", [*(f"cleaned/{name}" for name in OUTSIDE), ".curate", ".curate/cache", ".curate/work", "cleaned", "seeds"])
def test_no_folder_of_a_project_may_be_a_symbolic_link(corpus: Project, name: str) -> None:
    outside = corpus.root.with_name(f"{corpus.root.name}-outside")
    (outside / "ab").mkdir(parents=True)
    (outside / "ab" / "kept").write_text("kept")
    link = corpus.root / name
    shutil.rmtree(link, ignore_errors=True)
    link.symlink_to(outside)
    put(corpus, "new.txt" if name != "seeds" else "../other/new.txt", OTHER + " New.")
    with pytest.raises(CurateError, match=r"a symbolic link, which is not followed"):
        run(open_project(corpus.root), jobs=1)
    assert [path.name for path in outside.rglob("*")] == ["ab", "kept"]


def test_nothing_is_written_or_removed_through_a_link_within_the_corpus(corpus: Project) -> None:
    outside = corpus.root.with_name(f"{corpus.root.name}-outside")
    outside.mkdir()
    (outside / "b.txt").write_text("not ours")
    shutil.rmtree(corpus.into / "documents" / "b")
    (corpus.into / "documents" / "b").symlink_to(outside)
    put(corpus, "b/b.txt", f"Changed. {OTHER}")
    for gone in (False, True):
        if gone:
            (corpus.root / "seeds" / "b" / "b.txt").unlink()
        with pytest.raises(CurateError, match=r"documents/b: a symbolic link, which is not followed"):
            run(corpus, jobs=1)
        assert (outside / "b.txt").read_text() == "not ours" and len(list(outside.iterdir())) == 1


def test_gc_and_the_cache_remove_nothing_behind_a_link(corpus: Project) -> None:
    outside = corpus.root.with_name(f"{corpus.root.name}-outside")
    outside.mkdir()
    (outside / ("0" * 62)).write_text("not ours")
    (corpus.into / "objects" / "zz").symlink_to(outside)
    (corpus.root / CURATE_FOLDER / "cache" / "zz").symlink_to(outside)
    _gc(corpus)
    _change(corpus)
    assert len(list(outside.iterdir())) == 1


@pytest.mark.parametrize("seed", ["../../x.txt", "/x.txt", "a/../../x.txt", ""])
def test_a_manifest_that_names_files_outside_is_damage(corpus: Project, seed: str) -> None:
    path = corpus.into / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"a.txt"', json.dumps(seed)), "utf-8")
    (corpus.into / UNFINISHED).touch()
    with pytest.raises(DamageError, match=r"manifest.json: not a manifest \(a seed called"):
        corpus.store.load_current()
