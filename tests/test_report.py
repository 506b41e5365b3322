"""The report: its numbers, its bytes, and that no text of a seed can become markup or script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import STORY, put
from test_cli import run_ok

from curate.audit.load import load_document, load_documents
from curate.audit.report import build, collector
from curate.audit.report.collector import collect_documents
from curate.audit.report.data import report_data
from curate.audit.risk import score_risk
from curate.audit.suspicions import find_suspicions, index_lines
from curate.audit.totals import FACETS
from curate.ledger.edits import Edit
from curate.pipeline.run import Project, run
from curate.store.cleaned_document import Cleaned
from curate.store.store import Store
from curate.upkeep.verify import verify_corpus

HOSTILE = (
    "</script><script>document.title='run'</script>\n\n"
    "<img src=x onerror=\"document.title='run'\"> <svg onload=alert(1)> <!-- <script> ]]>\n\n"
    f"{STORY} \u202eevil\u2066 \u200bzero \x1b[31m {{{{constructor.constructor('alert(1)')()}}}}\n\n"
    "Share this\n\n</style></title></textarea>&lt;b&gt; \u2028 \u2029 \U000e0041\n"
)


def parse_data(page: bytes) -> dict[str, Any]:
    """Return the data in a page, read as a browser does: up to the first end of the element."""
    text = page.decode("utf-8")
    found: dict[str, Any] = json.loads(text.partition('id="data">')[2].partition("</script>")[0])
    return found


def piece_text(piece: Any) -> str:
    return piece if isinstance(piece, str) else piece.get("b", piece.get("s"))


def test_a_second_run_leaves_the_report_as_it_is(corpus: Project) -> None:
    path = corpus.into / "report.html"
    first = path.read_bytes()
    assert f"{hashlib.sha256(first).hexdigest()}  report.html\n" in (corpus.into / "checksums").read_text()
    assert list(verify_corpus(corpus.store)) == []
    run(corpus)
    assert path.read_bytes() == first
    path.unlink()
    run(corpus)
    assert path.read_bytes() == first and list(verify_corpus(corpus.store)) == []
    put(corpus, "d.txt", f"Share this\n\nA new day. {STORY}\n")
    run(corpus)
    assert b"d.txt" in path.read_bytes() and list(verify_corpus(corpus.store)) == []


def test_a_report_that_was_changed_is_noticed(corpus: Project) -> None:
    with (corpus.into / "report.html").open("ab") as file:
        file.write(b"<p>more</p>")
    assert any("report.html: changed since the run" in line for line in verify_corpus(corpus.store))


def test_the_committed_report_is_what_the_code_makes() -> None:
    store = Store(Path(__file__).parent.parent / "cleaned")
    manifest = store.load_current()
    assert manifest and build.is_current(store, manifest), "cleaned/report.html is of other code: `make corpus` makes it anew"


def test_the_numbers_are_those_of_the_audit(corpus: Project) -> None:
    put(corpus, "typo.txt", f"{STORY}\u00ad He said: Ã¼ber , and left.Then\n\nAdvertisement\n\nShare this\n")
    run(corpus)
    audit = json.loads(run_ok("audit", "--json", cwd=corpus.root))
    values = parse_data((corpus.into / "report.html").read_bytes())
    assert values["characters"] == audit["characters"]
    characters = audit["characters"]
    source, cleaned = (sum(one[name] for one in audit["documents"]) for name in ("characters_in", "characters_out"))
    assert characters["kept"] + characters["removed"] + characters["replaced"] == characters["source"] == source
    assert characters["kept"] + characters["written"] == characters["cleaned"] == cleaned
    assert characters["replaced"] > 0 < characters["removed"]
    documents = {document["document"]: document for document in audit["documents"]}
    for document in values["documents"]:
        source = "".join(map(piece_text, document["pieces"]))
        assert source == run_ok("source", document["id"], cwd=corpus.root)
        edits = [piece for piece in document["pieces"] if not isinstance(piece, str) and "b" in piece]
        known = [(e["start"], e["before"], e["after"], e["rule"]) for e in documents[document["id"]]["edits"]]
        assert [(e["o"], e["b"], e.get("a", ""), values["names"][e["r"]]) for e in edits] == known
    for facet in FACETS:
        assert sum(value["passages"] for value in audit["facets"][facet].values()) == sum(len(d["edits"]) for d in documents.values())


def test_a_filtered_audit_counts_what_it_shows(corpus: Project) -> None:
    audit = json.loads(run_ok("audit", "--category", "sharing", "--json", cwd=corpus.root))
    assert list(audit["facets"]["category"]) == ["sharing"]
    assert audit["characters"]["removed"] == audit["facets"]["category"]["sharing"]["characters"] == len("Share this\n\n")


def test_no_text_of_a_seed_is_markup_or_hidden(project: Project) -> None:
    put(project, "<b onclick=x>.txt", HOSTILE)
    put(project, "'quarantined <i>.txt", b"\x00\x01\x02<script>\x00")
    run(project)
    page = (project.into / "report.html").read_bytes()
    text = page.decode("utf-8")
    assert text.count("<script") == text.count("</script>") == 2 and text.count("<style>") == 1
    assert "<b onclick" not in text and "<i>" not in text and "<img" not in text and 'onerror="' not in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]", text)
    (document,) = parse_data(page)["documents"]
    assert "".join(map(piece_text, document["pieces"])) == HOSTILE


def test_the_policy_names_the_script_and_the_style_and_nothing_else(corpus: Project) -> None:
    text = (corpus.into / "report.html").read_text("utf-8")
    policy = text.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    style = text.partition("<style>")[2].partition("</style>")[0]
    script = text.rpartition("<script>")[2].partition("</script>")[0]
    digests = {
        name: base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for name, part in (("style", style), ("script", script))
    }
    assert policy.split("; ") == [
        "default-src 'none'", f"style-src 'sha256-{digests['style']}'", f"script-src 'sha256-{digests['script']}'",
        "connect-src 'none'", "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc"):
        assert sink not in script


def test_a_large_corpus_is_sampled_and_counted_whole(corpus: Project) -> None:
    for number in range(12):
        put(corpus, f"n{number:02}.txt", f"Day {number}\n\n{STORY.replace('night', f'night {number}')}\n\nShare this\n")
    manifest = run(corpus).revision
    documents = list(load_documents(corpus.store, manifest))
    values = report_data(manifest, collect_documents(documents, max_text=1200, max_listed=8).collect())
    in_page = [document for document in values["documents"] if "pieces" in document]
    assert len(documents) == values["count"]["documents"] > values["count"]["listed"] >= 8 > values["count"]["shown"] == len(in_page) > 0
    listed = sum(row[4] for document in values["documents"] for row in document.get("amounts", ()))
    in_text = sum("b" in piece for document in in_page for piece in document["pieces"] if not isinstance(piece, str))
    assert in_text + listed + sum(row[4] for row in values["rest"]) == sum(len(one.edits) for one in documents)
    assert values["characters"]["source"] == sum(len(one.source) for one in documents)
    assert [d["id"] for d in report_data(manifest, collect_documents(documents, 1200, 8).collect())["documents"]] == [
        d["id"] for d in values["documents"]
    ]


def test_a_report_made_with_the_revision_is_the_one_made_from_the_corpus(corpus: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector.collect_documents, "__defaults__", (1500, 6))
    monkeypatch.setattr(collector.Collector.__init__, "__defaults__", (1500, 6))
    lines = [{"id": f"d{n}", "text": f"Day {n}\n\n{STORY.replace('night', f'night {n}')}\n\nShare this\n"} for n in range(9)]
    put(corpus, "many.jsonl", "".join(f"{json.dumps(line)}\n" for line in [*lines[:5], {"id": "empty", "text": ""}, *lines[5:]]))
    put(corpus, "n.txt", STORY)
    for more in ("d.txt", "A.TXT", "a.TXT"):  # of the last two, one cannot have its place
        manifest = run(corpus).revision
        made = (corpus.into / "report.html").read_bytes()
        assert made == build.build_report(corpus.store, manifest) and b" in quarantine<" in made and b"marked as a duplicate<" in made
        put(corpus, more, f"Share this\n\nA new day {more}. {STORY}\n")


@pytest.mark.parametrize(
    ("safer", "riskier"),
    [
        (("Share this", 0.95), ("Share this", 0.5)),
        (("Menu", 0.9), ("He said “it has never rained like that before”.", 0.9)),
        (("Menu", 0.9), ("# The harbour", 0.9)),
        (("Read more here", 0.9), ("Read what Anna Berg says", 0.9)),
        (("Read more here", 0.9), (STORY, 0.9)),
    ],
)
def test_what_is_riskier_comes_first(safer: tuple[str, float], riskier: tuple[str, float]) -> None:
    low, high = (Edit(0, len(text), text, "", "any.skip-link", "", sure) for text, sure in (safer, riskier))
    assert score_risk(low)[0] < score_risk(high)[0]


def test_a_repair_is_no_risk() -> None:
    assert score_risk(Edit(0, 2, "Ã¼", "ü", "encoding.mojibake")) == (0.0, ())


def test_kept_lines_that_were_removed_elsewhere_are_suspicious(corpus: Project) -> None:
    manifest = corpus.store.load_current()
    assert manifest
    lines = index_lines([load_document(corpus.store, manifest, "a.txt")])
    assert find_suspicions(load_document(corpus.store, manifest, "b/b.txt"), lines) == []
    suggestion = {"start": 13, "end": 15, "before": "It", "after": "He", "rule": "spelling.suspect"}
    source = "share  this\n\nIt rained."
    one, other = find_suspicions(Cleaned("n.txt", source, source, (), {"suggestions": [suggestion]}), lines)
    assert (one.start, one.end, one.kind) == (0, 11, "removed elsewhere") and "a.txt as sharing" in one.why
    assert (other.start, other.kind) == (13, "suggested") and "spelling.suspect would change it as “He”" in other.why


def test_html_goes_to_a_file(corpus: Project) -> None:
    assert run_ok("audit", "--html", "out.html", cwd=corpus.root) == "out.html shows what was removed and changed; open it in a browser\n"
    assert (corpus.root / "out.html").read_bytes() == (corpus.into / "report.html").read_bytes()
