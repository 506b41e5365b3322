"""The benchmark of texts that are no web pages counts what a reader of its table takes it to count."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
genres = pytest.importorskip("benchmarks.genres")
embedded = pytest.importorskip("benchmarks.embedded")

PARAGRAPH = "The rain fell on the harbour all that night, and in the morning the boats of the two brothers were gone from the quay."
LICENSED = f"""\
{PARAGRAPH}

End of the Project Gutenberg EBook of The Quay, by Ann Field

*** END OF THIS PROJECT GUTENBERG EBOOK THE QUAY ***

Updated editions will replace the previous one.
"""
PAGE = f"""\
Share on Facebook
{PARAGRAPH}
Wir verwenden Cookies, um Ihnen den besten Dienst zu bieten.
We use cookies to give you the best experience on our website.
"""


def table(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    """The rows of the table by their first cell."""
    genres.genres(Namespace(data=folder, pages=None, setting="rules", worst=3, table_only=True))
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"prose/a.txt": LICENSED, "press/b.txt": PAGE, "press/c.txt": f"{PARAGRAPH}\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_frame_of_an_e_book_is_counted_apart_from_what_is_lost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prose = table(folder, capsys)["prose"]
    assert prose[:3] == ["1", "53", "0.00"]
    assert prose[3] == f"{100 * 29 / 53:.2f}"


def test_what_is_lost_is_counted_by_genre_and_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(folder, capsys)
    lost = 3 + 12  # the English furniture
    assert rows["press"][:3] == ["2", "73", f"{100 * lost / 73:.2f}"]
    assert rows["press"][4:6] == ["1", "1"]
    assert rows["all"][0] == "3"


def test_words_of_a_pasted_page_are_told_from_those_of_the_text_around_it() -> None:
    host = [PARAGRAPH.replace("rain", what) for what in ("sleet", "snow", "hail")]
    config = genres.Config(boilerplate=genres.Boilerplate("rules"))
    count = embedded.count_splice(host, 1, ("page", PAGE.rstrip("\n"), "0110"), config)
    assert count["h"] == 3 * 24 and count["h gone"] == 0
    assert count["0"] == count["0 gone"] == 15
    assert count["1 gone"] == 0
