"""Inputs made to break readers: each ends cleaned or quarantined with a reason, is accounted for once, and takes nothing down with it."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile import INPUTS
from hostile.made import CLEANED, EITHER, SENTENCE

from curate.config import Config
from curate.pipeline.run import Project, run
from curate.store.manifest import Entry
from curate.upkeep.verify import verify_corpus

SIZE = 10_000  # characters, tags, attributes: enough for most gates; scripts/torture.py takes a million
ODD = {  # what is no regular file, or cannot be named
    "link.txt": "symbolic link", "folder-link": "symbolic link", "pipe.txt": "not a regular file",
    "socket.txt": "not a regular file", "line\\u000aend.txt": "not UTF-8, or holds control", "caf\\xe9.txt": "not UTF-8, or holds control",
    "\\u202egpj.txt": "not UTF-8, or holds control",
}  # fmt: skip


@dataclass(frozen=True)
class Ended:
    project: Project
    entries: dict[str, Entry]
    outside: set[Path]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    """A run over all of them at once."""
    around = tmp_path_factory.mktemp("around")
    project = Project(around / "project", Config(), around / "project" / "cleaned")
    for hostile in INPUTS:
        hostile.write(project.root / "seeds", SIZE)
    _odd_files(project.root / "seeds", around)
    before = set(around.iterdir())
    revision = run(project, jobs=2).revision
    yield Ended(project, revision.by_seed, set(around.iterdir()) - before)


def _odd_files(seeds: Path, around: Path) -> None:
    (around / "secret.txt").write_text(SENTENCE + " It is nobody's business.\n")
    (seeds / "link.txt").symlink_to(around / "secret.txt")
    (seeds / "folder-link").symlink_to(around)
    os.mkfifo(seeds / "pipe.txt")
    socket.socket(socket.AF_UNIX).bind(os.path.relpath(seeds / "socket.txt"))
    for name in (b"line\nend.txt", b"caf\xe9.txt", "\u202egpj.txt".encode()):
        Path(os.fsdecode(os.fsencode(seeds) + b"/" + name)).write_bytes(SENTENCE.encode())


def test_every_input_is_accounted_for_once(ended: Ended) -> None:
    assert sorted(ended.entries) == sorted([*(hostile.name for hostile in INPUTS), *ODD])


def test_they_end_as_they_must(ended: Ended) -> None:
    wrong = {}
    for hostile in INPUTS:
        state = ended.entries[hostile.name].state.replace("duplicate", CLEANED)
        if hostile.state not in (EITHER, state):
            wrong[hostile.name] = state
    assert wrong == {}


def test_reasons_are_for_people(ended: Ended) -> None:
    """One line, of words, that says what to do or what it is; no fault of the program, no clock."""
    for name, reason in _reasons(ended):
        assert reason.isprintable() and 10 < len(reason) < 400, (name, reason)
        assert "a fault of curate" not in reason, (name, reason)
        assert not re.search(r"Traceback|<\w+ (object|\w+=)|Error\b|Exception", reason), (name, reason)


def _reasons(ended: Ended) -> Iterator[tuple[str, str]]:
    for line in (ended.project.into / "quarantine.jsonl").read_bytes().splitlines():
        about = json.loads(line)
        yield about.get("id") or about["seed"], about["reason"]


def test_what_is_no_regular_file_is_not_opened(ended: Ended) -> None:
    for name, reason in ODD.items():
        assert reason in ended.entries[name].reason
    assert not any(b"nobody's business" in path.read_bytes() for path in ended.project.into.rglob("*") if path.is_file())


def test_nothing_from_outside_is_read_and_nothing_is_written_there(ended: Ended) -> None:
    assert ended.outside == set()
    assert not Path("/tmp/curate-owned.txt").exists()
    texts = [path for path in (ended.project.into / "documents").rglob("outside*") if path.is_file()]
    assert texts and not any(b"root:" in path.read_bytes() for path in texts)


def test_the_corpus_of_them_all_is_whole(ended: Ended) -> None:
    assert list(verify_corpus(ended.project.store)) == []
