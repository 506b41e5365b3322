from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from curate.config import Boilerplate, Config
from curate.pipeline.document import Cleaned, clean
from curate.pipeline.run import Project, Run, run
from curate.text.document import Document

# how fast a machine is says nothing of what the code does; the same code passes or fails the same tests, and `make fuzz` looks further
settings.register_profile("curate", deadline=None, derandomize="CURATE_FUZZ" not in os.environ)
settings.load_profile("curate")

STORY = "The rain fell on the harbour all that night, and in the morning the boats were gone from the quay."
OTHER = "Nobody in the village could say afterwards who had first seen the light above the old mill that evening."
PAGE = f"""\
<html><head><title>On light</title></head>
<body><h1>On light</h1><p>{OTHER.replace("mill", "weir")} It was late.</p></body></html>
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    (tmp_path / "seeds").mkdir()
    return Project(tmp_path, Config(), tmp_path / "cleaned")


@pytest.fixture
def corpus(project: Project) -> Iterator[Project]:
    """A project with three seeds, cleaned once."""
    for name, text in {
        "a.txt": f"A storm\n\n{STORY}\n\nShare this\n\nThe end of it.\n",
        "b/b.txt": f"Another day\n\n{OTHER}\n\n{STORY}\n",
        "c.html": PAGE,
    }.items():
        put(project, name, text)
    run(project)
    yield project


def put(project: Project, name: str, text: str | bytes) -> None:
    path = project.root / "seeds" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)


def text_of(project: Project, name: str) -> str:
    return (project.into / "documents" / name).read_bytes().decode("utf-8")


RULES = Config(boilerplate=Boilerplate("rules"))


def clean_text(text: str, config: Config = RULES) -> Cleaned:
    """A text cleaned by rules alone, unless `config` says otherwise."""
    return clean(Document("t.txt", text, "text"), config)


Runner = Callable[[], Run]


def take_every_text_for_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every text be one from a web page: for tests of what becomes of furniture, on texts too short to show what they are."""
    monkeypatch.setattr("curate.judge.choose.find_web_stretches", lambda web, *_: web > -1e9)


@pytest.fixture
def on_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    take_every_text_for_a_page(monkeypatch)
