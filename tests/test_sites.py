"""Sites: what many pages share goes, and what only recurs in them stays."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from conftest import put, text_of
from test_cli import run_cli, run_ok

from curate.audit.revision_changes import compare_revisions
from curate.config import Boilerplate, Config, Duplicates, Sites, parse_config
from curate.errors import UsageError
from curate.ledger.jsonl import load_ledgers
from curate.pipeline.run import Project, run
from curate.sites.lines import hash_lines, is_label
from curate.sites.memory import load_sites

SYLLABLES = ["ka", "mo", "ri", "te", "lu", "sha", "ne", "po", "vi", "dro", "zan", "ul", "ek", "fi", "gor"]
QUIET = Config(boilerplate=Boilerplate("off"), duplicates=Duplicates(passages="keep"))  # so that the pages alone bear witness


def make_words(rng: random.Random, count: int) -> str:
    return " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(count)).capitalize()


def make_sentences(rng: random.Random, count: int) -> str:
    return " ".join(f"{make_words(rng, rng.randint(7, 16))}." for _ in range(count))


class MadeUpSite:
    """A site in a language that nobody speaks: menu, share bar, comment policy and footer around articles."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        self.menu = [make_words(rng, rng.randint(1, 2)) for _ in range(9)]
        self.tail = [make_words(rng, 2) for _ in range(4)]
        self.tail += [make_words(rng, 3), make_sentences(rng, 3), make_sentences(rng, 2)]
        self.tail += [make_words(rng, 2) for _ in range(3)]
        self.seed = seed

    def make_content(self, number: int) -> list[str]:
        rng = random.Random(1000 * self.seed + number)
        return [make_words(rng, 6), *(make_sentences(rng, 3) for _ in range(4))]

    def make_page(self, number: int, content: Sequence[str] = ()) -> str:
        return "\n\n".join(["\n".join(self.menu), *(content or self.make_content(number)), "\n".join(self.tail)]) + "\n"


def make_html(site: MadeUpSite, content: Sequence[str], head: str = "") -> str:
    menu = "".join(f"<li><a href='/{line}'>{line}</a></li>" for line in site.menu)
    tail = "".join(f"<p>{line}</p>" if line.endswith(".") else f"<div><a href='#'>{line}</a></div>" for line in site.tail)
    body = "".join(f"<p>{line}</p>" for line in content)
    return f"<html><head>{head}</head><body><ul>{menu}</ul><div>{body}</div><div>{tail}</div></body></html>"


def put_site(project: Project, site: MadeUpSite, folder: str, numbers: Sequence[int]) -> None:
    for number in numbers:
        put(project, f"{folder}{number:02}.txt", site.make_page(number))


def lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.fixture
def quiet(project: Project) -> Project:
    return replace(project, config=QUIET)


def test_of_a_site_in_an_unknown_language_all_furniture_goes_and_no_line_of_content(project: Project) -> None:
    site = MadeUpSite(1)
    put_site(project, site, "a/", range(50))
    for number, config in enumerate((QUIET, replace(QUIET, boilerplate=Boilerplate("rules")))):
        into = replace(project, config=config, into=project.root / f"cleaned{number}")
        run(into)
        for page in range(50):
            assert lines_of(text_of(into, f"a/{page:02}.txt")) == site.make_content(page)


def test_beside_the_judge_no_furniture_is_left(project: Project) -> None:
    site = MadeUpSite(1)
    put_site(project, site, "a/", range(50))
    run(project)
    assert not any(line in text_of(project, f"a/{page:02}.txt") for page in range(50) for line in site.menu + site.tail if len(line) > 9)


def test_the_reason_names_the_site_and_three_pages(quiet: Project) -> None:
    put_site(quiet, MadeUpSite(1), "zeitung.example/", range(6))
    run(quiet)
    ledgers = load_ledgers((quiet.into / "ledgers" / "zeitung.example" / "03.txt.jsonl").read_bytes(), "")
    edit = ledgers["zeitung.example/03.txt"][-1]
    assert edit.rule == "repeat.site-furniture"
    pages = ", ".join(f"zeitung.example/{number}.txt" for number in ("00", "01")) + " and zeitung.example/02.txt"
    assert edit.reason == f"The line stands on 6 of 6 pages of zeitung.example, like {pages}."


def with_refrain(content: list[str]) -> list[str]:
    return [content[0], content[1], "Row, brothers, row, the stream runs fast", content[2], "Row, brothers, row, the stream runs fast"]


