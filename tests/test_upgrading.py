"""Upgrading: what a new judge or new rules would change is seen before it is done, is one revision, and names its cause."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import OTHER, STORY, put, text_of
from test_cli import run_cli, run_ok
from test_diff import changes_and_causes

from curate.audit.differences import find_differences
from curate.cleaners import learned_judge
from curate.cleaners.learned_judge import Judgement
from curate.config import Config
from curate.judge import Verdict
from curate.pipeline.run import Project, run

STAYS, GOES = Verdict(True, 0.9, "", "", 0.9, False), Verdict(False, 0.1, "newsletter", "a cue: 'bell'", 0.9, False, "cue")
BELL = "A bell was heard at four, and then no more."


@pytest.fixture
def old(project: Project) -> Project:
    """A corpus of five documents, made by rules alone: the judge of that version had nothing to say."""
    with pytest.MonkeyPatch.context() as patch:
        judge_says(patch, "")
        put(project, "a.txt", f"A storm\n\n{STORY}\n\n{BELL}\n")
        put(project, "b.txt", f"Another day\n\n{OTHER}\n\n{BELL.replace('four', 'five')} {BELL.replace('four', 'six')}\n")
        put(project, "c.txt", f"A third day\n\n{STORY.replace('boats', 'ships').replace('rain', 'snow')} So it was.\n")
        records = [
            {"id": f"r{n}", "text": f"Record {n}\n\n{OTHER} It was night {n} of {n * 7}.\n\n{BELL.replace('four', str(n))}\n"}
            for n in range(2)
        ]
        put(project, "d.jsonl", "".join(json.dumps(one) + "\n" for one in records))
        run(project)
    return project


def judge_says(patch: pytest.MonkeyPatch, cue: str, name: str = "0" * 64) -> None:
    """Let another judge be there: what says `cue` goes."""

    def answer(shown: Sequence[learned_judge.Shown], _: Config) -> list[Judgement]:
        texts = ([draft.text[slice(*span)] for span in draft.spans] for _, draft, _ in shown)
        return [Judgement(tuple(GOES if cue and cue in passage else STAYS for passage in passages)) for passages in texts]

    patch.setattr(learned_judge, "judge_documents", answer)
    patch.setattr("curate.judge.digest_weights", lambda: name)
    for module in ("cleaning", "installation"):
        patch.setattr(f"curate.pipeline.stages.{module}.digest_code", lambda: name)


def upgrade(patch: pytest.MonkeyPatch) -> None:
    judge_says(patch, "bell", "f" * 64)
    patch.setattr("curate.pipeline.build.__version__", "9.0")


def files(project: Project) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in project.into.rglob("*") if path.is_file()}


def test_what_would_change_is_shown_by_document_and_nothing_is_stored(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(old)
    upgrade(monkeypatch)
    code, out, err = run_cli("run", "--check", "--jobs", "1", cwd=old.root)
    assert (code, err) == (5, "") and files(old) == before
    lines = out.splitlines()
    assert lines[0].startswith("would ") and " 2.0.0 " in lines[0]
    assert lines[1] == "what differs since the last revision: curate 0.1.0 -> 9.0; judge 000000000000 -> ffffffffffff"
    assert lines[2:5] == [
        "b.txt: 20 of 41 words would go, 0 would come back",
        "a.txt: 10 of 32 words would go, 0 would come back",
        "d.jsonl#r0: 10 of 37 words would go, 0 would come back",
    ]
    preview = json.loads(run_cli("run", "--check", "--json", "--jobs", "1", cwd=old.root)[1])["preview"]
    assert [one["document"] for one in preview["documents"]] == ["b.txt", "a.txt", "d.jsonl#r0", "d.jsonl#r1"]
    assert preview["documents"][0] == {"document": "b.txt", "words": 41, "lost": 20, "regained": 0}


def test_what_comes_back_is_shown_too(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(monkeypatch)
    run(old, jobs=1)
    judge_says(monkeypatch, "", "e" * 64)
    out = run_cli("run", "--check", "--jobs", "1", cwd=old.root)[1]
    assert "b.txt: 0 of 21 words would go, 20 would come back" in out.splitlines()


def test_an_upgrade_is_one_major_revision_whose_diff_names_the_version(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(monkeypatch)
    result = run(old, jobs=1)
    assert result.revision.version == "2.0.0" and len(old.store.load_revisions()) == 2
    assert not run(old, jobs=1).changes
    found = changes_and_causes(list(find_differences(old.store, *old.store.load_revisions())))
    causes = {cause for *_, cause in found}
    assert [what for _, what, *_ in found].count("removed") == 4 and causes == {
        "version: curate 0.1.0 -> 9.0, judge 000000000000 -> ffffffffffff"
    }


def test_a_setting_that_the_old_version_did_not_know_is_no_cause(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = Config.as_plain_values

    def newer(self: Config) -> dict[str, object]:
        tables = resolved(self)
        return tables | {"guards": {**tables["guards"], "yet_unknown": 0.5}}

    upgrade(monkeypatch)
    monkeypatch.setattr(Config, "as_plain_values", newer)
    run(old, jobs=1)
    causes = {cause for *_, cause in changes_and_causes(list(find_differences(old.store, *old.store.load_revisions())))}
    assert causes == {"version: curate 0.1.0 -> 9.0, judge 000000000000 -> ffffffffffff"}


def test_single_changes_of_an_upgrade_are_taken_back(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(monkeypatch)
    run(old, jobs=1)
    at = (old.root / "seeds" / "a.txt").read_text().index(BELL)
    run_ok("restore", "a.txt", "--at", str(at), cwd=old.root)
    run(old, jobs=1)
    assert BELL in text_of(old, "a.txt") and "bell" not in text_of(old, "b.txt")


def test_of_many_documents_the_first_are_shown_and_the_others_counted(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"m{n:02}": f"Day {n}\n\n{STORY} It was day {n} of {n * 11}.\n\n{' '.join([f'bell {n}'] * (n + 1))}\n" for n in range(25)}
    records = "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts.items())
    put(old, "many.jsonl", records)
    judge_says(monkeypatch, "")
    run(old, jobs=1)
    upgrade(monkeypatch)
    out = run_cli("run", "--check", "--jobs", "1", cwd=old.root)[1].splitlines()
    lines = [line for line in out if " would come back" in line]
    assert len(lines) == 20 and lines[0].startswith("many.jsonl#m24: 50 of ") and "9 more documents would change; --json lists them" in out
    lost = [int(re.findall(r": (\d+) of", line)[0]) for line in lines]
    assert lost == sorted(lost, reverse=True)


def test_a_document_that_would_go_into_quarantine_loses_all(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(old.root / "seeds" / "a.txt", old.root / "seeds" / "e.txt")
    judge_says(monkeypatch, "")
    run(old, jobs=1)
    (old.root / "seeds" / "e.txt").write_bytes(b"")
    out = run_cli("run", "--check", "--jobs", "1", cwd=old.root)[1]
    assert re.search(r"^e\.txt: (\d+) of \1 words would go, 0 would come back$", out, re.M)


def test_the_page_says_how_to_preview_pin_and_take_back() -> None:
    page = (Path(__file__).parent.parent / "docs" / "upgrading.md").read_text("utf-8")
    assert all(words in page for words in ("curate run --check", "curate-corpus==", "curate restore", "curate diff", "setting ="))
