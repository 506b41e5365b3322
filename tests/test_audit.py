"""`curate audit` as JSON and CSV: the numbers add up and equal those of the report, and no cell is a formula."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import OTHER, STORY, put
from test_cli import run_ok
from test_report import parse_data

from curate.audit.csv_table import escape_cell
from curate.audit.totals import CONFIDENCE_BANDS, SIZE_BANDS, band_name
from curate.pipeline.run import Project, run

FACETS = ("category", "rule", "document", "language", "confidence", "size")


@pytest.fixture
def varied_corpus(corpus: Project) -> Project:
    """A corpus with replacements, doubtful edits, copies, quarantine, and a seed of many documents."""
    put(corpus, "typo.txt", f"{STORY}\u00ad He said: Ã¼ber , and left.Then\n\nAdvertisement\n\nShare this\n")
    put(corpus, "d.txt", f"Twice told\n\n{STORY}\n")
    put(corpus, "empty.txt", "")
    rows = [
        {"text": f"{OTHER}\n\nShare this\n\nMenu\n"},
        {"text": "Neu\n\nJa.Der Hund lief davon, und es war Abend.\n\nAnzeige\n"},
        {"text": ""},
    ]
    put(corpus, "many.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
    run(corpus)
    return corpus


def load_audit(project: Project) -> dict[str, Any]:
    audit: dict[str, Any] = json.loads(run_ok("audit", "--json", cwd=project.root))
    return audit


def count_in_page(page: dict[str, Any]) -> Iterator[tuple[dict[str, str], Counter[str]]]:
    """Count as the script of the page does: the edits of documents whose text it holds, and rows for the others."""
    names, rules = page["names"], page["rules"]

    def kind(rule: str, document: str, language: str, confidence: str, size: str) -> dict[str, str]:
        category = rules[rule][0] if rule in rules else rule.partition(".")[0]
        return dict(zip(FACETS, (category, rule, document, language, confidence, size), strict=True))

    for one in page["documents"]:
        for piece in one.get("pieces", ()):
            if isinstance(piece, dict) and "b" in piece:
                bands = (band_name(CONFIDENCE_BANDS, piece["c"]), band_name(SIZE_BANDS, piece["w"]))
                amount = {"passages": 1, "words": piece["w"], "characters": len(piece["b"]) + piece.get("cut", 0)}
                yield kind(names[piece["r"]], one["id"], one["language"], *bands), Counter(amount)
        for *kind_numbers, passages, words, characters in one.get("amounts", ()):
            rule, language, confidence, size = (names[number] for number in kind_numbers)
            amount = {"passages": passages, "words": words, "characters": characters}
            yield kind(rule, one["id"], language, confidence, size), Counter(amount)


def expected_bar_labels(audit: dict[str, Any]) -> list[str]:
    """Return the labels of the bars by category, rule and document, computed from the audit."""
    source = audit["characters"]["source"]
    labels = []
    for facet in ("category", "rule"):
        rows = sorted(audit["facets"][facet].items(), key=lambda item: (-item[1]["characters"], item[0]))[:10]
        labels += [f"{100 * row['characters'] / source:.1f} % · {row['characters']:,}" for _, row in rows]
    shares = [(one["characters"]["removed"] / one["characters"]["source"], one["document"]) for one in audit["documents"]]
    return labels + [f"{100 * share:.1f} %" for share, _ in sorted(shares, key=lambda row: (-row[0], row[1]))]


def test_every_number_of_the_report_is_one_of_the_audit(varied_corpus: Project) -> None:
    audit, text = load_audit(varied_corpus), (varied_corpus.into / "report.html").read_text("utf-8")
    page = parse_data(text.encode())
    characters, documents = audit["characters"], {one["document"]: one for one in audit["documents"]}
    lead = re.search(r'<p class="lead">(.*?)</p>', text, re.S)
    assert lead
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?![\d.%]* %)(?![\d.])", lead[1])]
    doubtful = audit["facets"]["confidence"].get("doubtful: to 0.6", {"passages": 0})["passages"]
    passages = sum(len(one["edits"]) for one in documents.values())
    counts = [characters[name] for name in ("source", "removed", "replaced", "written", "kept")]
    assert [n for n in numbers if n != 0] == [n for n in (counts[0], len(documents), *counts[1:], doubtful, passages) if n != 0]
    assert dict(re.findall(r"<details><summary>([\d,]+) ([a-z ]+)</summary>", text)) == {
        str(n): kind for kind, n in audit["notable"].items()
    }
    assert sorted(audit["notable"]) == ["in quarantine", "marked as a duplicate"]
    assert re.findall(r'<text class="value"[^>]*>([^<]*)</text>', text)[: len(expected_bar_labels(audit))] == expected_bar_labels(audit)
    for facet in FACETS:
        sums: dict[str, Counter[str]] = {}
        for kind, amount in count_in_page(page):
            sums.setdefault(kind[facet], Counter()).update(amount)
        assert {name: dict(sum) for name, sum in sums.items()} == audit["facets"][facet]
    assert {one["id"]: one["characters"] for one in page["documents"]} == {id: one["characters"] for id, one in documents.items()}


def test_kept_removed_and_replaced_add_up_to_the_source(varied_corpus: Project) -> None:
    audit = load_audit(varied_corpus)
    for one, characters in [*((one, one["characters"]) for one in audit["documents"]), (None, audit["characters"])]:
        assert characters["kept"] + characters["removed"] + characters["replaced"] == characters["source"]
        assert characters["kept"] + characters["written"] == characters["cleaned"]
        if one:
            assert characters["source"] == one["characters_in"] == len(run_ok("source", one["document"], cwd=varied_corpus.root))
            assert characters["cleaned"] == one["characters_out"]
            assert characters["removed"] == sum(len(e["before"]) for e in one["edits"] if not e["after"])
            assert characters["replaced"] == sum(len(e["before"]) for e in one["edits"] if e["after"])
    assert audit["characters"]["replaced"] > 0 < audit["characters"]["removed"]
    for name, total in audit["characters"].items():
        assert total == sum(one["characters"][name] for one in audit["documents"])


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "x;=1+1", 'x","=1', "a\n=cmd|' /C calc'!A0", "a|@b"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_a_formula_wherever_a_program_splits(text: str) -> None:
    for part in re.split(r'[;,|"\t\r\n]', escape_cell(text)):
        assert not re.match(r"\s*[=+\-@＝＋－＠]", part), part


@pytest.mark.parametrize("text", ["2 + 2 = 4", "a-b", "me@example.org", "Ein Satz, und noch einer; fertig.", "„Ja“ – nein", "a.txt"])
def test_a_text_that_is_no_formula_is_unchanged(text: str) -> None:
    assert escape_cell(text) == text


def test_the_table_has_a_row_for_each_edit(corpus: Project, tmp_path: Path) -> None:
    put(corpus, "=evil.txt", f"=HYPERLINK(1)\n\n{STORY}\n\nShare this\x1b[31m\n\n-Anzeige-\n")
    run(corpus)
    run_ok("audit", "--csv", str(tmp_path / "out.csv"), cwd=corpus.root)
    data = (tmp_path / "out.csv").read_bytes()
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(keepends=True)))
    edits = [(one["document"], e) for one in load_audit(corpus)["documents"] for e in one["edits"]]
    assert [(row["rule"], int(row["start"])) for row in rows] == [(e["rule"], e["start"]) for _, e in edits]
    assert {row["document"] for row in rows} >= {"'=evil.txt", "a.txt"}
    assert data.startswith(b"\xef\xbb\xbf") and b"\x1b" not in data
    for row in rows:
        assert all(not value.lstrip().startswith(("=", "+", "-", "@")) for value in row.values())
    run_ok("audit", "--csv", str(tmp_path / "out.csv"), "--category", "sharing", cwd=corpus.root)
    assert len((tmp_path / "out.csv").read_bytes()) < len(data)