def with_recipe_headings(content: list[str]) -> list[str]:
    return [content[0], "Ingredients", *content[1:3], "Preparation", content[3], "Serves 4"]


def with_formulas_of_a_court(content: list[str]) -> list[str]:
    head = ["In the name of the people", "Judgment", f"In the matter of {content[0]}"]
    return [*head, content[1], "Facts of the case", content[2], "Reasons", content[3], "The costs are borne by the defendant."]


def with_liturgy(content: list[str]) -> list[str]:
    said = ["The Lord be with you.", "And also with you.", "Lift up your hearts.", "We lift them up to the Lord."]
    thanks = ["Let us give thanks to the Lord our God.", "It is right to give our thanks and praise.", "Holy, holy, holy Lord."]
    return [
        content[0],
        *said,
        *thanks,
        content[1],
        "Lamb of God, have mercy on us.",
        "Grant us peace.",
        content[2],
        "Go in peace.",
        content[3],
    ]


def with_agenda(content: list[str]) -> list[str]:
    items = ["Opening", "Minutes of the last meeting", "Budget", "School", "Roads", "Water", "Motions", "Questions", "Any other business"]
    rng = random.Random(content[0])
    reports = [line for item in items for line in (item, make_sentences(rng, 2))]
    return [content[0], "Agenda", *items, *reports]


def with_column_title(content: list[str]) -> list[str]:
    return ["Letter from the harbour", *content]


def with_salutation(content: list[str]) -> list[str]:
    return ["Dear friend and brother", *content, "Yours faithfully as ever", "Amos"]


