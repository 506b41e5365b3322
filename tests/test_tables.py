"""What is made of the packages' data is kept: read back as it was, made anew if it is damaged, done without where it cannot be kept."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import numpy as np
import pytest

from curate.language import detect as language
from curate.language import lexicon, tables
from curate.ledger.draft import Draft


class Maker:
    """Makes a table, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def table(self, package: str = "numpy") -> list[int]:
        def make() -> tables.Table:
            self.times += 1
            return {"numbers": np.array(EXPECTED[:3], np.uint32), "bytes": np.array(EXPECTED[3:], np.uint8)}

        found = tables.kept("some", package, make)
        return [*tables.values(found["numbers"]), *tables.values(found["bytes"])]


EXPECTED = [0, 1_000_000_000, 2_000_000_000, 0, 1, 2, 3, 4]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    return tmp_path / "compiled"


def test_a_table_is_made_once(folder: Path) -> None:
    maker = Maker()
    assert [maker.table(), maker.table(), maker.table()] == [EXPECTED] * 3
    assert maker.times == 1 and len(list(folder.rglob("*.table"))) == 1


def test_a_damaged_table_is_made_anew(folder: Path) -> None:
    maker = Maker()
    maker.table()
    (path,) = folder.rglob("*.table")
    whole = path.read_bytes()
    broken = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    for data in (*broken, b"", whole[:-1], whole[:70], whole + b"x"):
        path.write_bytes(data)
        before = maker.times
        assert maker.table() == EXPECTED and maker.times == before + 1
        assert path.read_bytes() == whole


def test_a_table_of_another_version_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Maker()
    maker.table()
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "another")
    assert maker.table() == EXPECTED and maker.times == 2
    assert len(list(folder.rglob("*.table"))) == 1


def test_without_a_place_to_keep_it_a_table_is_made_each_time(folder: Path) -> None:
    folder.write_text("a file where a folder would be")
    maker = Maker()
    assert [maker.table(), maker.table()] == [EXPECTED] * 2 and maker.times == 2


def test_words_and_languages_are_those_of_the_packages(folder: Path) -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier
    from simplemma import is_known
    from wordfreq import word_frequency

    texts = ["It rained all night on the harbour.", "Es regnete die ganze Nacht im Hafen.", "Il a plu toute la nuit sur le port."]
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    for _ in range(2):  # made, and then read
        for one in (language._identifier, lexicon.lexicon, lexicon._forms):
            one.cache_clear()
        language._classified.cache_clear()
        assert [language._identifier().classify(text) for text in texts] == [theirs.classify(text) for text in texts]
        assert [language.detect(Draft(text)) for text in texts] == ["en", "de", "fr"]
        known = lexicon.lexicon("en")
        for word in ("harbour", "rained", "harbuor", "zzzzzz", "don't"):
            assert known.get(word) == pytest.approx(word_frequency(word, "en"), rel=0.01)
            assert lexicon.is_form(word, "en") == any(is_known(one, "en", low_memory=True) for one in (word, word.capitalize()))
    assert len(list(folder.rglob("*.table"))) == 3
