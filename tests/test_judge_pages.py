"""What a user of the judge of HTML pages would notice."""

from __future__ import annotations

import pytest

from curate.judge import judge_pages
from curate.judge.cues import CATEGORIES
from curate.judge.trafilatura import explain_markup
from curate.readers.html import read_html
from curate.text.document import Document

STORY = (
    "After forty years on the rock, the last keeper of the lighthouse has handed over the keys to a machine that will watch the lamp.",
    "He had come to the island as a young man, he said, because he wanted to read all the books that he had never had time to open.",
    "The lamp was turned by hand until engineers brought electricity to the island, and even then he did not trust it.",
    "What he will miss, he says, is not the sea but the silence between two ships. The house will be a museum in the spring.",
)
NAMES = ("Home", "News", "Sport", "Weather", "Video", "Contact")
NAV = "<nav><ul>" + "".join(f"<li><a href='/{name}'>{name}</a>" for name in NAMES) + "</ul></nav>"
FOOTER = "<footer><p>© 2024 The Harbour Post. All rights reserved.</p><ul><li><a href='/p'>Privacy policy</a></ul></footer>"
COOKIES = "<div class='cookie-consent'><p>We use cookies to improve your experience on this site.</p><button>Accept all</button></div>"
ARTICLE = "<article><h1>The keeper retires</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in STORY) + "</article>"
HEAD = "<head><title>The keeper retires - The Harbour Post</title></head>"
PAGE = f"<html>{HEAD}<body>{NAV}<main>{ARTICLE}</main>{COOKIES}{FOOTER}</body></html>"


def page(markup: str = PAGE) -> Document:
    return read_html("a.html", markup)


def kept(document: Document, setting: str = "balanced") -> str:
    verdicts = judge_pages([document], setting, [explain_markup(document)])[0]
    return "".join(document.source[p.start : p.end] for p, v in zip(document.passages, verdicts, strict=True) if v.keep)


@pytest.mark.parametrize("setting", ["balanced", "cautious"])
def test_the_story_and_its_title_stay(setting: str) -> None:
    text = kept(page(), setting)
    assert text.startswith("# The keeper retires") or "# The keeper retires" in text
    assert all(paragraph in text for paragraph in STORY)


def test_menu_cookie_notice_and_footer_go() -> None:
    text = kept(page())
    assert not [word for word in ("Weather", "cookies", "Accept all", "rights reserved", "Privacy") if word in text]


def test_the_markup_names_the_category_first() -> None:
    document = page()
    verdicts = judge_pages([document], markup=[explain_markup(document)])[0]
    found = {document.source[p.start : p.end].strip(): v for p, v in zip(document.passages, verdicts, strict=True) if not v.keep}
    assert found["Accept all"].category == "cookie-consent"
    assert found["Accept all"].reason == "Stands in a cookie notice."
    assert found["Accept all"].evidence == "markup" and not found["Accept all"].alone
    assert found["- Weather"].category == "navigation"
    assert all(v.category in CATEGORIES and 0 < v.confidence <= 1 for v in found.values())


SHIPS = (("Aurora", "8:15"), ("Bertha", "10:40"), ("Celeste", "16:05"), ("Dora", "19:30"))
TABLE = "<table><tr><th>Ship</th><th>Arrives</th></tr>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in SHIPS) + "</table>"


@pytest.mark.parametrize("paragraphs", [1, 2, 3, 4])
def test_a_table_of_data_by_running_text_stays_whole(paragraphs: int) -> None:
    told_before = "".join(f"<p>{paragraph}</p>" for paragraph in STORY[:paragraphs])
    text = kept(page(PAGE.replace(ARTICLE, f"<article><h1>The keeper retires</h1>{told_before}{TABLE}</article>")))
    assert all(f"{ship} | {hour}" in text for ship, hour in (("Ship", "Arrives"), *SHIPS))


def test_a_table_of_links_in_the_menu_goes() -> None:
    menu = (
        "<nav><table>"
        + "".join(f"<tr><td><a href='/{a}'>{a}</a></td><td><a href='/{b}'>{b}</a></td></tr>" for a, b in SHIPS)
        + "</table></nav>"
    )
    text = kept(page(PAGE.replace(NAV, menu)))
    assert not [ship for ship, _ in SHIPS if ship in text]