FORMS = [
    with_refrain, with_recipe_headings, with_formulas_of_a_court, with_liturgy, with_agenda, with_column_title, with_salutation
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("folder", ["court.example/", "plain/"])
def test_what_only_recurs_in_texts_stays(quiet: Project, folder: str, form: Callable[[list[str]], list[str]]) -> None:
    site = MadeUpSite(2)
    texts = {f"{folder}{number:02}.txt": "\n\n".join(form(site.make_content(number))) + "\n" for number in range(12)}
    for name, text in texts.items():
        put(quiet, name, text)
    run(quiet)
    assert all(text_of(quiet, name) == text for name, text in texts.items())


@pytest.mark.parametrize("form", FORMS)
def test_what_recurs_stays_on_pages_that_lose_their_furniture(quiet: Project, form: Callable[[list[str]], list[str]]) -> None:
    site = MadeUpSite(3)
    for number in range(12):
        content = site.make_content(number)
        page = [make_words(random.Random(number), 5), *form(content), make_sentences(random.Random(number), 2)]
        put(quiet, f"c.example/{number:02}.txt", site.make_page(number, page))
    run(quiet)
    for number in range(12):
        left = lines_of(text_of(quiet, f"c.example/{number:02}.txt"))
        assert left[1:-1] == form(site.make_content(number))


def test_a_folder_of_five_newspapers_falls_into_five_sites(quiet: Project) -> None:
    papers = [MadeUpSite(number) for number in range(10, 15)]
    for number in range(40):
        put(quiet, f"mixed/{number:02}.txt", papers[number % 5].make_page(number))
    run(quiet)
    for number in range(40):
        assert lines_of(text_of(quiet, f"mixed/{number:02}.txt")) == papers[number % 5].make_content(number)
    sites = load_sites(quiet.store.objects.read(run(quiet).revision.sites))
    assert [(one.name, one.pages) for one in sites] == [
        ("mixed", 8), *((f"mixed like mixed/{number:02}.txt", 8) for number in range(1, 5))
    ]  # fmt: skip


def test_pages_of_one_host_are_a_site_wherever_they_lie(quiet: Project) -> None:
    site = MadeUpSite(4)
    for number in range(6):
        address = f'<link rel="canonical" href="https://www.paper.example/{number}">'
        put(quiet, f"{number}/page.html", make_html(site, site.make_content(number), address))
    revision = run(quiet).revision
    assert [(one.name, one.pages) for one in load_sites(quiet.store.objects.read(revision.sites))] == [("paper.example", 6)]
    assert lines_of(text_of(quiet, "3/page.html.txt")) == site.make_content(3)


def test_verses_that_are_no_links_stay_on_pages_with_markup(quiet: Project) -> None:
    site = MadeUpSite(4)
    verses = [make_words(random.Random(number), 4) for number in range(12)]  # as a hymn or a liturgy has them, without full stops
    for number in range(6):
        content = [*site.make_content(number)[:2], *verses, site.make_content(number)[2]]
        put(quiet, f"h.example/{number}.html", make_html(site, content))
    run(quiet)
    assert lines_of(text_of(quiet, "h.example/3.html.txt")) == [*site.make_content(3)[:2], *verses, site.make_content(3)[2]]


def test_copies_of_a_page_do_not_count(quiet: Project) -> None:
    site = MadeUpSite(5)
    for number in range(6):
        put(quiet, f"d.example/{number}.txt", site.make_page(1) + make_words(random.Random(number), 3))
    run(quiet)
    assert site.menu[0] in text_of(quiet, "d.example/3.txt")


def test_texts_that_are_no_pages_lose_nothing(project: Project) -> None:
    scene = ["Scene", "A wood", "Enter the king", "King", "Queen", "Fool", "Trumpets", "All kneel", "Exeunt"]
    for number in range(12):
        rng = random.Random(number)
        play = [line for entry in scene for line in (entry, make_sentences(rng, 12))]
        put(project, f"plays/{number}.txt", "\n\n".join(play) + "\n")
    run(project)
    assert all(entry in text_of(project, "plays/7.txt") for entry in scene)


def test_mark_lists_and_keep_is_silent(project: Project) -> None:
    put_site(project, MadeUpSite(1), "a/", range(6))
    texts = []
    for policy in ("mark", "keep"):
        into = replace(project, config=replace(QUIET, sites=Sites(policy)), into=project.root / policy)
        run(into)
        texts.append(text_of(into, "a/03.txt"))
        assert (b'"repeats"' in (into.into / "metadata" / "a" / "03.txt.jsonl").read_bytes()) == (policy == "mark")
    assert texts[0] == texts[1] == MadeUpSite(1).make_page(3)


def test_the_older_name_of_the_setting_still_counts() -> None:
    assert parse_config({"duplicates": {"furniture": "keep"}}, "curate.toml") == Config(sites=Sites("keep"))
    with pytest.raises(UsageError, match=r"older name of \[sites\] furniture"):
        parse_config({"duplicates": {"furniture": "keep"}, "sites": {"furniture": "mark"}}, "curate.toml")


def test_workers_and_shards_change_nothing(quiet: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put_site(quiet, MadeUpSite(1), "a/", range(12))
    first = run(replace(quiet, into=quiet.root / "one")).revision.id
    monkeypatch.setattr("curate.pipeline.stages.shards._MAX_DOCUMENTS", 3)
    assert run(replace(quiet, into=quiet.root / "two"), jobs=2).revision.id == first


def test_furniture_once_known_stays_known(quiet: Project) -> None:
    site = MadeUpSite(1)
    put_site(quiet, site, "e.example/", range(6))
    run(quiet)
    before = text_of(quiet, "e.example/03.txt")
    for number in range(40):  # the site has become another one
        put_site(quiet, MadeUpSite(6), "e.example/later-", [number])
    put(quiet, "e.example/new.txt", site.make_page(77))
    after = run(quiet)
    assert after.revision.version == "1.1.0" and text_of(quiet, "e.example/03.txt") == before
    assert lines_of(text_of(quiet, "e.example/new.txt")) == site.make_content(77)


def test_new_evidence_about_old_pages_makes_a_major_revision_and_diff_names_the_line(quiet: Project) -> None:
    (quiet.root / "curate.toml").write_text('[boilerplate]\nsetting = "off"\n')
    site = MadeUpSite(1)
    put_site(quiet, site, "e.example/", range(3))
    run_ok("run", cwd=quiet.root)
    put_site(quiet, site, "e.example/", range(3, 6))
    run_ok("run", cwd=quiet.root)
    revision = quiet.store.load_current()
    assert revision and revision.version == "2.0.0"
    assert f"furniture of e.example, “{site.menu[0]}”" in run_ok("diff", cwd=quiet.root)


def test_the_sites_command_lists_lines_with_their_counts(quiet: Project) -> None:
    (quiet.root / "curate.toml").write_text('[boilerplate]\nsetting = "off"\n')
    site = MadeUpSite(1)
    put_site(quiet, site, "e.example/", range(6))
    run_ok("run", cwd=quiet.root)
    lines = run_ok("sites", cwd=quiet.root).splitlines()
    assert lines[0] == f"e.example: 6 pages, {6 * len(site.menu + site.tail)} passages removed, 0 marked"
    assert f"       6  {site.menu[0]}" in lines
    assert '"of":6' in run_ok("sites", "--json", cwd=quiet.root).replace(" ", "")


def test_without_sites_the_command_says_so(corpus: Project) -> None:
    code, _, errors = run_cli("sites", cwd=corpus.root)
    assert code == 0 and "no site" in errors


def test_a_restore_gives_a_line_back(quiet: Project) -> None:
    (quiet.root / "curate.toml").write_text('[boilerplate]\nsetting = "off"\n')
    site = MadeUpSite(1)
    put_site(quiet, site, "e.example/", range(6))
    run_ok("run", cwd=quiet.root)
    run_ok("restore", "e.example/02.txt", "--rule", "repeat.site-furniture", cwd=quiet.root)
    run_ok("run", cwd=quiet.root)
    assert text_of(quiet, "e.example/02.txt") == site.make_page(2)
    assert site.menu[0] not in text_of(quiet, "e.example/03.txt")


def test_numbers_in_lines_are_masked() -> None:
    keys = hash_lines(["12 comments", "7 COMMENTS", "no comments", "---"])
    assert keys[0] == keys[1] != keys[2] and keys[3] == 0


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Share this", True), ("Tagesthemen", True), ("联系我们", True), ("© 2019 paper", True),
        ("It rained.", False), ("1. Opening", False), ("a) the question of the roads", False), ("* * *", False),
        ("a line of so many words that no menu would have it", False),
    ],
)  # fmt: skip
def test_labels_look_like_entries_of_a_menu(line: str, is_one: bool) -> None:
    assert is_label(line) is is_one


