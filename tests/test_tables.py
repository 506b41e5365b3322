"""Tables built from other packages are stored, read back unchanged, and rebuilt if damaged or if they cannot be stored."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import numpy as np
import pytest

from curate.language import detect as language
from curate.language import lexicon, tables
from curate.ledger.draft import Draft


class Builder:
    """Builds a table, and counts how often."""

    def __init__(self) -> None:
        self.calls = 0

    def table(self, package: str = "numpy") -> list[int]:
        def build() -> tables.Table:
            self.calls += 1
            return {"numbers": np.array(EXPECTED[:3], np.uint32), "bytes": np.array(EXPECTED[3:], np.uint8)}

        table = tables.load_or_build("some", package, build)
        return [*tables.as_memoryview(table["numbers"]), *tables.as_memoryview(table["bytes"])]


EXPECTED = [0, 1_000_000_000, 2_000_000_000, 0, 1, 2, 3, 4]


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    return tmp_path / "compiled"


def test_a_table_is_built_once(compiled: Path) -> None:
    builder = Builder()
    assert [builder.table(), builder.table(), builder.table()] == [EXPECTED] * 3
    assert builder.calls == 1 and len(list(compiled.rglob("*.table"))) == 1


def test_a_damaged_table_is_rebuilt(compiled: Path) -> None:
    builder = Builder()
    builder.table()
    (path,) = compiled.rglob("*.table")
    whole = path.read_bytes()
    broken = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(len(whole))]
    for data in (*broken, b"", whole[:-1], whole[:70], whole + b"x"):
        path.write_bytes(data)
        before = builder.calls
        assert builder.table() == EXPECTED and builder.calls == before + 1
        assert path.read_bytes() == whole


def test_a_table_of_another_version_is_replaced(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = Builder()
    builder.table()
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "another")
    assert builder.table() == EXPECTED and builder.calls == 2
    assert len(list(compiled.rglob("*.table"))) == 1


def test_a_table_is_built_each_time_if_it_cannot_be_stored(compiled: Path) -> None:
    compiled.write_text("a file where a folder would be")
    builder = Builder()
    assert [builder.table(), builder.table()] == [EXPECTED] * 2 and builder.calls == 2


def test_words_and_languages_are_those_of_the_packages(compiled: Path) -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier
    from simplemma import is_known
    from wordfreq import word_frequency

    texts = ["It rained all night on the harbour.", "Es regnete die ganze Nacht im Hafen.", "Il a plu toute la nuit sur le port."]
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    for _ in range(2):  # built, and then read
        for one in (language._load_identifier, lexicon.load_lexicon, lexicon._load_forms):
            one.cache_clear()
        language._classify.cache_clear()
        assert [language._load_identifier().classify(text) for text in texts] == [theirs.classify(text) for text in texts]
        assert [language.detect_language(Draft(text)) for text in texts] == ["en", "de", "fr"]
        english = lexicon.load_lexicon("en")
        for word in ("harbour", "rained", "harbuor", "zzzzzz", "don't"):
            assert english.frequency(word) == pytest.approx(word_frequency(word, "en"), rel=0.01)
            assert lexicon.is_inflected_form(word, "en") == any(is_known(one, "en", low_memory=True) for one in (word, word.capitalize()))
    assert len(list(compiled.rglob("*.table"))) == 3
