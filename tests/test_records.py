"""Seeds that hold many documents: each is cleaned, named, accounted for and found again."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import Any

import pytest
from conftest import OTHER, PAGE, STORY, put
from test_cli import run_cli, run_ok

from curate import readers
from curate.audit.differences import find_differences
from curate.audit.load import load_documents
from curate.config import Fields, parse_config
from curate.errors import Unreadable, UsageError
from curate.pipeline.run import Project, run
from curate.pipeline.stages import shards
from curate.pipeline.stages.finishing import FinishTask, finish_shard
from curate.store.cache import Cache
from curate.upkeep.verify import verify_corpus

THIRD = "The baker had closed his shop at noon, as he did each year, and gone down to the river with both of his sons."


def lines(*records: Any) -> str:
    return "".join((record if isinstance(record, str) else json.dumps(record)) + "\n" for record in records)


def read_stored_lines(project: Project, folder: str, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (project.into / folder / name).read_text("utf-8").splitlines()]


@pytest.fixture
def crawl(project: Project) -> Project:
    records = [
        {"id": "x", "text": f"A storm\n\n{STORY}\n\nShare this\n", "url": "https://example.org/x", "score": 3},
        {"text": f"Another\n\n{OTHER}\n"},
        "no JSON",
        {"id": "x", "html": PAGE, "title": "Light"},
        {"id": 7, "text": f"Third\n\n{THIRD}\n\n{STORY}\n"},
        {"id": "e", "text": " "},
    ]
    put(project, "crawl.jsonl", lines(*records))
    put(project, "plain.txt", f"Plain\n\n{STORY.replace('rain', 'snow')}\n")
    run(project)
    return project


def test_every_record_has_an_id_and_a_state(crawl: Project) -> None:
    assert {one["id"]: one["state"] for one in read_stored_lines(crawl, "metadata", "crawl.jsonl.jsonl")} == {
        "crawl.jsonl#x": "cleaned", "crawl.jsonl#1": "cleaned", "crawl.jsonl#2": "quarantined",
        "crawl.jsonl#3": "cleaned", "crawl.jsonl#7": "cleaned", "crawl.jsonl#e": "quarantined",
    }  # fmt: skip
    manifest = crawl.store.load_current()
    assert manifest and manifest.by_seed["crawl.jsonl"].documents == {"cleaned": 4, "quarantined": 2}
    reasons = [line["reason"] for line in read_stored_lines(crawl, "", "quarantine.jsonl")]
    assert reasons[0].startswith("a line that is not JSON") and reasons[1] == "empty; nothing to clean"
    assert list(verify_corpus(crawl.store)) == []


def test_cleaned_records_are_lines_with_their_metadata(crawl: Project) -> None:
    first, second, page, third = read_stored_lines(crawl, "documents", "crawl.jsonl")
    assert first == {
        "id": "crawl.jsonl#x",
        "text": f"A storm\n\n{STORY}\n",
        "url": "https://example.org/x",
        "title": "A storm",
        "language": "en",
    }
    assert second["text"] == f"Another\n\n{OTHER}\n" and page["title"] == "Light" and third["text"] == f"Third\n\n{THIRD}\n"
    assert read_stored_lines(crawl, "metadata", "crawl.jsonl.jsonl")[0]["fields"] == {"score": 3}
    copied = read_stored_lines(crawl, "ledgers", "crawl.jsonl.jsonl")[-1]
    assert (copied["document"], copied["rule"]) == ("crawl.jsonl#7", "dup.near")
    assert "crawl.jsonl#x:9" in copied["reason"]


def test_commands_accept_the_id_of_a_record(crawl: Project) -> None:
    assert run_ok("source", "crawl.jsonl#x", cwd=crawl.root) == f"A storm\n\n{STORY}\n\nShare this\n"
    assert "[-Share this-]" in run_ok("audit", "crawl.jsonl#x", cwd=crawl.root)
    assert "sharing" in run_ok("explain", "crawl.jsonl#x:115", cwd=crawl.root)
    assert run_ok("audit", "crawl.jsonl", cwd=crawl.root).count("crawl.jsonl#") > 1
    for name, message in {
        "crawl.jsonl#nix": "no such document in crawl.jsonl",
        "crawl.jsonl#2": "in quarantine: a line that is not JSON",
        "crawl.jsonl": "holds 4 documents; name one of them, like crawl.jsonl#x",
        "plain.txt#1": "no such document; did you mean plain.txt?",
    }.items():
        code, _, err = run_cli("source", name, cwd=crawl.root)
        assert code == 2 and err.startswith(f"curate: {name}: {message}")


def test_added_records_remove_nothing_from_older_documents(crawl: Project) -> None:
    whole = (crawl.root / "seeds" / "crawl.jsonl").read_text()
    put(crawl, "crawl.jsonl", whole + lines({"id": "new", "text": f"Plain\n\n{STORY.replace('rain', 'snow')}\n"}))
    result = run(crawl)
    assert result.changes.grown == ("crawl.jsonl",) and result.revision.version == "1.1.0"
    (copy,) = (one for one in read_stored_lines(crawl, "metadata", "crawl.jsonl.jsonl") if one["id"] == "crawl.jsonl#new")
    assert copy["state"] == "duplicate" and copy["duplicate_of"] == "plain.txt" and copy["added"] == 2
    assert list(verify_corpus(crawl.store)) == []
    old, new = crawl.store.load_revisions()
    assert [(one.document, one.kind) for one in find_differences(crawl.store, old, new)] == [("crawl.jsonl#new", "added")]


def test_only_the_changed_record_differs(crawl: Project) -> None:
    whole = (crawl.root / "seeds" / "crawl.jsonl").read_text()
    put(crawl, "crawl.jsonl", whole.replace("Another", "Once more", 1))
    assert json.loads(run_ok("status", "--json", cwd=crawl.root))["changed"] == ["crawl.jsonl"]
    assert run(crawl).revision.version == "2.0.0"
    old, new = crawl.store.load_revisions()
    one, quoting = find_differences(crawl.store, old, new)
    assert (quoting.document, quoting.kind) == ("crawl.jsonl#3", "other")  # the offset of what it quotes is another
    assert (one.document, str(*one.causes)) == ("crawl.jsonl#1", "seed: changed")
    assert [(piece.kind, piece.text) for piece in one.pieces][:2] == [("out", "Another"), ("in", "Once more")]


def test_where_shards_end_changes_nothing(crawl: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "_MAX_DOCUMENTS", 2)
    assert not run(crawl).changes
    put(crawl, "plain.txt", f"Plain\n\n{THIRD.replace('river', 'sea')}\n")
    few = run(crawl, check=True).revision.id
    monkeypatch.undo()
    assert run(crawl, jobs=2).revision.id == few


def test_what_is_added_to_a_corpus_comes_out_as_if_all_had_been_there(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "_MEAN_DOCUMENTS", 4)  # so that there are many shards
    told = [f"{STORY.replace('night', f'night {n // 2}')}\n\n{OTHER if n % 5 else THIRD}\n\nShare this\n" for n in range(40)]
    told[33] = f"He wrote: “{' '.join(told[3].split()[:15])}” and no more of it, for he was tired of the sea and of all that is in it.\n"
    records = [{"id": n, "text": f"Day {n}\n\n{text}"} for n, text in enumerate(told)]
    put(project, "many.jsonl", lines(*records[:30]))
    run(project)
    put(project, "many.jsonl", lines(*records))
    shutil.copytree(project.root, project.root.with_name("bare"))
    shutil.rmtree(project.root.with_name("bare") / ".curate")
    finished: list[str] = []

    def count_and_finish(task: FinishTask) -> str:
        finished.append(task.key)
        return finish_shard(task)

    monkeypatch.setattr("curate.pipeline.finish_shards.finish_shard", count_and_finish)
    grown = run(project).revision
    few = len(finished)
    bare = Project(project.root.with_name("bare"), project.config, project.root.with_name("bare") / "cleaned")
    assert run(bare).revision.id == grown.id and 0 < few < len(finished) - few
    assert grown.duplicates["quotations"] and grown.duplicates["passages"]
    fresh = Project(project.root.with_name("fresh"), project.config, project.root.with_name("fresh") / "cleaned")
    put(fresh, "many.jsonl", lines(*records))
    run(fresh)
    for name in ("documents/many.jsonl", "ledgers/many.jsonl.jsonl"):
        assert (fresh.into / name).read_bytes() == (project.into / name).read_bytes()
    for change in (lambda: records.insert(3, {"id": "new", "text": told[9]}), lambda: records.pop(0)):
        change()
        for path in Cache(project.root).root.glob("?[05a]/*"):  # what is damaged is as good as none
            path.write_bytes(b"nothing")
        ids = set()
        for one in (project, bare):
            put(one, "many.jsonl", lines(*records))
            ids.add(run(one).revision.id)
        assert len(ids) == 1 and list(verify_corpus(project.store)) == []


def test_a_seed_without_documents_is_quarantined(project: Project) -> None:
    put(project, "a.jsonl", "\n\n")
    put(project, "b.jsonl", lines({"body": ""}))
    entries = run(project).revision.by_seed
    assert entries["a.jsonl"].reason == "empty; there is no document in it" and not entries["a.jsonl"].text
    assert entries["b.jsonl"].state == "quarantined" and entries["b.jsonl"].documents == {"quarantined": 1}
    assert list(verify_corpus(project.store)) == []
    manifest = project.store.load_current()
    assert manifest
    with pytest.raises(UsageError, match="in quarantine"):
        list(load_documents(project.store, manifest, "b.jsonl#0"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1]", "a line that is no JSON object with fields"),
        (b'{"text": "\xff"}', "a line that is not UTF-8 (byte 10); save the file as UTF-8"),
        (b'{"title": "x"}', "no field text, content, raw_content, body, html, raw_html with a text in it, among 1 field; name"),
        (b'{"text": "a \\ud800 b"}', "half a surrogate pair"),
        (b'{"text": "' + b"[" * 9 + b'", "x": ' + b"[" * 100_000, "a record nested more than 100 deep; flatten it"),
    ],
)
def test_an_invalid_record_is_refused_with_the_reason(line: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        readers.build_document("x", readers.CONTAINERS["jsonl"].parse_record(line, Fields()))
    assert str(caught.value).startswith(reason)


def test_control_characters_in_an_id_are_escaped() -> None:
    record = readers.CONTAINERS["jsonl"].parse_record(b'{"id": "a\\u001b[31m\\n", "text": "x"}', Fields())
    assert record.key == "a\\u001b[31m"


def test_the_settings_name_fields_that_are_called_otherwise(project: Project) -> None:
    put(project, "a.jsonl", lines({"inhalt": STORY, "text": "a label", "datum": "1848-03-18", "nr": 7}))
    names = parse_config({"fields": {"text": ["inhalt"], "date": ["datum"], "id": ["nr"]}}, "settings")
    run(replace(project, config=names))
    (text,) = read_stored_lines(project, "documents", "a.jsonl")
    (about,) = read_stored_lines(project, "metadata", "a.jsonl.jsonl")
    assert (text["id"], text["text"]) == ("a.jsonl#7", STORY)
    assert (about["date"], about["fields"]) == ("1848-03-18", {"text": "a label"})