def test_the_new_default_is_the_cause_that_diff_names(quiet: Project) -> None:
    settings = quiet.root / "curate.toml"
    put_site(quiet, MadeUpSite(1), "e.example/", range(6))
    settings.write_text('[boilerplate]\nsetting = "off"\n[duplicates]\npassages = "keep"\nfurniture = "mark"\n')
    run_ok("run", cwd=quiet.root)
    settings.write_text('[boilerplate]\nsetting = "off"\n[duplicates]\npassages = "keep"\n')
    run_ok("run", cwd=quiet.root)
    revision = quiet.store.load_current()
    assert revision and revision.version == "2.0.0"
    assert 'sites.furniture "mark" -> "drop"' in run_ok("diff", cwd=quiet.root)


def test_a_setting_of_an_earlier_version_is_compared_under_its_new_name(quiet: Project) -> None:
    put_site(quiet, MadeUpSite(1), "e.example/", range(2))
    now = run(quiet).revision
    tables = {name: values for name, values in now.settings.items() if name != "sites"}
    before = replace(now, settings=tables | {"duplicates": {**tables["duplicates"], "furniture": "mark"}})
    assert compare_revisions(quiet.store, before, now).settings == {"sites.furniture": 'sites.furniture "mark" -> "drop"'}


def test_a_forgotten_page_leaves_nothing_of_its_lines_with_the_sites(quiet: Project) -> None:
    (quiet.root / "curate.toml").write_text('[boilerplate]\nsetting = "off"\n')
    site = MadeUpSite(1)
    put_site(quiet, site, "e.example/", range(6))
    run_ok("run", cwd=quiet.root)
    run_ok("forget", "e.example/00.txt", "--yes", cwd=quiet.root)
    run_ok("run", cwd=quiet.root)
    run_ok("verify", cwd=quiet.root)
    assert site.menu[0] in run_ok("sites", cwd=quiet.root)


def test_new_pages_change_nothing_of_old_ones_not_even_the_evidence(quiet: Project) -> None:
    site = MadeUpSite(1)
    alone = "Read what the harbour says today"
    for number in range(8):
        content = site.make_content(number)
        put(quiet, f"e.example/{number}.txt", site.make_page(number, [*content[:2], alone, *content[2:]]))
    run(quiet)
    before = [(quiet.into / kind / "e.example" / "3.txt.jsonl").read_bytes() for kind in ("ledgers", "metadata")]
    assert alone in text_of(quiet, "e.example/3.txt") and b'"repeats"' in before[1]
    put_site(quiet, site, "e.example/new-", range(20, 40))
    changes = run(quiet).changes
    assert not (changes.text or changes.other) and len(changes.added) == 20
    assert before == [(quiet.into / kind / "e.example" / "3.txt.jsonl").read_bytes() for kind in ("ledgers", "metadata")]
