"""Guards against loss: what trips them, what is kept then, what is told, and that nothing else changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OTHER, STORY, put, text_of
from test_cli import ok, quick
from test_pipeline import MENU

import curate
from curate.cleaners import judged
from curate.config import Config, Guards
from curate.judge import Verdict
from curate.pipeline import guards
from curate.pipeline.document import clean
from curate.pipeline.run import Project, run
from curate.pipeline.stages import losses
from curate.text.document import Document
from curate.upkeep.verify import verify

STAYS = Verdict(True, 0.9, "", "", 0.9, False)
GOES = Verdict(False, 0.1, "navigation", "A list of links.", 0.9, False)
DOUBTED = replace(GOES, confidence=0.5)
QUOTES = [f"{STORY} “Nobody saw it,” said the miller of the {place}." for place in ("weir", "quay", "lane", "mill", "farm")]
PLAIN = [STORY, OTHER, STORY.replace("night", "day"), OTHER.replace("mill", "church"), OTHER.replace("light", "smoke")]


def things(passages: list[str], verdicts: list[Verdict], budget: float = 0.5) -> list[tuple[str, tuple[int, ...], int]]:
    return [(one.things, one.lost, one.of) for one in guards.losses(passages, verdicts, budget)]


@pytest.mark.parametrize(
    ("passages", "verdicts", "expected"),
    [
        ([*QUOTES, *PLAIN], [STAYS] * 10, []),
        ([*QUOTES, *PLAIN], [DOUBTED] * 2 + [STAYS] * 8, []),  # two of five may go
        ([*QUOTES, *PLAIN], [DOUBTED] * 2 + [GOES] * 3 + [STAYS] * 5, []),  # of three it is sure
        ([*QUOTES[:4], *PLAIN], [DOUBTED] * 4 + [STAYS] * 5, []),  # four are no measure
        ([*QUOTES, *PLAIN], [DOUBTED] * 3 + [STAYS] * 7, [("paragraphs with a quotation", (0, 1, 2), 5)]),
        ([f"{one} It was 1953." for one in PLAIN] + PLAIN, [DOUBTED] * 5 + [STAYS] * 5, [("paragraphs with a number", (0, 1, 2, 3, 4), 5)]),
        (
            [line for one in PLAIN for line in ("## A day", one)] + ["## Related", OTHER],
            [DOUBTED, STAYS] * 5 + [DOUBTED, GOES],  # the last heading goes with its paragraph
            [("headings of paragraphs that stay", (0, 2, 4, 6, 8), 5)],
        ),
        (PLAIN, [GOES, STAYS, STAYS, STAYS, GOES], []),  # a cookie notice and a legal notice
        (PLAIN, [DOUBTED, STAYS, STAYS, STAYS, GOES], []),
        (PLAIN, [DOUBTED, STAYS, STAYS, STAYS, DOUBTED], [("first and last paragraphs", (0, 4), 2)]),
        ([f"Menu “a” {number}" for number in range(5)] + PLAIN, [DOUBTED] * 5 + [STAYS] * 5, []),  # no running text
    ],
)
def test_what_is_protected(passages: list[str], verdicts: list[Verdict], expected: list[tuple[str, tuple[int, ...], int]]) -> None:
    assert things(passages, verdicts) == expected


def test_protected_things_beyond_the_budget_stay_and_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join(["A storm", *QUOTES, "News today", PLAIN[1]]) + "\n"
    said = (STAYS, *[DOUBTED] * 5, GOES, STAYS)
    monkeypatch.setattr(judged, "verdicts", lambda shown, _: [said for _ in shown])
    cleaned = clean(Document("t.txt", text, "text"), Config())
    starts = [text.index(one) for one in QUOTES]
    assert all(one in cleaned.draft.text for one in QUOTES) and "News today" not in cleaned.draft.text
    assert cleaned.review.startswith("the judge would remove 5 of 5 paragraphs with a quotation in doubt, at ")
    assert (
        all(f"{start}-" in cleaned.review for start in starts[:3])
        and " and 2 more" in cleaned.review
        and cleaned.review.endswith("; they are kept")
    )
    without = clean(Document("t.txt", text, "text"), Config(guards=Guards(protected=1.0)))
    assert not without.review and QUOTES[0] not in without.draft.text


def test_a_document_beyond_the_budget_names_what_would_have_gone() -> None:
    text = f"{MENU}\n\n{MENU.replace('News', 'Wetter')}\n\n{MENU.replace('News', 'Reise')}\n"
    review = clean(Document("t.txt", text, "text"), Config(guards=Guards(0.05))).review
    assert review.startswith("the judge would remove ") and review.endswith("; they are kept") and "% of its words, at " in review
    start, _, end = review.split(" at ")[1].split(",")[0].partition("-")
    assert text[int(start) : int(end)].strip() in text and int(start) < int(end)


def test_a_document_of_which_nothing_would_be_left_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"Share this\n\n{STORY}\n\nShare this\n"
    monkeypatch.setattr(judged, "verdicts", lambda shown, _: [(GOES,) * 3 for _ in shown])
    cleaned = clean(Document("t.txt", text, "text"), Config(guards=Guards(1.0)))
    assert STORY in cleaned.draft.text and cleaned.review.startswith("the judge would remove ")


@pytest.fixture
def site(project: Project) -> Project:
    """A project of five pages of one site, a third of whose words a rule takes, and one page of another."""
    for number in range(5):
        text = STORY.replace("night", f"night {number}")
        put(
            project,
            f"zeitung.example/{number}.txt",
            f"Day {number}\n\n{text}\n\nSubscribe to our newsletter\n\nShare this\n\nAdvertisement\n",
        )
    put(project, "other.txt", f"Another day\n\n{OTHER}\n")
    (project.root / "curate.toml").write_text('[boilerplate]\nsetting = "rules"\n[guards]\nsource = 0.2\nrule = 0.1\n')
    return project


def test_a_source_and_a_rule_beyond_their_budgets_are_told_once(site: Project) -> None:
    code, _, err = quick("run", cwd=site.root)
    assert code == 3 and "Traceback" not in err
    told = [line for line in err.splitlines() if "zeitung.example" in line.partition(": look at it:")[0]]
    assert told[0].startswith("curate: zeitung.example: look at it: ") and "of the words of 5 documents went, over 20%" in told[0]
    assert told[1].startswith("curate: zeitung.example, any.newsletter: look at it: ")
    place = told[1].rpartition("the largest at ")[2].split(",")[0]
    assert "any.newsletter" in ok("explain", place, cwd=site.root)
    report = (site.into / "report.html").read_text("utf-8")
    counted = json.loads(ok("audit", "--json", cwd=site.root))["notable"]["over budget"]
    assert f"<summary>{counted} over budget</summary>" in report and counted == len(site.store.revisions()[-1].review)
    assert list(verify(site.store)) == []
    put(site, "third.txt", f"A third day\n\n{OTHER.replace('light', 'smoke')}\n")
    assert quick("run", cwd=site.root)[0] == 0  # the source was so before
    put(site, "zeitung.example/9.txt", f"Day 9\n\nAdvertisement\n\n{STORY.replace('rain', 'hail')}\n")
    assert quick("run", cwd=site.root)[0] == 0


def test_what_is_told_of_a_source_changes_no_text(site: Project) -> None:
    quick("run", cwd=site.root)
    before = {path: path.read_bytes() for path in (site.into / "documents").rglob("*.txt")}
    (site.root / "curate.toml").write_text('[boilerplate]\nsetting = "rules"\n')
    code, out, err = quick("run", cwd=site.root)
    assert (code, err) == (0, "") and out.startswith("nothing changed")
    assert {path: path.read_bytes() for path in before} == before


def test_strict_makes_no_revision(site: Project) -> None:
    code, out, err = quick("run", "--strict", cwd=site.root)
    assert code == 3 and out.startswith("would make revision 1.0.0")
    assert err.splitlines()[-1] == "curate: --strict: a loss guard tripped for the corpus and 3 more; no revision was stored"
    done = curate.run(site.root, strict=True)
    assert not done.made and "menu.txt" not in done.tripped and len(done.tripped) == 4
    assert quick("audit", cwd=site.root)[0] == 2 and not (site.into / "manifest.json").exists()
    assert quick("run", cwd=site.root)[0] == 3
    assert quick("run", "--strict", cwd=site.root)[0] == 0  # nothing new
    before = (site.into / "manifest.json").read_bytes()
    menu = "\n\n".join(MENU.replace("News", word) for word in ("News", "Wetter", "Reise"))
    put(site, "menu.txt", menu)
    (site.root / "curate.toml").write_text("[guards]\ndocument = 0.05\n")
    code, _, err = quick("run", "--strict", cwd=site.root)
    assert code == 3 and "menu.txt: look at it: the judge would remove" in err
    quick("run", "--into", "other", cwd=site.root)
    assert "of the document: the judge would remove" in ok("explain", "menu.txt:0", "--into", "other", cwd=site.root)
    assert (site.into / "manifest.json").read_bytes() == before and list(verify(site.store)) == []


def test_defaults_let_the_projects_own_seeds_pass() -> None:
    manifest = json.loads((Path(__file__).parent.parent / "cleaned" / "manifest.json").read_bytes())
    assert "review" not in manifest and not any("review" in seed for seed in manifest["seeds"])


def test_losses_add_up_in_any_order() -> None:
    cleaned = [
        clean(Document(f"{n}.txt", f"{STORY}\n\nShare this\n\n{'Advertisement' if n % 2 else 'Anzeige'}\n", "text"), Config())
        for n in range(4)
    ]
    tables = [{f"s{number % 2}": losses.of_document(f"{number}.txt", one)} for number, one in enumerate(cleaned)]
    assert losses.merged(tables) == losses.merged(tables[::-1]) == losses.merged([losses.merged(tables[:2]), losses.merged(tables[2:])])
    assert losses.merged(tables)["s0"]["documents"] == 2


def test_of_many_seeds_to_look_at_the_first_are_named_and_the_others_counted(project: Project) -> None:
    put(project, "a.txt", STORY)
    for number in range(25):
        put(project, f"empty{number:02}.txt", "")
    _, _, err = quick("run", cwd=project.root)
    assert (
        err.count("in quarantine") == 21
        and err.splitlines()[-1] == "curate: 5 more seeds in quarantine; cleaned/quarantine.jsonl lists them"
    )


def test_a_budget_may_be_set_and_a_wrong_one_is_named(project: Project) -> None:
    put(project, "a.txt", STORY)
    (project.root / "curate.toml").write_text("[guards]\nsource = 80\n")
    assert quick("run", cwd=project.root)[2] == "curate: curate.toml: guards.source = 80: must be a number above 0 and up to 1\n"
    run(replace(project, config=Config(guards=Guards(source=1.0))))
    assert STORY in text_of(project, "a.txt")
