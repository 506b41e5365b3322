"""Seeds at an address: read like those of a folder, fetched only where the settings name them, and never in quarantine for a bad line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import OTHER, PAGE, STORY, put

from curate.config import Seeds
from curate.errors import CurateError, UsageError
from curate.pipeline.add import add_files
from curate.pipeline.run import Project, run
from curate.pipeline.status import list_seeds_by_state
from curate.seeds import remote
from curate.upkeep import forget as forgetting

fsspec = pytest.importorskip("fsspec")

LINES = "".join(json.dumps({"id": str(number), "text": f"{STORY} It was the {number}th night.\n"}) + "\n" for number in range(5))
FILES = {"a.txt": f"{OTHER}\n", "pages/b.html": PAGE, "c.jsonl": LINES}

pytestmark = pytest.mark.usefixtures("remote_files")


@pytest.fixture
def remote_files() -> Iterator[Any]:
    """A file system in memory."""
    memory = fsspec.filesystem("memory")
    memory.rm("/", recursive=True) if memory.exists("/") else None
    for name, text in {**FILES, ".hidden.txt": STORY, ".cache/d.txt": STORY}.items():
        memory.pipe(f"/bucket/{name}", text.encode())
    yield memory
    memory.rm("/", recursive=True)


def with_seed_paths(project: Project, *paths: str) -> Project:
    return replace(project, config=replace(project.config, seeds=Seeds(paths)))


def test_seeds_at_an_address_are_cleaned_like_those_of_a_folder(project: Project, remote_files: Any, tmp_path: Path) -> None:
    import pyarrow
    from pyarrow.parquet import write_table

    write_table(pyarrow.table({"id": ["x", "y"], "text": [f"{OTHER} Once.", f"{STORY} Twice."]}), tmp_path / "d.parquet")
    remote_files.pipe("/bucket/d.parquet", (tmp_path / "d.parquet").read_bytes())
    for name, text in FILES.items():
        put(project, name, text)
    put(project, "d.parquet", (tmp_path / "d.parquet").read_bytes())
    here = run(project)
    there = run(replace(with_seed_paths(project, "memory://bucket"), into=tmp_path / "there"), jobs=2)
    assert there.revision.id == here.revision.id and len(there.revision.entries) == 4


def test_a_single_remote_file_is_named_by_its_address(project: Project) -> None:
    put(project, "e.txt", "A lantern swung at the end of the pier until the morning came.\n")
    done = run(with_seed_paths(project, "seeds", "memory://bucket/c.jsonl"))
    assert [entry.seed for entry in done.revision.entries] == ["c.jsonl/c.jsonl", "seeds/e.txt"]


def test_a_changed_remote_file_is_cleaned_again(project: Project, remote_files: Any) -> None:
    project = with_seed_paths(project, "memory://bucket")
    run(project)
    assert not run(project).made
    remote_files.pipe("/bucket/a.txt", f"{OTHER} It was gone by then.\n".encode())
    assert list_seeds_by_state(project)["changed"] == ["a.txt"]
    assert run(project).changes.text == ("a.txt",)


def test_a_forgotten_remote_document_does_not_return(project: Project) -> None:
    project = with_seed_paths(project, "memory://bucket")
    run(project)
    for document in ("a.txt", "c.jsonl#3"):
        forgetting.forget_document(project, document)
    done = run(project)
    assert set(done.left_out) == {"a.txt", "c.jsonl"}
    assert [entry.seed for entry in done.revision.entries] == ["c.jsonl", "pages/b.html"]
    assert not [path for path in project.into.rglob("*") if path.is_file() and b"It was the 3th night" in path.read_bytes()]


class BrokenFile:
    """A file that breaks off while it is read."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def read(self, size: int) -> bytes:
        if self.file.tell():
            raise ConnectionResetError("gone away")
        return bytes(self.file.read(min(size, 100)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


@pytest.mark.parametrize("name", ["a.txt", "c.jsonl", "d.parquet", "e.zip", "f.jsonl.gz"])
def test_a_broken_connection_ends_the_run_and_quarantines_nothing(
    project: Project, remote_files: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = with_seed_paths(project, "memory://bucket")
    before = run(project).revision
    remote_files.pipe(f"/bucket/{name}", b"x" * 100_000)
    whole = type(remote_files).open

    def broken(system: Any, path: str, *more: Any) -> Any:
        file = whole(system, path, *more)
        return BrokenFile(file) if path.endswith(name) else file

    monkeypatch.setattr(type(remote_files), "open", broken)
    with pytest.raises(CurateError, match=f"^memory:///bucket/{name}: cannot be read: ConnectionResetError: gone away; look whether"):
        run(project)
    current = project.store.load_current()
    assert current and current.id == before.id


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://nowhere", "memory://nowhere: nothing there; mend it under"),
        ("nonsense://x", "nonsense://x: cannot be opened: Protocol not known: nonsense"),
        ("file:///tmp", "file:///tmp: a folder of this machine; name it by its path"),
        ("zip://a.txt::file:///tmp/a.zip", "zip://a.txt::file:///tmp/a.zip: several addresses in one, with '::' between them; name one"),
        ("simplecache::memory://bucket", "simplecache::memory://bucket: several addresses in one, with '::' between them; name one"),
    ],
)
def test_a_wrong_address_is_reported_in_one_line(project: Project, address: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"^{said}[^\n]*$"):
        run(with_seed_paths(project, address))


def test_only_remote_files_with_unusable_names_are_quarantined(project: Project, remote_files: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The secret.")
    names = ("x//y.txt", "bell\a.txt", f"z::file://{tmp_path}/secret.txt")
    for name in names:
        remote_files.pipe(f"/bucket/odd/{name}", b"It rained.")
    done = run(with_seed_paths(project, "memory://bucket"))
    states = {entry.seed: entry.state for entry in done.revision.entries}
    assert [name for name, state in states.items() if state != "quarantined"] == sorted(FILES)
    assert len(states) == len(FILES) + len(names) and not any("secret" in str(entry.reason) for entry in done.revision.entries)


def test_nothing_is_copied_to_an_address(project: Project, remote_files: Any, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(STORY)
    with pytest.raises(UsageError, match="names addresses only"):
        add_files(with_seed_paths(project, "memory://bucket"), [str(tmp_path / "new.txt")], {})
    done = add_files(with_seed_paths(project, "memory://bucket", "seeds"), [str(tmp_path / "new.txt")], {})
    assert done.seeds and (project.root / "seeds" / "new.txt").exists() and not remote_files.exists("/bucket/new.txt")


def test_without_fsspec_the_message_names_the_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(UsageError, match=r"pip install 'curate-corpus\[remote\]'$"):
        list(remote.list_files("s3://bucket"))
