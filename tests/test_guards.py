"""Guards against loss: what trips them, what is kept then, who is named, and that nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import OTHER, STORY, put, text_of
from hypothesis import given
from hypothesis import strategies as st
from test_cli import run_cli, run_ok
from test_pipeline import MENU

import curate
from curate.cleaners import learned_judge
from curate.config import Config, Guards
from curate.judge import Verdict
from curate.pipeline.alerts import COPIED, LOST, WITHHELD
from curate.pipeline.document import clean
from curate.pipeline.protected_text import find_protected_losses
from curate.pipeline.run import Project, run
from curate.pipeline.running_text import find_running_text
from curate.pipeline.stages.losses import measure_losses, merge_losses
from curate.readers import html
from curate.text.document import Document
from curate.upkeep.verify import verify_corpus

STAYS = Verdict(True, 0.9, "", "", 0.9, False)
GOES = Verdict(False, 0.1, "navigation", "A list of links.", 0.9, False)
DOUBTED = replace(GOES, confidence=0.5)
BY_SCORE = replace(GOES, category="related-links", evidence="score")
BY_CUE = replace(GOES, category="newsletter", evidence="cue")
QUOTES = [f"{STORY} “Nobody saw it,” said the miller of the {place}." for place in ("weir", "quay", "lane", "mill", "farm")]
PLAIN = [STORY, OTHER, STORY.replace("night", "day"), OTHER.replace("mill", "church"), OTHER.replace("light", "smoke")]


def things(passages: list[str], verdicts: list[Verdict], budget: float = 0.5) -> list[tuple[str, tuple[int, ...], int]]:
    return [(one.things, one.lost, one.of) for one in find_protected_losses(passages, verdicts, budget)]


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


PARAGRAPHS = [  # each of 25 words
    f"{STORY} {line}"
    for line in (
        "Nobody has seen any since.", "A clerk wrote it down.", "It was the third time.", "A bell rang at four.",
        "One widow had seen lights.", "Two came back in May.", "The others were given up.", "The quay was soon mended.",
        "And then the snow came.", "In the end nobody paid.",
    )
]  # fmt: skip


def judge_says(monkeypatch: pytest.MonkeyPatch, *verdicts: Verdict) -> None:
    """Let the judge say this of every document of so many passages, and nothing of the others."""

    def answer(shown: Sequence[learned_judge.Shown], _: Config) -> list[learned_judge.Judgement]:
        sizes = [len(document.passages) or len(draft.spans) for document, draft, _ in shown]
        return [learned_judge.Judgement(tuple(verdicts) if size == len(verdicts) else ()) for size in sizes]

    monkeypatch.setattr(learned_judge, "judge_documents", answer)


def article(*passages: str) -> Document:
    return Document("t.txt", "\n\n".join(passages) + "\n", "text")


def test_protected_things_beyond_the_budget_stay_and_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    document = article("A storm", *QUOTES, "News today", PLAIN[1])
    judge_says(monkeypatch, STAYS, *[DOUBTED] * 5, GOES, STAYS)
    cleaned = clean(document, Config())
    spans = [list(span) for span in cleaned.alerts[0].spans]
    assert all(one in cleaned.draft.text for one in QUOTES) and "News today" not in cleaned.draft.text
    assert [document.source[start:end] for start, end in spans] == QUOTES
    named = ", ".join(f"{start}-{end}" for start, end in spans[:3])
    assert cleaned.review == f"kept for review: 5 of 5 paragraphs with a quotation, at {named} and 2 more; the model was not sure of them"
    without = clean(document, Config(guards=Guards(protected=1.0)))
    assert not without.alerts[0].spans and QUOTES[0] not in without.draft.text


def test_running_text_that_only_the_score_takes_stays_and_furniture_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    document = article("A storm", *PARAGRAPHS, "News today", "Our newsletter")
    judge_says(monkeypatch, STAYS, *[BY_SCORE] * 3, *[STAYS] * 7, replace(GOES, evidence="list"), BY_CUE)
    cleaned = clean(document, Config())
    assert (
        all(one in cleaned.draft.text for one in PARAGRAPHS) and "News" not in cleaned.draft.text and "newsletter" not in cleaned.draft.text
    )
    (alert,) = cleaned.alerts
    assert alert.kind == WITHHELD and [document.source[slice(*span)] for span in alert.spans] == PARAGRAPHS[:3]
    assert (
        alert.message.startswith("kept for review: 75 of 250 words of running text (30%), at 9-")
        and "only the model's score" in alert.message
    )
    larger = clean(document, Config(guards=Guards(running_text=0.4)))
    assert not larger.alerts and PARAGRAPHS[0] not in larger.draft.text


@pytest.mark.parametrize(
    ("paragraphs", "verdicts"),
    [
        (PARAGRAPHS, [BY_SCORE] * 2 + [STAYS] * 8),  # a fifth may go
        (PARAGRAPHS, [BY_CUE, replace(GOES, evidence="markup"), replace(GOES, evidence="heading")] + [STAYS] * 7),
        (PARAGRAPHS, [BY_SCORE, BY_SCORE, replace(GOES, evidence="repetition")] + [STAYS] * 7),
        ([*PARAGRAPHS[:3], "Short " * 14], [BY_SCORE, STAYS, STAYS, STAYS]),  # a sentence or two are no bulk
        ([f"Menu {number} and what else there is" for number in range(10)], [BY_SCORE] * 9 + [STAYS]),  # no running text
    ],
)
def test_what_the_judge_may_take_unasked(paragraphs: list[str], verdicts: list[Verdict], monkeypatch: pytest.MonkeyPatch) -> None:
    judge_says(monkeypatch, *verdicts)
    cleaned = clean(article(*paragraphs), Config())
    assert not [one for one in cleaned.alerts if one.kind == WITHHELD]
    assert paragraphs[0] not in cleaned.draft.text


def test_what_falls_under_a_rule_is_not_the_scores_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    cookies = "We use cookies to improve your experience on our site, to show you content and ads, and to see where readers come from."
    judge_says(monkeypatch, *[BY_SCORE] * 3, *[STAYS] * 3)
    ruled = clean(article(*[f"{cookies} Read page {n} of our cookie policy." for n in range(3)], *PARAGRAPHS[:3]), Config())
    unruled = clean(article(*[f"{OTHER} Page {n} of it." for n in range(3)], *PARAGRAPHS[:3]), Config())
    assert [one.kind for one in ruled.alerts] == [LOST] and [one.kind for one in unruled.alerts] == [WITHHELD]


ENCLOSED = ["Related articles", *PARAGRAPHS[:3], "Read more"]  # against the paragraphs only the score speaks, against the lines a cue


@pytest.mark.parametrize(
    ("passages", "verdicts", "kept"),
    [
        ([*PARAGRAPHS[3:9], *ENCLOSED], [STAYS] * 6 + [BY_CUE, *[BY_SCORE] * 3, BY_CUE], 6),  # teasers between links
        ([*PARAGRAPHS[3:9], *ENCLOSED], [STAYS] * 6 + [STAYS, *[BY_SCORE] * 3, BY_CUE], 9),  # a cue on one side only
        (
            ["Menu", *PARAGRAPHS[:7], "Imprint", *PARAGRAPHS[7:]],
            [BY_CUE, *[BY_SCORE] * 7, BY_CUE, *[STAYS] * 3],
            10,
        ),
        (["Menu", "News", *PARAGRAPHS[:5], "Imprint"], [BY_CUE, BY_CUE, *[BY_SCORE] * 5, BY_CUE], 5),  # all there is
    ],
)
def test_furniture_around_running_text_speaks_against_it_too(
    passages: list[str], verdicts: list[Verdict], kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_says(monkeypatch, *verdicts)
    text = clean(article(*passages), Config()).draft.text
    assert sum(one in text for one in PARAGRAPHS) == kept


@given(st.lists(st.sampled_from((STAYS, GOES, DOUBTED, BY_SCORE, BY_CUE)), min_size=10, max_size=10), st.floats(0.05, 1.0))
def test_guards_only_ever_keep_more(verdicts: list[Verdict], budget: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        judge_says(patch, *verdicts)
        free = clean(article(*PARAGRAPHS), Config(guards=Guards(running_text=1.0, protected=1.0))).draft.text
        guarded = clean(article(*PARAGRAPHS), Config(guards=Guards(running_text=budget))).draft.text
    assert [one for one in PARAGRAPHS if one in free and one not in guarded] == [] or not any(one.keep for one in verdicts)


def test_running_text_of_a_page_is_what_it_shows_in_sentences() -> None:
    link = f"<p><a href='/'>{STORY}</a></p>"
    page = html.read_html("p.html", f"<p>{OTHER}</p><h2>{STORY}</h2><p hidden>{STORY}</p>{link}<pre>{STORY}</pre><p>Menu</p><p>{STORY}</p>")
    from curate.ledger.draft import Draft

    running = find_running_text(page, Draft(page.source))
    assert [page.source[slice(*one.span)].strip() for one in running] == [OTHER, STORY] and running[1].words == 20


def test_text_in_a_script_without_spaces_runs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        f"昨夜一场大雨之后，港口里的{count}艘渔船全部不见了，村里没有一个人知道它们究竟去了什么地方，直到今天也没有任何消息。"
        for count in "三四五六"
    ]
    judge_says(monkeypatch, BY_SCORE, BY_SCORE, STAYS, STAYS)
    cleaned = clean(article(*lines), Config())
    assert cleaned.alerts[0].kind == WITHHELD and lines[0] in cleaned.draft.text


def test_furniture_that_the_markup_names_is_no_running_text(monkeypatch: pytest.MonkeyPatch) -> None:
    footer = "".join(f"<p>{line}</p>" for line in PARAGRAPHS[2:6])
    page = html.read_html("p.html", f"<h1>A storm</h1><p>{STORY}</p><p>{OTHER}</p><footer>{footer}</footer>")
    judge_says(monkeypatch, *[STAYS] * 3, *[replace(GOES, category="legal", evidence="markup")] * 4)
    assert not clean(page, Config()).alerts
    judge_says(monkeypatch, *[STAYS] * 3, *[replace(GOES, category="legal", evidence="cue")] * 4)
    assert [one.kind for one in clean(page, Config()).alerts] == [LOST]


def test_a_document_of_which_nothing_would_be_left_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_says(monkeypatch, BY_CUE, BY_CUE, BY_CUE)
    cleaned = clean(article("Share this", STORY, "News today"), Config())
    assert cleaned.draft.text == f"{STORY}\n\nNews today\n", "rules still speak"
    assert [(one.kind, one.share) for one in cleaned.alerts] == [(WITHHELD, 1.0)]
    assert cleaned.review == "kept for review: all that the model would remove; nothing would be left"


def test_of_a_document_beyond_its_budget_of_words_it_is_said_and_nothing_is_kept() -> None:
    text = f"{MENU}\n\n{MENU.replace('News', 'Wetter')}\n\n{MENU.replace('News', 'Reise')}\n"
    cleaned, strict = (clean(Document("t.txt", text, "text"), Config(guards=one)) for one in (Guards(document=1.0), Guards(document=0.05)))
    assert cleaned.draft == strict.draft and not cleaned.alerts
    assert [one.kind for one in strict.alerts] == [LOST] and " words went by the model's word (" in strict.review


POLICY = [
    f"All comments on our {part} are moderated, and abusive posts about people of the {part} will be deleted."
    for part in ("news", "maps", "films")
]


def judge_withholds(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    put(project, "way.txt", article("A storm", *PARAGRAPHS).source)
    judge_says(monkeypatch, STAYS, *[BY_SCORE] * 3, *[STAYS] * 7)
    return "kept for review: 75 of 250 words of running text (30%)"


def judge_protects(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    put(project, "way.txt", article("A storm", *QUOTES).source)
    judge_says(monkeypatch, STAYS, *[DOUBTED] * 3, *[STAYS] * 2)
    return "kept for review: 3 of 5 paragraphs with a quotation"


def judge_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    put(project, "way.txt", article("A storm", STORY).source)
    judge_says(monkeypatch, BY_CUE, BY_CUE)
    return "kept for review: all that the model would remove"


def judge_takes_most(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    put(project, "way.txt", article("A storm", *PARAGRAPHS).source)
    judge_says(monkeypatch, STAYS, *[STAYS] * 4, *[BY_CUE] * 6)
    return "150 of 250 words of running text went (60%), all by model.newsletter"


def judge_takes_most_words(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    put(project, "way.txt", article("A storm", *[f"Menu {number}" for number in range(200)]).source)
    judge_says(monkeypatch, STAYS, *[replace(GOES, evidence="list")] * 200)
    return "400 of 402 words went by the model's word"


def comments_go(project: Project, monkeypatch: pytest.MonkeyPatch) -> str:
    comments = "".join(f"<p>{line}</p>" for line in PARAGRAPHS[2:6])
    put(project, "way.html", f"<h1>A storm</h1><p>{STORY}</p><p>{OTHER}</p><div class=comments>{comments}</div>")
    judge_says(monkeypatch, *[STAYS] * 3, *[replace(GOES, category="comment-policy", evidence="markup")] * 4)
    return "100 of 139 words of running text went (72%), all by model.comment-policy"


def rules_take_most(project: Project, _: pytest.MonkeyPatch) -> str:
    put(
        project,
        "way.txt",
        article("Skip to content", "Share on Facebook", "Share on Twitter", "A storm", STORY, "Comment policy", *POLICY).source,
    )
    (project.root / "curate.toml").write_text('[boilerplate]\nsetting = "rules"\n')
    return "all by en.comment-policy"


def copies_of_several(project: Project, _: pytest.MonkeyPatch) -> str:
    put(project, "a.txt", article("A storm", STORY, PARAGRAPHS[8], f"{PLAIN[2]} It was Monday.").source)
    put(project, "b.txt", article("A light", OTHER, PLAIN[3], f"{PLAIN[4]} It was Sunday.").source)
    put(project, "way.txt", article(STORY, OTHER).source)
    return "all of it stands in other documents"


@pytest.mark.parametrize(
    ("way", "kind", "code"),
    [
        (judge_withholds, WITHHELD, 3),
        (judge_protects, WITHHELD, 3),
        (judge_leaves_nothing, WITHHELD, 3),
        (judge_takes_most, LOST, 0),
        (judge_takes_most_words, LOST, 0),
        (comments_go, LOST, 0),
        (rules_take_most, LOST, 0),
        (copies_of_several, COPIED, 0),
    ],
)
def test_each_document_that_a_guard_speaks_of_is_named(
    way: Callable[[Project, pytest.MonkeyPatch], str], kind: str, code: int, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = way(project, monkeypatch)
    put(project, "other.txt", article("Another day", "Late in May", f"{OTHER} It was late by then, and nobody came.", "The end").source)
    ended, out, err = run_cli("run", "--jobs", "1", cwd=project.root)
    (line,) = err.splitlines()
    assert ended == code and line.startswith("curate: way.") and words in line
    ended, out, err = run_cli("run", "--jobs", "1", "--json", cwd=project.root)
    (alert,) = json.loads(out)["alerts"]
    assert (ended, err) == (0, ""), "told again, though nothing changed"
    assert alert["document"] == alert["seed"] == line.split(": ")[1] and alert["kind"] == kind and f": {alert['message']}" in line
    report = (project.into / "report.html").read_text("utf-8")
    name = {WITHHELD: "with text kept for review", LOST: "that lost most of its text", COPIED: "that stands in others"}[kind]
    assert f"<summary>1 document {name}</summary>" in report
    assert kind == COPIED or report.index(name) < report.index("<figure"), "before all plots"


def test_copies_that_went_are_counted_with_examples(project: Project) -> None:
    put(project, "a.txt", article("A storm", *PARAGRAPHS[:5]).source)
    put(project, "b.txt", article("Another day", OTHER, *PARAGRAPHS[1:3]).source)
    put(project, "c.txt", article("A third day", f"{OTHER} It was late.", PARAGRAPHS[4]).source)
    put(
        project,
        "d.txt",
        article(
            "Skip to content",
            "Share on Facebook",
            "Share on Twitter",
            "A day",
            f"{PLAIN[4]} It was Sunday.",
            f"{PLAIN[3]} It was Monday.",
            f"{PLAIN[3]} It was Monday.",
        ).source,
    )
    code, out, err = run_cli("run", cwd=project.root)
    assert (code, err) == (0, "")
    (line,) = [line for line in out.splitlines() if " as copies " in line]
    examples = "b.txt (50 words, as in a.txt), c.txt (47 words, as in b.txt), d.txt (22 words, which it says twice)"
    assert line == f"5 passages of 3 documents went as copies (119 words): {examples}"
    found = json.loads(run_ok("run", "--json", cwd=project.root))["copies"]
    assert (
        found["documents"] == 3
        and found["passages"] == 5
        and found["examples"][0] == {"document": "b.txt", "original": "a.txt", "words": 50}
    )


def test_of_many_documents_the_worst_are_named_and_all_are_in_json_and_report(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.root / "curate.toml").write_text("[guards]\nsource = 1.0\nrule = 1.0\ncategory = 1.0\n")
    for number in range(21):
        lost = [f"{OTHER} It was day {number}, and line {line}." for line in range(6 + number % 5)]
        put(project, f"{number:02}.txt", article(f"Day {number}", *lost, *PARAGRAPHS[:1]).source)
    records = [{"id": f"r{number}", "text": article(f"Record {number}", STORY, "Comment policy", *POLICY).source} for number in range(9)]
    put(project, "many.jsonl", "".join(json.dumps(record) + "\n" for record in records))

    def answer(shown: Sequence[learned_judge.Shown], _: Config) -> list[learned_judge.Judgement]:
        spans = [len(draft.spans) if "Day" in draft.text else 0 for _, draft, _ in shown]
        return [learned_judge.Judgement((STAYS, *[BY_CUE] * (count - 2), STAYS) if count else ()) for count in spans]

    monkeypatch.setattr(learned_judge, "judge_documents", answer)
    code, _, err = run_cli("run", "--jobs", "1", cwd=project.root)
    lines = err.splitlines()
    assert (
        code == 0
        and len(lines) == 21
        and lines[-1] == "curate: 10 more documents that lost most of their text; cleaned/report.html and --json list them"
    )
    shares = [int(line.partition("(")[2].partition("%")[0]) for line in lines[:-1]]
    assert shares == sorted(shares, reverse=True) and shares[0] > shares[-1]
    alerts: list[dict[str, Any]] = json.loads(run_ok("run", "--json", cwd=project.root))["alerts"]
    assert len(alerts) == 30 and {"many.jsonl#r8", "20.txt"} <= {one["document"] for one in alerts}
    report = (project.into / "report.html").read_text("utf-8")
    assert "<summary>30 documents that lost most of their text</summary>" in report
    assert all(f"<li>{one['document']}: {one['message']}</li>" in report for one in alerts)
    audit = json.loads(run_ok("audit", "--json", cwd=project.root))
    assert audit["notable"]["documents that lost most of their text"] == 30


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
    code, _, err = run_cli("run", cwd=site.root)
    assert code == 0 and "Traceback" not in err, "nothing is withheld"
    told = [line for line in err.splitlines() if "zeitung.example" in line.partition(": look at it:")[0]]
    assert told[0].startswith("curate: zeitung.example: look at it: ") and "of the words of 5 documents went, over 20%" in told[0]
    assert told[1].startswith("curate: zeitung.example, any.newsletter: look at it: ")
    place = told[1].rpartition("the largest at ")[2].split(",")[0]
    assert "any.newsletter" in run_ok("explain", place, cwd=site.root)
    report = (site.into / "report.html").read_text("utf-8")
    counted = json.loads(run_ok("audit", "--json", cwd=site.root))["notable"]["over budget"]
    assert f"<summary>{counted} over budget</summary>" in report and counted == len(site.store.load_revisions()[-1].review)
    assert list(verify_corpus(site.store)) == []
    put(site, "third.txt", f"A third day\n\n{OTHER.replace('light', 'smoke')}\n")
    assert run_cli("run", cwd=site.root)[0] == 0  # the source was so before
    put(site, "zeitung.example/9.txt", f"Day 9\n\nAdvertisement\n\n{STORY.replace('rain', 'hail')}\n")
    assert run_cli("run", cwd=site.root)[0] == 0


def test_what_is_told_of_a_source_changes_no_text(site: Project) -> None:
    run_cli("run", cwd=site.root)
    before = {path: path.read_bytes() for path in (site.into / "documents").rglob("*.txt")}
    (site.root / "curate.toml").write_text('[boilerplate]\nsetting = "rules"\n')
    code, out, err = run_cli("run", cwd=site.root)
    assert (code, err) == (0, "") and out.startswith("nothing changed")
    assert {path: path.read_bytes() for path in before} == before


def test_strict_makes_no_revision(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = run_cli("run", "--strict", cwd=site.root)
    assert code == 3 and out.startswith("would make revision 1.0.0")
    assert err.splitlines()[-1] == "curate: --strict: a loss guard tripped for the corpus and 3 more; no revision was stored"
    done = curate.run(site.root, strict=True)
    assert not done.made and "menu.txt" not in done.tripped and len(done.tripped) == 4
    assert run_cli("audit", cwd=site.root)[0] == 2 and not (site.into / "manifest.json").exists()
    assert run_cli("run", cwd=site.root)[0] == 0, "sources are told of"
    assert run_cli("run", "--strict", cwd=site.root)[0] == 0  # nothing new
    before = (site.into / "manifest.json").read_bytes()
    put(site, "storm.txt", article("A storm", *PARAGRAPHS).source)
    (site.root / "curate.toml").write_text("")
    judge_says(monkeypatch, STAYS, *[BY_SCORE] * 3, *[STAYS] * 7)
    code, _, err = run_cli("run", "--strict", "--jobs", "1", cwd=site.root)
    assert code == 3 and "storm.txt: kept for review: 75 of 250 words" in err
    assert run_cli("run", "--into", "other", "--jobs", "1", cwd=site.root)[0] == 3
    assert "of the document: kept for review: 75 of" in run_ok("explain", "storm.txt:12", "--into", "other", cwd=site.root)
    assert (site.into / "manifest.json").read_bytes() == before and list(verify_corpus(site.store)) == []


def test_defaults_let_the_projects_own_seeds_pass() -> None:
    manifest = json.loads((Path(__file__).parent.parent / "cleaned" / "manifest.json").read_bytes())
    assert "review" not in manifest and not any("review" in seed for seed in manifest["seeds"])


def test_losses_add_up_in_any_order() -> None:
    cleaned = [
        clean(Document(f"{n}.txt", f"{STORY}\n\nShare this\n\n{'Advertisement' if n % 2 else 'Anzeige'}\n", "text"), Config())
        for n in range(4)
    ]
    tables = [{f"s{number % 2}": measure_losses(f"{number}.txt", one)} for number, one in enumerate(cleaned)]
    assert merge_losses(tables) == merge_losses(tables[::-1]) == merge_losses([merge_losses(tables[:2]), merge_losses(tables[2:])])
    assert merge_losses(tables)["s0"]["documents"] == 2


def test_of_many_seeds_to_look_at_the_first_are_named_and_the_others_counted(project: Project) -> None:
    put(project, "a.txt", STORY)
    for number in range(25):
        put(project, f"empty{number:02}.txt", "")
    _, _, err = run_cli("run", cwd=project.root)
    assert (
        err.count("in quarantine") == 21
        and err.splitlines()[-1] == "curate: 5 more seeds in quarantine; cleaned/quarantine.jsonl lists them"
    )


def test_a_budget_may_be_set_and_a_wrong_one_is_named(project: Project) -> None:
    put(project, "a.txt", STORY)
    (project.root / "curate.toml").write_text("[guards]\nsource = 80\n")
    assert run_cli("run", cwd=project.root)[2] == "curate: curate.toml: guards.source = 80: must be a number above 0 and up to 1\n"
    run(replace(project, config=Config(guards=Guards(source=1.0))))
    assert STORY in text_of(project, "a.txt")
