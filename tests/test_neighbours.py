"""Doubt keeps: what the judge takes alone out of a list, a table, verse or a dialogue stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import OTHER, STORY
from hypothesis import given
from hypothesis import strategies as st

from curate.judge import Verdict
from curate.judge.neighbours import keep_with_neighbours
from curate.readers.html import read_html
from curate.text.document import Document

STAYS = Verdict(True, 0.9, "", "", 0.9, False)
ALONE = Verdict(False, 0.2, "related-links", "unsure", 0.48, True, "score")
LISTED, REPEATED, CUE = (replace(ALONE, evidence=one) for one in ("list", "repetition", "cue"))

NUMBERED = [f"{number}. {line}\n" for number, line in enumerate(("Beat the eggs", "Add the flour", "Stir", "Bake it", "Let it cool"), 1)]
BULLETS = [f"- {line}\n" for line in ("two eggs", "flour", "a pinch of salt", "butter", "milk")]
PLAY = ["KEEPER. Who goes there?\n", "BOY. It is me.\n", "KEEPER. At this hour?\n", "BOY. The lamp is out.\n", "KEEPER. Then light it.\n"]
NAMES = ["Anna: Was it you?\n", "Bert: No, not me.\n", "Anna: Who else?\n", "Bert: Ask Carl.\n", "Anna: I did.\n"]
QUOTED = ["“Was it you?”\n", "“No, not me.”\n", "“Who else?”\n", "“Ask Carl.”\n", "“I did.”\n"]
CHAT = [f"<nick{number % 2}> so it rained again\n" for number in range(5)]
LAW = [f"§ {number} The harbour master shall keep book {number}.\n" for number in range(1, 6)]
TABLE = [f"1953\tAurora {number}\t{number},5\n" for number in range(5)]
VERSE = [
    "Down where the harbour lanterns burn\n",
    "The nets hang out to dry,\n",
    "And no one asks when you return,\n",
    "And no one wonders why.\n",
    "The tide goes out, the tide comes in,\n",
    "The ropes are hauled and coiled,\n",
    "And thirty lamps are made of tin\n",
    "And every lamp is oiled.\n",
]
SERIES = {
    "numbered steps": NUMBERED, "a list": BULLETS, "a play": PLAY, "an interview": NAMES, "a dialogue": QUOTED, "a chat": CHAT,
    "a law": LAW, "a table": TABLE, "verse": VERSE,
}  # fmt: skip


def kept(passages: list[str], *verdicts: Verdict, document: Document | None = None) -> list[bool]:
    return [one.keep for one in keep_with_neighbours(passages, verdicts, document)]


@pytest.mark.parametrize("evidence", [ALONE, LISTED])
@pytest.mark.parametrize("passages", SERIES.values(), ids=SERIES)
def test_a_member_of_a_series_does_not_go_alone(passages: list[str], evidence: Verdict) -> None:
    rest = [STAYS] * (len(passages) - 1)
    for place in (0, 2, len(passages) - 1):
        found = keep_with_neighbours(passages, [*rest[:place], evidence, *rest[place:]])
        assert all(one.keep for one in found) and found[place].reason.endswith(" most of which stays") and not found[place].evidence


@pytest.mark.parametrize("passages", SERIES.values(), ids=SERIES)
def test_what_says_itself_what_it_is_goes(passages: list[str]) -> None:
    rest = [STAYS] * (len(passages) - 3)
    assert kept(passages, STAYS, STAYS, CUE, *rest) == [True, True, False, *[True] * len(rest)]


@pytest.mark.parametrize("passages", [PLAY, CHAT, TABLE, VERSE])
def test_a_line_that_stands_twice_is_no_evidence_where_lines_do(passages: list[str]) -> None:
    assert all(kept(passages, STAYS, STAYS, REPEATED, *[STAYS] * (len(passages) - 3)))


def test_a_list_of_links_goes_on_going() -> None:
    assert kept(BULLETS, LISTED, LISTED, LISTED, STAYS, STAYS) == [False] * 3 + [True] * 2
    assert kept(BULLETS[:3], STAYS, LISTED, STAYS) == [True, False, True], "three are no series"
    assert kept([STORY, "Home\n", OTHER], STAYS, LISTED, STAYS) == [True, False, True]


def test_a_footer_below_a_list_or_a_poem_is_no_part_of_it() -> None:
    footer = [f"- {word}\n" for word in ("Imprint", "Contact", "Press", "Jobs")]
    assert kept([*BULLETS, *footer], *[STAYS] * 5, *[LISTED] * 4)[5:] == [False] * 4
    stanza = [*VERSE[:-1], VERSE[-1] + "\n"]
    assert kept([*stanza, "More poems to read\n"], *[STAYS] * 8, ALONE)[-1] is False


def test_the_title_of_a_poem_stays_and_one_after_a_blank_line_is_judged_alone() -> None:
    assert kept(["The harbour at night\n", *VERSE], ALONE, *[STAYS] * 8)[0]
    assert not kept(["The harbour at night\n\n", *VERSE], ALONE, *[STAYS] * 8)[0]


def test_items_between_other_paragraphs_are_one_series() -> None:
    passages = [line for step in NUMBERED for line in (step, f"{OTHER}\n")]
    assert all(kept(passages, *[STAYS] * 4, ALONE, *[STAYS] * 5))


def test_a_heading_stays_with_its_paragraph() -> None:
    assert kept(["## The light\n", f"{OTHER}\n", "## More\n", f"{STORY}\n"], ALONE, STAYS, ALONE, ALONE) == [True, True, False, False]
    assert kept(["## The light\n", "Menu\n"], ALONE, STAYS) == [False, True], "that is no paragraph"


def test_on_a_page_the_markup_tells_a_list() -> None:
    items = "".join(f"<li><a href='/'>{line}</a></li>" for line in ("Eggs", "Flour", "Salt", "Butter", "Milk"))
    other = "".join(f"<li>{line}</li>" for line in ("Home", "News", "Sport", "Video"))
    page = read_html("a.html", f"<h2>What you need</h2><p>{OTHER}</p><ul>{items}</ul><ul>{other}</ul>")
    passages = [page.source[one.start : one.end] for one in page.passages]
    verdicts = [ALONE, STAYS, STAYS, LISTED, STAYS, STAYS, LISTED, *[LISTED] * 4]
    assert kept(passages, *verdicts, document=page) == [True] * 7 + [False] * 4
    rows = "".join(
        f"<tr><td>{year}</td><td>{ship}</td></tr>" for year, ship in ((1953, "Aurora"), (1954, "Bertha"), (1960, "Dora"), (1961, "Eos"))
    )
    table = read_html("b.html", f"<table>{rows}</table><table><tr><td>Home</td></tr></table>")
    passages = [table.source[one.start : one.end] for one in table.passages]
    assert kept(passages, STAYS, REPEATED, STAYS, STAYS, LISTED, document=table) == [True] * 4 + [False]


LINES = st.sampled_from([*NUMBERED, *BULLETS, *PLAY, *NAMES, *VERSE, STORY, "## The light\n", "Home\n", "\n", "1\t2\t3\n"])


@given(st.lists(st.tuples(LINES, st.sampled_from([STAYS, ALONE, LISTED, REPEATED, CUE])), max_size=40))
def test_it_only_ever_keeps_more(rows: list[tuple[str, Verdict]]) -> None:
    passages, before = [line for line, _ in rows], [verdict for _, verdict in rows]
    after = keep_with_neighbours(passages, before)
    assert len(after) == len(before)
    for line, old, new in zip(passages, before, after, strict=True):
        says_itself = old.evidence in ("markup", "heading") or (old.evidence == "cue" and not line.startswith("#"))
        assert new is old or (new.keep and not old.keep and not says_itself)
