"""What is no web page comes out whole, however long it is; what is pasted from one is cleaned all the same."""

from __future__ import annotations

import random

import pytest

import curate
from curate.judge import judge

SCENE = """The kitchen of an inn. Night.

MARTHA. Who has put out the lamp?
OLD JORN. The wind, mistress, or whoever sends it.
MARTHA. The wind does not lift a latch.
She goes to the door.
OLD JORN. Leave it shut.
MARTHA. Remember me to your brother, then, and hold your tongue.

    Exit MARTHA.

OLD JORN. She will not come back tonight.
"""
LAW = """Act on Ferries and Landing Places

of 3 May 1921

Section 1
Scope

(1) This Act applies to all ferries that carry persons across public waters.
(2) It does not apply to boats that are used by their owner alone.

Section 2
Duties of the ferryman

The ferryman shall keep the boat in good repair.

Last amended on 12 June 1958
"""
POEM = """Harbour Song

Grey is the water, grey is the stone,
Remember me.
The boats come home, the boats come home,
Remember me.

By the long wall we counted the oars,
Remember me.
"""
LETTER = """Kiel, den 14. November 1911

Lieber Ernst!

Deine Karte habe ich gestern erhalten. Es geht uns allen gut, nur der Vater hustet noch.
Schreib bald, und grüße Anna.

Dein Bruder
Wilhelm
"""
RECIPE = """Barley soup

Serves 4

200 g barley
2 carrots
1 onion
salt

Wash the barley. Chop the onion and the carrots. Boil everything for an hour.
"""
MINUTES = """Protokoll der Sitzung vom 4.3.2009

Anwesend: Ahrens, Boysen, Clausen
Entschuldigt: Detlefs

TOP 1 Kasse
Der Kassenwart berichtet. Einstimmig angenommen.

TOP 2 Sommerfest
Termin: 20. Juni
"""
SPOKEN = ("Where were you?", "By the river.", "All night?", "Until it rained.", "- And Tom?\n- Gone.", "Back to the farm.")
SUBTITLES = "".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},500\n{line}\n\n" for n, line in enumerate(SPOKEN, start=1))
TEXTS = {"play": SCENE, "law": LAW, "poem": POEM, "letter": LETTER, "recipe": RECIPE, "minutes": MINUTES, "subtitles": SUBTITLES}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("times", [1, 12])
def test_a_text_that_is_no_web_page_keeps_every_word(name: str, times: int) -> None:
    text = "\n".join([TEXTS[name]] * times)
    assert curate.clean(text).text.split() == text.split()


WHO = (
    "Martha",
    "the old ferryman",
    "her brother",
    "nobody in the village",
    "the schoolmaster",
    "Jorn",
    "the widow",
    "a stranger",
    "my father",
)
DID = (
    "had never spoken of",
    "still remembered",
    "was afraid of",
    "laughed about",
    "went on thinking of",
    "wrote to the bishop about",
    "forgot",
)
WHAT = ("the winter of the great flood", "that letter", "the lamp in the tower", "what they had seen on the ice", "the debt",
        "the boat that did not come back", "the price of a horse", "the song", "the night when the bell rang by itself")  # fmt: skip
WHEN = (
    "when the first snow fell",
    "until the harvest was in",
    "as long as she lived",
    "before he could answer",
    "although it was late",
    "once more",
)
AND = (
    "and so it stayed",
    "which was not true",
    "as if that could help",
    "and shut the door",
    "but the dog knew better",
    "for the wind had turned",
)


def prose(paragraphs: int, seed: int = 1) -> list[str]:
    """Paragraphs of a story that nobody has to like."""
    draw = random.Random(seed)

    def sentence() -> str:
        parts = [draw.choice(WHO), draw.choice(DID), draw.choice(WHAT), draw.choice(WHEN)]
        text = " ".join(parts) + (f", {draw.choice(AND)}" if draw.random() < 0.6 else "")
        return text[0].upper() + text[1:] + "."

    return [" ".join(sentence() for _ in range(draw.randint(2, 7))) + "\n\n" for _ in range(paragraphs)]


@pytest.mark.parametrize("before", [0, 30, 300, 1500])
@pytest.mark.parametrize("behind", [0, 1500])
def test_prose_keeps_its_verdict_in_ever_more_prose(before: int, behind: int) -> None:
    story = prose(20)
    verdicts = judge([prose(before, seed=2) + story + prose(behind, seed=3)])[0]
    assert all(verdict.keep for verdict in verdicts)


FURNITURE = ["Skip to content", "Home", "News", "Sport", "Log in", "Share on Facebook", "Sign up for our newsletter", "Read more",
             "Related articles", "Privacy policy", "Terms of use", "Cookie settings", "All rights reserved"]  # fmt: skip
PAGE = ["Skip to content\n", "Home\n", "News\n", "Sport\n", "Log in\n\n", "Ferry line opens again after the flood\n\n", *prose(4, seed=4),
        "Share on Facebook\n", "Sign up for our newsletter\n\n", "Related articles\n", "Read more\n", "How the flood changed the town\n\n",
        "Privacy policy\n", "Terms of use\n", "Cookie settings\n", "All rights reserved\n\n"]  # fmt: skip


@pytest.mark.parametrize("place", ["middle", "end"])
def test_a_page_pasted_into_a_novel_is_cleaned_and_the_novel_is_not(place: str) -> None:
    novel = prose(400, seed=5)
    text = "".join(novel[:200] + PAGE + novel[200:] if place == "middle" else novel + PAGE)
    left = curate.clean(text).text
    lines = left.split("\n")
    assert sum(line in lines for line in FURNITURE) <= len(FURNITURE) // 3
    assert sum(paragraph.strip() not in left for paragraph in novel) <= 2  # of 400, right beside the page


def test_the_metadata_says_where_a_text_comes_from_a_web_page() -> None:
    assert "web_page" not in curate.clean("".join(PAGE)).metadata
    assert curate.clean(SCENE).metadata["web_page"] == []
    novel = prose(200, seed=6)
    source = "".join(novel + PAGE)
    ((start, end),) = curate.clean(source).metadata["web_page"]
    assert 0 < start < len("".join(novel)) + 200 and end > len(source) - 200
