"""A word of a menu that is a heading of the text, or an item of a list, is no menu."""

from __future__ import annotations

import pytest

import curate

MENU = "<nav><ul><li><a href=/>Home</a></li><li><a href=/k>{0}</a></li><li><a href=/s>{1}</a></li></ul></nav>"
FOOTER = "<footer><p>© 2020 The Valley Post. All rights reserved.</p></footer>"


@pytest.mark.parametrize(
    ("first", "second", "opening", "below"),
    [
        ("Contact", "Search", "Running a small museum takes patience, a ladder and a good neighbour.", "It rang twice a year."),
        (
            "Kontakt",
            "Suche",
            "Wer ein kleines Museum führt, braucht Geduld, eine Leiter und gute Nachbarn.",
            "Das Telefon klingelte selten.",
        ),
        (
            "Contact",
            "Aide",
            "Tenir un petit musée demande de la patience, une échelle et de bons voisins.",
            "Le téléphone ne sonnait jamais.",
        ),
    ],
    ids=["en", "de", "fr"],
)
def test_a_heading_above_a_sentence_stays_though_the_menu_has_the_same_word(first: str, second: str, opening: str, below: str) -> None:
    sections = f"<h2>{first}</h2><p>{below}</p><h2>{second}</h2><p>{opening}</p>"
    article = f"<article><h1>{opening[:20]}</h1><p>{opening * 2}</p>{sections}</article>"
    page = f"<html><body>{MENU.format(first, second)}{article}{FOOTER}</body></html>"
    text = curate.clean(page).text
    assert f"## {first}\n" in text and f"## {second}\n" in text
    assert "Home" not in text and "2020" not in text


@pytest.mark.parametrize("item", ["Your e-mail address", "Ihre E-Mail-Adresse", "Contact"])
def test_an_item_goes_only_with_its_list(item: str) -> None:
    items = "".join(f"<li>{one}</li>" for one in ("Your name", item, "The date of the crossing", "The number of the boat"))
    story = "When you buy a ticket at the kiosk we write into the book what you tell us, and after a year the book is burned."
    article = f"<article><h1>What we keep</h1><p>{story}</p><ul>{items}</ul><p>{story}</p></article>"
    page = f"<html><body>{MENU.format('Contact', 'Help')}{article}</body></html>"
    assert f"- {item}\n" in curate.clean(page).text


def test_a_heading_of_links_still_goes() -> None:
    story = "The mill below the weir has not ground any corn since the spring, when the miller gave up and moved to the town. "
    more = "<h2>Contact</h2><ul><li><a href=/a>Advertise</a></ul>"
    page = f"<html><body><article><h1>The mill</h1><p>{story * 2}</p></article>{more}{FOOTER}</body></html>"
    assert "Contact" not in curate.clean(page).text
