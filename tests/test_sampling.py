"""Reviewing a sample: which removals are drawn, what is asked, the estimate, and where it is cited."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from conftest import RULES, STORY, put
from test_cli import run_cli, run_ok

from curate.audit import reviews
from curate.audit.error_bound import upper_bound
from curate.audit.load import load_documents
from curate.audit.sampling import cite_estimate, draw_sample
from curate.pipeline.run import Project, run


@pytest.fixture
def removals(project: Project) -> Project:
    """A corpus of which 24 passages were removed, of three strata."""
    for number in range(8):
        furniture = "Advertisement\n\nShare this\n\nSubscribe to our newsletter"
        put(project, f"{number}.txt", f"Day {number}\n\n{STORY.replace('night', f'night {number}')}\n\n{furniture}\n\nThe end of it.\n")
    by_rules = replace(project, config=RULES)
    run(by_rules)
    return by_rules


def answer_sample(project: Project, *arguments: str, answers: str = "") -> tuple[int, str, str]:
    return run_cli("audit", *arguments, cwd=project.root, stdin="".join(f"{key}\n" for key in answers).encode())


def load_sample(project: Project, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_ok("audit", *arguments, "--json", cwd=project.root))
    return found


@pytest.mark.parametrize(
    ("population", "reviewed", "wrong"), [(9, 4, 0), (9, 4, 1), (9, 4, 4), (12, 9, 0), (6, 0, 0), (5, 5, 2), (11, 3, 2)]
)
def test_the_bound_is_the_largest_number_that_one_draw_in_twenty_would_show(population: int, reviewed: int, wrong: int) -> None:
    def chance(all_wrong: int) -> float:
        draws = list(combinations(range(population), reviewed))
        return sum(sum(one < all_wrong for one in draw) <= wrong for draw in draws) / len(draws)

    plausible = [all_wrong for all_wrong in range(wrong, population - (reviewed - wrong) + 1) if chance(all_wrong) >= 0.05]
    assert upper_bound(population, reviewed, wrong) == max(plausible)


def test_the_bound_holds_in_nineteen_of_twenty_draws(removals: Project) -> None:
    """Every fifth removal is wrong; of the draws of all possible revisions, at most one in twenty promises less."""
    documents = [(one, one.edits) for one in load_documents(removals.store, removals.store.load_revisions()[-1])]
    passages = sorted({one.anchor for one in draw_sample(documents, "", 99, reviews.Reviews({}, frozenset())).removals}, key=str)
    known = reviews.Reviews({one: "right" if number % 5 else "wrong" for number, one in enumerate(passages)}, frozenset())
    truth, missed = sum(verdict == "wrong" for verdict in known.verdicts.values()), 0
    for revision in range(200):
        drawn = draw_sample(documents, str(revision), 8, known).removals[:8]
        missed += upper_bound(len(passages), 8, sum(one.verdict == "wrong" for one in drawn)) < truth
    assert truth == 5 and missed <= 20


def test_a_sample_is_the_same_for_everybody_and_has_every_stratum(removals: Project) -> None:
    first = load_sample(removals, "--sample", "6")
    assert first == load_sample(removals, "--sample", "6")
    drawn = [(one["document"], one["edit"]["start"]) for one in first["sample"]]
    assert 6 <= len(drawn) == len(set(drawn)) < 10
    assert {one["stratum"] for one in first["sample"]} == first["strata"].keys() and len(first["strata"]) >= 2
    assert first["removals"] == sum(stratum["removals"] for stratum in first["strata"].values()) == 24
    more = [(one["document"], one["edit"]["start"]) for one in load_sample(removals, "--sample", "12")["sample"]]
    assert set(drawn) <= set(more)
    assert (first["read"], first["at_most_wrong"]) == (0, 24)


def test_verdicts_are_saved_and_a_review_goes_on_where_it_stopped(removals: Project) -> None:
    code, out, _ = answer_sample(removals, "--sample", "24", answers="rrwq")
    assert code == 0 and "24 to read\n" in out and "1 of 24" in out and "4 of 24" in out and "5 of 24" not in out
    assert [json.loads(line)["verdict"] for line in (removals.root / reviews.NAME).read_text().splitlines()] == ["right", "right", "wrong"]
    code, out, _ = answer_sample(removals, "--sample", "24", answers="r" * 21)
    assert "24 to read, 3 of them answered before" in out
    assert "24 of 24 removals read, 1 wrong: at most 4.2 % wrong (1) at 95 %" in out
    wrong = next(one for one in load_sample(removals, "--sample", "24")["sample"] if one["verdict"] == "wrong")
    assert f"wrong: `curate restore {wrong['document']} --at {wrong['edit']['start']}` takes it back" in out
    assert "to read" not in answer_sample(removals, "--sample", "24")[1]


def test_a_verdict_can_be_changed_and_an_unknown_key_is_asked_again(removals: Project) -> None:
    _, out, _ = answer_sample(removals, "--sample", "24", answers="wbrx" + "r" * 23)
    assert "24 of 24 removals read, 0 wrong: at most 0.0 % wrong (0) at 95 %" in out and out.count("b back") == 2


def test_verdicts_on_a_filtered_sample_do_not_count_for_all_removals(removals: Project) -> None:
    answer_sample(removals, "--sample", "8", "--category", "sharing", answers="r" * 8)
    found = load_sample(removals, "--sample", "8", "--category", "sharing")
    assert (found["removals"], found["read"], found["at_most_wrong"]) == (8, 8, 0)
    whole = load_sample(removals, "--sample", "24")
    assert whole["strata"]["sharing"]["read"] == 8 and whole["read"] < 8
    drawn = sorted(whole["sample"], key=lambda one: one["verdict"] == "")
    assert sum(one["verdict"] == "right" for one in drawn) == 8


def test_a_verdict_counts_in_the_next_revision_although_its_sample_is_another(removals: Project) -> None:
    answer_sample(removals, "--sample", "24", answers="r" * 24)
    put(removals, "new.txt", f"Another\n\nShare this\n\n{STORY.replace('rain', 'hail')} And no more of it.\n")
    run(removals)
    found = load_sample(removals, "--sample", "25")
    assert found["removals"] == 25 and [one["document"] for one in found["sample"] if not one["verdict"]] == ["new.txt"]


def test_exports_cite_the_estimate(removals: Project, tmp_path: Path) -> None:
    answer_sample(removals, "--sample", "6", answers="r" * 10)
    run_ok("export", "jsonl", "--to", str(tmp_path / "out"), cwd=removals.root)
    card = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "## Reviews" in card and "of 24 removals read, 0 wrong: at most" in card
    put(removals, "0.txt", f"Another\n\nShare this\n\n{STORY.replace('rain', 'hail')} And no more of it.\n")
    manifest = run(removals).revision
    audited = ((one, one.edits) for one in load_documents(removals.store, manifest))
    assert cite_estimate(audited, manifest.id, reviews.load_reviews(removals.root)) == ()  # nobody has looked at this one


EMPTY = {"document": "", "rule": "", "text": "", "before": "", "after": ""}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", "reviews.jsonl, line 2: not a review ('document'); correct or delete the line"),
        ("what", "reviews.jsonl, line 2: not a review (Expecting value: "),
        (
            json.dumps(EMPTY | {"document": 1, "verdict": "right"}),
            "reviews.jsonl, line 2: not a review",
        ),
        (
            json.dumps(EMPTY | {"verdict": "r"}),
            "reviews.jsonl, line 2: verdict 'r'",
        ),
    ],
)
def test_a_broken_line_is_named(removals: Project, line: str, message: str) -> None:
    answer_sample(removals, "--sample", "1", answers="r")
    with (removals.root / reviews.NAME).open("a") as file:
        file.write(f"{line}\n")
    code, _, err = run_cli("audit", "--sample", "3", cwd=removals.root)
    assert code == 2 and err.count("\n") == 1 and err.startswith(f"curate: {message}")


def test_control_characters_of_a_removal_are_escaped(project: Project) -> None:
    put(project, "a.txt", f"A storm\n\nShare this\u202e\x1b[31m\n\n{STORY}\n")
    run(project)
    _, out, _ = answer_sample(project, "--sample", "9", answers="r" * 9)
    assert "\x1b" not in out and "\u202e" not in out