BOX = "<div class='social-links'><p>Sign up for our weekly newsletter today</p><p>Facebook</p><p>Twitter</p></div>"
FIGURE = "<div class='related'><figure><img src='a.png'><figcaption>Teaser</figcaption></figure></div>"


def test_what_a_passage_says_of_itself_goes_before_where_it_stands() -> None:
    document = page(PAGE.replace("<footer>", BOX + FIGURE + "<footer>"))
    verdicts = judge_pages([document], markup=[explain_markup(document)])[0]
    found = {document.source[p.start : p.end].strip(): v for p, v in zip(document.passages, verdicts, strict=True) if not v.keep}
    assert found["Sign up for our weekly newsletter today"].category == "newsletter"
    assert found["Facebook"].category == "sharing"
    assert found["Teaser"].reason == "The caption of a picture or table, no part of the running text."


def test_without_grounds_from_markup_the_text_gives_them() -> None:
    assert all(v.keep or v.reason for v in judge_pages([page()])[0])


def test_other_pages_in_the_batch_change_nothing() -> None:
    first, second = page(), page(f"<title>x</title>{NAV}<p>{STORY[2]}</p><p>{STORY[3]}</p>")
    alone = [judge_pages([one])[0] for one in (first, second)]
    assert judge_pages([second, first, second]) == [alone[1], alone[0], alone[1]]


@pytest.mark.parametrize("markup", ["<p>***</p>", "<p>One.</p>", "<ul><li>—</ul>"])
def test_little_to_judge(markup: str) -> None:
    document = page(markup)
    assert len(judge_pages([document])[0]) == len(document.passages)


def test_nothing_to_judge() -> None:
    assert judge_pages([]) == []


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(ValueError, match="bold"):
        judge_pages([page()], "bold")


def test_a_passage_knows_its_share_of_links_and_its_element() -> None:
    document = page("<body><div class=a><p>ab<a>cd</a></p><ul><li><a>x</a></ul></div>")
    assert [passage.link_share for passage in document.passages] == [0.5, 1.0]
    for passage in document.passages:
        path, element = [], passage.element
        while element >= 0:
            path.append(document.outline.labels[element])
            element = document.outline.parents[element]
        assert tuple(reversed(path)) == passage.path
        assert all(parent < number for number, parent in enumerate(document.outline.parents))


SHOWN = {
    "a line named after authors": ("<h1>T</h1><span class=author>By Jane Roe</span>", {"author": "Jane Roe"}),
    "a line that begins with by": ("<h1>T</h1><p>Von Jana Rot | 3. Mai 2021</p>", {"author": "Jana Rot", "date": "2021-05-03"}),
    "a day in words": ("<h1>T</h1><div class=meta>May 3rd, 2021</div>", {"date": "2021-05-03"}),
    "a byline among other words, as an hCard": (
        "<h1>T</h1><p>On Monday by <i class='author vcard'><a class='url fn'>Jane Roe</a></i> in Sport</p>",
        {"author": "Jane Roe"},
    ),
    "a person that JSON-LD refers to": (
        """<script type="application/ld+json">{"@graph": [{"@type": "Article", "author": {"@id": "#jr"}},
        {"@type": "Person", "@id": "#jr", "name": "Jane Roe"}]}</script>""",
        {"author": "Jane Roe"},
    ),
    "not the site in the author's place": ("<meta name=author content=news.example.de>", {}),
    "not a mere by": ("<meta name=author content=By>", {}),
    "not the words around a name": ("<meta name=author content='View all posts by Jane O&amp;#039;Roe'>", {"author": "Jane O'Roe"}),
    "not a comment's": ("<h1>T</h1><div class=comments><span class=author>By Jane Roe</span></div>", {}),
}


@pytest.mark.parametrize(("markup", "expected"), SHOWN.values(), ids=SHOWN)
def test_author_and_date_where_a_page_only_shows_them(markup: str, expected: dict[str, str]) -> None:
    found = page(f"<body>{markup}<p>It rained all day.</p>").metadata
    assert {key: value for key, value in found.items() if key in ("author", "date")} == expected
