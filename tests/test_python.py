"""The Python interface, as somebody in a notebook meets it."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import STORY, put

import curate
from curate.pipeline.run import Project

DOCS = Path(__file__).parent.parent / "docs"


def test_the_page_about_python_says_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text("utf-8"), re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "python.md", None, 0)
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert result.attempted > 10 and result.failed == 0


@pytest.mark.parametrize("name", curate.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert getattr(curate, name) is not None


def test_a_corpus_is_read_as_it_is_and_as_it_was(corpus: Project) -> None:
    put(corpus, "a.txt", f"A storm\n\n{STORY}\n\nShare this\n\nQuite another end.\n")
    put(corpus, "empty.txt", b"")
    curate.run(corpus.root)
    now, then = curate.open_corpus(corpus.into), curate.open_corpus(corpus.into, "1.0.0")
    assert [document.id for document in now] == ["a.txt", "b/b.txt", "c.html"] and len(now) == 3
    assert "another end" in now["a.txt"].text and "another end" not in then["a.txt"].text
    assert "another end" in now["a.txt"].source and now["c.html"].metadata["title"] == "On light"
    assert [(r.document, r.text.strip()) for r in now.removed(category="sharing")] == [("a.txt", "Share this")]
    with pytest.raises(KeyError, match=r"a\.text: no such document; did you mean a\.txt"):
        now["a.text"]
    with pytest.raises(KeyError, match=r"empty\.txt: in quarantine: empty"):
        now["empty.txt"]


def test_nothing_of_a_text_is_markup_in_a_notebook(corpus: Project) -> None:
    text = f"<script>alert(1)</script>\n\n{STORY}\n\nShare this\n"
    shown = curate.clean(text, id="<b>")._repr_html_()
    assert "<script" not in shown and "<b></b>" not in shown and "&lt;script&gt;" in shown
    assert re.search(r"<del [^>]*>\s*Share this", shown)
    put(corpus, "<i>.txt", f"New\n\n{STORY.replace('boats', 'ships')}\n")
    curate.run(corpus.root)
    assert "&lt;i&gt;.txt" in curate.open_corpus(corpus.into)._repr_html_()


def test_pages_and_settings() -> None:
    page = f"<html><body><p>{STORY}</p><p>Share this</p></body></html>"
    assert curate.clean(page).text.strip() == STORY
    assert "<p>" in curate.clean(page, html=False, settings={"boilerplate": {"setting": "off"}}).text
    with pytest.raises(curate.CurateError, match=r"settings: unknown table \[boiler\]"):
        curate.clean(page, settings={"boiler": {}})


def test_importing_the_package_imports_no_more_than_it_must(tmp_path: Path) -> None:
    said = "import sys, curate; print(*(m for m in ('numpy', 'lxml', 'curate.api') if m in sys.modules)); curate.clean"
    done = subprocess.run([sys.executable, "-c", said], cwd=tmp_path, env=dict(os.environ), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_tables(corpus: Project) -> None:
    opened = curate.open_corpus(corpus.into)
    frame = opened.to_pandas()
    assert list(frame.id) == [d.id for d in opened] and list(frame.text) == [d.text for d in opened]
    assert opened.to_arrow().to_pandas().equals(frame)
