"""What stands inside an article, or in elements alike, stays with what is around it."""

from __future__ import annotations

import pytest

import curate

MENU = "<nav><ul><li><a href=/1>Home</a></li><li><a href=/2>Sport</a></li><li><a href=/3>Contact</a></li></ul></nav>"
MORE = (
    "<aside><h3>Read more</h3><ul><li><a href=/4>Nine bridges of the valley</a></li>"
    "<li><a href=/5>Why the fair was moved</a></li></ul></aside>"
)
FOOTER = "<footer><p>© 2021 The Valley Post. All rights reserved.</p><a href=/6>Privacy policy</a> <a href=/7>Terms of use</a></footer>"
OPENING = (
    "<p>The mill below the weir has not ground any corn since the spring, when the miller gave up and moved to his daughter.</p>"
    "<p>Nobody had told him to. The water was as high as ever, he said to us in the yard, but the farmers had stopped coming.</p>"
)
CLOSING = (
    "<p>What will become of the wheel is an open question. Two families would like to buy the house, and neither wants the wheel.</p>"
    "<p>Until then the council pays a man to open the sluice when it rains for more than three days, and to close it again afterwards.</p>"
)


def clean(inside: str, around: str = "article") -> str:
    opened = f"<{around}>" if around == "article" else f"<div class='{around}'>"
    closed = "</article>" if around == "article" else "</div>"
    page = (
        f"<!doctype html><html><body>{MENU}{opened}<h1>The last miller</h1>{OPENING}{inside}{CLOSING}{closed}{MORE}{FOOTER}</body></html>"
    )
    text = curate.clean(page, html=True).text
    assert "Nine bridges" not in text and "All rights reserved" not in text
    return text


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<div class=cards><div><h3>Ada</h3><p>Ground.</p></div><div><h3>Ben</h3><p>Sang.</p></div></div>", "Ada Ground. Ben Sang."),
        ("<div class=fact-box><h3>The mill</h3><ul><li>Built: 1802</li><li>Wheels: two</li></ul></div>", "Built: 1802 - Wheels: two"),
        ("<div class=talk><p>A: Still there?</p><p>B: Yes.</p><p>A: Good.</p></div>", "A: Still there? B: Yes. A: Good."),
        ("<ul><li><a href=/p/1>Ilse Moor</a></li><li><a href=/p/2>Tom Reed</a></li><li><a href=/p/3>Eva Lund</a></li></ul>", "Tom Reed"),
        (
            "<figure><img src=a><figcaption>The wheel in 1910, with the miller's whole family on it</figcaption></figure>",
            "The wheel in 1910",
        ),
        ("<dl><dt>Weir</dt><dd>What holds the water back</dd><dt>Sluice</dt><dd>A gate in it</dd></dl>", "Sluice A gate in it"),
    ],
    ids=["cards", "a fact box", "a talk", "people with pages", "a caption", "a glossary"],
)
def test_what_stands_between_the_paragraphs_of_an_article_stays(inside: str, expected: str) -> None:
    assert expected in " ".join(clean(inside).replace("#", "").split())


@pytest.mark.parametrize("sentence", ["Translated by Eva Lund.", "Aus dem Dänischen von Eva Lund.", "Traduit du danois par Eva Lund."])
def test_the_last_line_of_an_article_stays(sentence: str) -> None:
    page = f"<!doctype html><body>{MENU}<article><h1>The last miller</h1>{OPENING}{CLOSING}<p>{sentence}</p></article>{MORE}{FOOTER}</body>"
    assert sentence in curate.clean(page, html=True).text


@pytest.mark.parametrize("around", ["article", "text-column"])
def test_code_with_a_button_to_copy_it_stays_between_paragraphs(around: str) -> None:
    text = clean("<div class=tools><pre><code>def turn(wheel):\n    return wheel / 12</code></pre><button>Copy</button></div>", around)
    assert "def turn(wheel):\n    return wheel / 12" in text


def test_what_says_itself_that_it_is_no_part_of_the_article_goes() -> None:
    text = clean(
        "<div><p>Sign up for our newsletter</p></div><p class=ad>Advertisement</p><div class=share><a href=/s>Share on Facebook</a></div>"
    )
    assert "newsletter" not in text and "Advertisement" not in text and "Facebook" not in text


def test_the_menu_of_a_page_of_few_words_goes() -> None:
    page = "<body><nav><a href=/>Home</a> <a href=/c>Contact</a></nav><p>The inn is closed until the snow is gone from the pass.</p></body>"
    assert curate.clean(page, html=True).text == "The inn is closed until the snow is gone from the pass.\n"
