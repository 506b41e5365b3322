"""Exports: each format equals its golden file, is read back by the tool it is for, and is written completely or not at all."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import STORY, put
from lxml import etree
from test_cli import run_cli, run_ok

import curate
from curate.errors import CurateError
from curate.ledger.edits import Edit, apply
from curate.pipeline.run import Project
from curate.store.cleaned_document import Cleaned
from curate.writers import WRITERS, vrt
from curate.writers.export import export_revision
from curate.writers.export_info import ExportInfo
from curate.writers.file_names import reserve_path

GOLDEN = Path(__file__).parent / "golden"
INFO = ExportInfo("My corpus", "", "0123456789abcdef" * 4, 3, "2.1.0", "0.1.0", ("Of 200 removals read, 197 were right.",))


def make_document(id: str, source: str, changes: list[tuple[str, str, str]], **metadata: Any) -> Cleaned:
    """Return a document with one edit for each change: text before, text after, rule."""
    edits = []
    for before, after, rule in changes:
        at = source.index(before)
        edits.append(Edit(at, at + len(before), before, after, rule, "A reason & more.", 0.9))
    return Cleaned(id, apply(source, edits), source, tuple(edits), {"id": id, **metadata})


DOCUMENTS = (
    make_document(
        "a.txt",
        "Skip to content\n\nThe <storm>\n\nIt rained.Nobody saw Ã¼ber (Photo: A. Example) a boat.\nShare this\n",
        [("Skip to content\n\n", "", "de.skip-link"), ("d.N", "d. N", "typography.glued-sentence"),
         ("Ã¼", "ü", "encoding.mojibake"), (" (Photo: A. Example)", "", "de.credit-agency-end"), ("Share this\n", "", "any.share-on")],
        language="en", title='The "storm"', date="2024-05-01", url="https://example.org/a?b=1&c=2", licence="CC BY 4.0",
    ),
    make_document(
        "many.jsonl#https://example.org/x y", "Eins, z.B. „zwei“.\n\n\tDrei\x0cvier \r\n", [], language="de", duplicate_of="a.txt"
    ),
    make_document("../b|c.html", "# Head\n\n- item\n", [], language="und", author=["A", "B"]),
)  # fmt: skip


@pytest.mark.parametrize("format", WRITERS)
def test_each_format_equals_its_golden_file(format: str, tmp_path: Path) -> None:
    WRITERS[format].write(iter(DOCUMENTS), INFO, tmp_path)
    if format == "parquet":  # is binary: the rows of jsonl
        import pandas

        pandas.read_parquet(tmp_path / "corpus.parquet").to_json(tmp_path / "rows.jsonl", orient="records", lines=True, force_ascii=False)
        lines = (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line) for line in lines] == read_rows(GOLDEN / "jsonl")
        return
    if os.environ.get("CURATE_GOLDEN"):  # to see in a diff what a change does to a format
        shutil.rmtree(GOLDEN / format, ignore_errors=True)
        shutil.copytree(tmp_path, GOLDEN / format)
    assert read_files(tmp_path) == read_files(GOLDEN / format)


def read_files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def read_rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").split("\n")[:-1]]


@pytest.fixture
def export_corpus(corpus: Project, tmp_path: Path) -> Callable[[str], Path]:
    """A function that exports the corpus to a format and returns the folder."""

    def export_to(name: str) -> Path:
        manifest = corpus.store.load_current()
        assert manifest
        export_revision(corpus, manifest, name, tmp_path / "out" / name)
        return tmp_path / "out" / name

    return export_to


def cleaned_texts(corpus: Project) -> list[str]:
    return [document.text for document in curate.open_corpus(corpus.into)]


def test_text_files_hold_the_cleaned_text(corpus: Project, export_corpus: Callable[[str], Path]) -> None:
    for name, suffix in (("text", ".txt"), ("markdown", ".md")):
        files = sorted((export_corpus(name) / "documents").rglob(f"*{suffix}"))
        assert [p.read_text("utf-8").rsplit("---\n\n", 1)[-1] for p in files] == cleaned_texts(corpus)


def test_tables_are_read_by_pandas(corpus: Project, export_corpus: Callable[[str], Path]) -> None:
    import pandas

    folder = export_corpus("parquet")
    assert list(pandas.read_parquet(folder / "corpus.parquet").text) == cleaned_texts(corpus)
    assert list(pandas.read_json(export_corpus("jsonl") / "corpus.jsonl", lines=True).text) == cleaned_texts(corpus)


@pytest.mark.parametrize("format", ["parquet", "jsonl", "croissant", "frictionless"])
def test_tables_are_read_by_datasets(format: str, corpus: Project, export_corpus: Callable[[str], Path], tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    dataset = datasets.load_dataset(str(export_corpus(format)), split="train", cache_dir=str(tmp_path / "cache"))
    assert list(dataset["text"]) == cleaned_texts(corpus)


def test_tables_are_read_by_polars(corpus: Project, export_corpus: Callable[[str], Path]) -> None:
    polars = pytest.importorskip("polars")
    assert list(polars.read_parquet(export_corpus("parquet") / "corpus.parquet")["text"]) == cleaned_texts(corpus)
    assert list(polars.from_arrow(curate.open_corpus(corpus.into).to_arrow())["text"]) == cleaned_texts(corpus)


def test_croissant_is_valid(corpus: Project, export_corpus: Callable[[str], Path]) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=str(export_corpus("croissant") / "croissant.json"))
    assert not dataset.metadata.issues.errors
    assert [record["documents/text"].decode() for record in dataset.records("documents")] == cleaned_texts(corpus)


def test_the_data_package_is_valid(corpus: Project, export_corpus: Callable[[str], Path]) -> None:
    frictionless = pytest.importorskip("frictionless")
    pytest.importorskip("jsonlines")
    package = export_corpus("frictionless") / "datapackage.json"
    assert frictionless.validate(str(package)).valid
    assert [row["text"] for row in frictionless.Package(str(package)).get_resource("corpus").read_rows()] == cleaned_texts(corpus)


def parse_tei_files(folder: Path) -> Iterator[Any]:
    import trafilatura  # it brings TEI's own schema for corpora

    dtd = (Path(trafilatura.__file__).parent / "data" / "tei_corpus.dtd").read_text("utf-8")
    # "two or more" in TEI's ODD became "one" when the schema was turned into a DTD
    schema = etree.DTD(
        io.StringIO(dtd.replace("<!ELEMENT choice (%model.choicePart;|choice)>", "<!ELEMENT choice (%model.choicePart;|choice)+>"))
    )
    for path in sorted(folder.rglob("*.xml")):
        root = etree.parse(str(path)).getroot()
        assert schema.validate(root), schema.error_log
        yield root


def test_tei_is_valid_and_holds_the_cleaned_text(corpus: Project, export_corpus: Callable[[str], Path]) -> None:
    space = {"t": "http://www.tei-c.org/ns/1.0"}
    roots = list(parse_tei_files(export_corpus("tei")))
    for root, text in zip(roots, cleaned_texts(corpus), strict=True):
        paragraphs = "".join(root.xpath("//t:body//t:p//text()[not(ancestor::t:sic or ancestor::t:gap)]", namespaces=space))
        assert "".join(paragraphs.split()) == "".join(text.split())
    gaps = roots[0].xpath("//t:gap", namespaces=space)
    assert [(gap.get("reason"), gap.get("resp").split()[0]) for gap in gaps] == [("sharing", "#curate")]
    assert roots[0].xpath(f"//t:category[@xml:id='{gaps[0].get('resp').split('#')[-1]}']", namespaces=space)


def test_golden_tei_is_valid() -> None:
    assert len(list(parse_tei_files(GOLDEN / "tei"))) == len(DOCUMENTS)


def test_vertical_text_holds_the_cleaned_text(corpus: Project, export_corpus: Callable[[str], Path]) -> None:
    root = etree.parse(str(export_corpus("vrt") / "corpus.vrt")).getroot()
    vertical_texts = ["".join("".join(element.itertext()).split()) for element in root.iter("text")]
    assert vertical_texts == ["".join(text.split()) for text in cleaned_texts(corpus)]
    assert root.get("revision") == curate.open_corpus(corpus.into).manifest.id


@pytest.mark.skipif(not shutil.which("cwb-encode"), reason="the Corpus Workbench is not installed")
def test_the_workbench_encodes_the_vertical_text(export_corpus: Callable[[str], Path], tmp_path: Path) -> None:
    command = re.sub(r"\\\n", "", vrt.HOW_TO_READ.split("\n\n")[1]).split()
    (tmp_path / "DATA").mkdir()
    (tmp_path / "REGISTRY").mkdir()
    command[command.index("-f") + 1] = str(export_corpus("vrt") / "corpus.vrt")
    process = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert process.returncode == 0 and "warning" not in process.stderr.lower(), process.stderr


def test_an_export_has_a_card_and_checksums_and_can_be_replaced(corpus: Project, tmp_path: Path) -> None:
    inside, to = corpus.root, tmp_path / "out"
    output = json.loads(run_ok("export", "text", "--to", str(to), "--json", cwd=inside))
    manifest = curate.open_corpus(corpus.into).manifest
    assert (output["revision"], output["documents"]) == (manifest.id, 3)
    card = (to / "README.md").read_text("utf-8")
    assert manifest.id in card and "| sharing | 12 |" in card
    put(corpus, "a.txt", f"A storm\n\n{STORY}\n\nShare this\n\nQuite another end.\n")
    run_ok("run", cwd=inside)
    run_ok("export", "text", "--to", str(to), cwd=inside)
    assert "another end" in (to / "documents/a.txt").read_text()
    run_ok("export", "text", "--to", str(to), "--revision", "1.0.0", cwd=inside)
    assert "another end" not in (to / "documents/a.txt").read_text() and (to / "README.md").read_text("utf-8") == card
    listed = dict(line.split("  ") for line in (to / "checksums").read_text().splitlines())
    assert len(listed) == 4 and [p.name for p in tmp_path.iterdir() if p.name.startswith(".o")] == []


def test_no_file_of_the_user_is_overwritten(corpus: Project, tmp_path: Path) -> None:
    inside = corpus.root
    mine, notes, changed = tmp_path / "mine", tmp_path / "notes.txt", tmp_path / "changed"
    mine.mkdir()
    for file in (mine / "thesis.txt", notes):
        file.write_text("ten years of work")
    run_ok("export", "jsonl", "--to", str(changed), cwd=inside)
    (changed / "README.md").write_text("my own card")
    for to, message in (
        (mine, "stands there already, and is no export; name another folder"),
        (notes, "is a file, and is no export; name another folder"),
        (changed, "README.md was changed since the export, or is no part of it; move it, or name another folder"),
        (corpus.into / "x", "lies in the corpus itself; name a folder elsewhere"),
    ):
        before = read_files(tmp_path)
        assert run_cli("export", "text", "--to", str(to), cwd=inside) == (2, "", f"curate: {to}: {message}\n")
        assert read_files(tmp_path) == before


def test_a_failed_export_leaves_the_earlier_one(corpus: Project, tmp_path: Path) -> None:
    to, manifest = tmp_path / "out", corpus.store.load_current()
    assert manifest
    export_revision(corpus, manifest, "tei", to)
    before = read_files(to)
    (corpus.into / "objects" / manifest.entries[-1].text[:2] / manifest.entries[-1].text[2:]).write_bytes(b"damaged")
    with pytest.raises(CurateError, match="damaged"):
        export_revision(corpus, manifest, "tei", to)
    assert read_files(to) == before and [p.name for p in to.parent.iterdir() if p.name.startswith(".o")] == []


@pytest.mark.parametrize(("format", "module", "message"), [
    ("parquet", "pyarrow", "pyarrow is not installed; pip install 'curate-corpus[parquet]'"),
    ("vrt", "sentencex", "sentencex is not installed; pip install 'curate-corpus[vrt]'"),
])  # fmt: skip
def test_a_missing_package_is_named(
    format: str, module: str, message: str, corpus: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    assert run_cli("export", format, "--to", str(tmp_path / "x"), cwd=corpus.root) == (2, "", f"curate: {message}\n")
    assert not (tmp_path / "x").exists()


def test_the_error_about_an_unknown_format_lists_the_known_ones(corpus: Project, tmp_path: Path) -> None:
    code, _, error = run_cli("export", "pdf", "--to", str(tmp_path / "x"), cwd=corpus.root)
    assert code == 2 and error.startswith("curate: pdf: no such format; choose one of text, markdown, jsonl, parquet")


@pytest.mark.parametrize(
    "id", ["../../x", "/etc/passwd", "a\\..\\b", "a" * 400, "con?.txt", ".hidden", "a.", "", "a//b", "x/../y", "ü" * 100]
)
def test_every_id_has_a_file_below_the_folder(id: str, tmp_path: Path) -> None:
    path = reserve_path(tmp_path / "documents", id, ".txt")
    path.write_bytes(b"")
    assert path.resolve().is_relative_to((tmp_path / "documents").resolve()) and not path.name.startswith(".")
    assert reserve_path(tmp_path / "documents", id, ".txt") != path
