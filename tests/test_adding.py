"""`curate add`: files, folders, patterns, standard input; copied whole, never twice, with where they came from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import OTHER, PAGE, STORY, put
from test_cli import run_cli, run_ok

from curate.config import Config, Seeds
from curate.pipeline.run import Project, run


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with texts, next to the project."""
    folder = tmp_path / "texts"
    for name, text in {"a.txt": STORY, "b/b.txt": OTHER, "b/c/c.html": PAGE, ".hidden.txt": "x", "b/.git/config": "y"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (tmp_path / "mine").mkdir()
    run_ok("init", cwd=tmp_path / "mine")
    return folder


def seeds(inside: Path) -> list[str]:
    return sorted(p.relative_to(inside / "seeds").as_posix() for p in (inside / "seeds").rglob("*") if p.is_file())


def test_a_folder_keeps_its_shape_and_can_be_added_again(texts: Path) -> None:
    inside = texts.parent / "mine"
    assert run_ok("add", "../texts", cwd=inside) == "added texts/a.txt, texts/b/b.txt, texts/b/c/c.html; `curate run` cleans them\n"
    assert seeds(inside) == ["texts/a.txt", "texts/b/b.txt", "texts/b/c/c.html"]
    (texts / "new.txt").write_text("Something new.")
    added = "added texts/new.txt; `curate run` cleans it\n"
    assert run_ok("add", "../texts", cwd=inside) == f"{added}skipped 3 files with the same bytes as a seed\n"
    assert run_ok("add", "../texts", cwd=inside) == "skipped 4 files with the same bytes as a seed\n"


def test_a_pattern_that_no_shell_expanded(texts: Path) -> None:
    inside = texts.parent / "mine"
    run_ok("add", "../texts/**/*.txt", cwd=inside)
    assert seeds(inside) == ["a.txt", "b/b.txt"]


def test_standard_input_and_where_it_came_from(texts: Path) -> None:
    inside = texts.parent / "mine"
    about = ("--url", "https://example.org/", "--date", "2024-05-01", "--license", "CC0", "--source", "A. Example's own crawl")
    assert run_ok("add", "-", "--name", "page.html", *about, cwd=inside, stdin=PAGE.encode()).startswith("added page.html;")
    (line,) = (inside / "provenance.jsonl").read_text("utf-8").splitlines()
    said = json.loads(line)
    assert {key: said[key] for key in ("seed", "url", "date", "licence", "source")} == {
        "seed": "page.html", "url": "https://example.org/", "date": "2024-05-01", "licence": "CC0", "source": "A. Example's own crawl",
    }  # fmt: skip
    run_ok("add", "../texts/a.txt", "--name", "storm.txt", cwd=inside)
    assert seeds(inside) == ["page.html", "storm.txt"] and len((inside / "provenance.jsonl").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(("arguments", "said"), [
    (("../texts", "../gone.txt"), "../gone.txt: no such file; nothing was added"),
    (("../texts/a.txt", "../texts/b/../a.txt"), "../texts/b/../a.txt: the same bytes are a seed already, a.txt; nothing was added"),
    (("../texts", "--url", "https://example.org/"), "--url is of one document, and these are 3 files; nothing was added"),
    (("../texts/a.txt", "../texts/b/b.txt", "--name", "x.txt"), "--name is for one file, but there are 2; nothing was added"),
    (("-", "--name", "../x.txt"), "-: name it with --name, like --name page.html; nothing was added"),
    (("../link.txt",), "../link.txt: cannot be read: Too many levels of symbolic links; check its permissions; nothing was added"),
])  # fmt: skip
def test_nothing_is_added_if_something_is_wrong(texts: Path, arguments: tuple[str, ...], said: str) -> None:
    inside = texts.parent / "mine"
    (texts.parent / "link.txt").symlink_to(texts / "a.txt")
    assert run_cli("add", *arguments, cwd=inside, stdin=b"x") == (2, "", f"curate: {said}\n")
    assert list((inside / "seeds").iterdir()) == [] and not (inside / "provenance.jsonl").exists()


def test_a_folder_outside_is_named_instead_of_copied(tmp_path: Path, project: Project) -> None:
    put(project, "a.txt", f"A storm\n\n{STORY}\n")
    put(project, "b/c.html", PAGE)
    elsewhere = tmp_path / "elsewhere" / "texts"
    elsewhere.parent.mkdir()
    (project.root / "seeds").rename(elsewhere)
    ids = {
        run(Project(project.root, Config(seeds=Seeds((path,))), project.root / f"cleaned{number}")).revision.id
        for number, path in enumerate((str(elsewhere), "elsewhere/texts", "./elsewhere/../elsewhere/texts/"))
    }
    assert len(ids) == 1
    assert not any(str(tmp_path).encode() in path.read_bytes() for path in (project.root / "cleaned0").rglob("*") if path.is_file())
