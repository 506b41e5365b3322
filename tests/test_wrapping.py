"""Lines are joined only where the whole document shows one wrap width: prose comes out in paragraphs, every other form keeps its lines."""

from __future__ import annotations

import textwrap

import pytest
from conftest import clean_text

from curate.cleaners import wrapping
from curate.config import Boilerplate, Config, Duplicates
from curate.ledger.draft import Draft

ENGLISH = (
    "The ferry left the island an hour after sunset, because the mate had gone up to the chapel to look for his brother and "
    "nobody on the quay would say where either of them was. When they came down the hill at last it was dark.\n\n"
    "There were eleven of us on board, and a dog. The old woman who sold eels sat with her basket on her knees and told "
    "anyone who would listen that the wind was going to turn before we had passed the second light.\n\n"
    "It did turn, though not before the third. In 1884 the same had happened to her father, she said; he had been alone, "
    "and it had taken the neighbours two days to find the boat. Of him there was never anything to be found.\n\n"
    "By the time we saw the lamps of the harbour she had fallen asleep, and the dog with her, and nobody had the heart to wake "
    "either of them before the rope was fast and the gangway down and the mate had gone home to his supper."
)
GERMAN = (
    "Als der Wirt am Morgen die Läden öffnete, stand der Wagen noch immer vor dem Haus, und auf dem Bock saß der Fremde und "
    "schlief. Niemand im Dorf hatte ihn kommen hören, obwohl die Hunde sonst bei jedem Schritt anschlugen.\n\n"
    "»Was will er hier?« fragte die Frau des Müllers, und weil ihr keiner antwortete, ging sie selbst hinüber und klopfte mit "
    "dem Stock gegen das Rad. Der Mann öffnete die Augen, sah sie an und nannte den »Adler« beim Namen.\n\n"
    "Am Abend wussten alle, dass er ein Landvermesser war und drei Wochen bleiben würde; länger, sagte er, brauche kein "
    "Mensch für so ein Tal. Er blieb den Winter über, und im Frühjahr heiratete er die Tochter des Wirts.\n\n"
    "So jedenfalls erzählt man es in der Stube, wenn die Lampe brennt und der Schnee bis an die Fenster reicht."
)
FRENCH = (
    "Le facteur ne passait que le mardi, et encore, quand la neige le lui permettait ; les autres jours, on se contentait de "
    "ce que racontait le meunier. Que savait-il du monde ? Peu de chose, mais il le disait bien, et lentement.\n\n"
    "— Vous verrez, disait-il en posant son sac près du poêle, cette année encore la rivière montera jusqu'au pont, et l'on ira "
    "chercher le pain en barque comme du temps de mon père ! Les femmes riaient, les hommes regardaient le ciel.\n\n"
    "Elle monta en effet, une nuit de mars, sans bruit, et au matin le moulin n'avait plus de roue. Le meunier s'assit sur le "
    "talus et compta ses sacs : il en restait sept, dont deux mouillés, et personne n'osa lui parler avant midi."
)


def wrap(text: str, width: int) -> str:
    """Fill the lines of each paragraph, as editors and mail programs do."""
    return "\n\n".join(textwrap.fill(one, width, break_long_words=False, break_on_hyphens=False) for one in text.split("\n\n"))


@pytest.mark.parametrize("width", [65, 70, 78])
@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH], ids=["en", "de", "fr"])
def test_wrapped_prose_becomes_the_paragraphs_it_was(text: str, width: int) -> None:
    assert clean_text(wrap(text, width) + "\n").draft.text == text + "\n"


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, FRENCH], ids=["en", "de", "fr"])
def test_prose_with_a_paragraph_a_line_stays(text: str) -> None:
    assert clean_text(text + "\n").draft.text == text + "\n"


LONG_LINES = """\
Over the moor in the evening the plover goes crying and crying,
nobody answers it there but the wind in the heads of the rushes,
and who would have told it, alone in the rain and the dark of the year,
that answer is all that there is of the singing, and all of the song?

Down by the sluices the water is counting the hours and the boatmen,
counting the lamps they have hung on the poles and the lamps that are out,
and never has one of them come to the end of the sum, or the morning,
or asked what it was that was counted, and whether the number was right.
"""
FREE_VERSE = """\
so much of what we called the winter
was only the light
coming late through the same window
and finding us there, as it had every year,
with our hands around cups, with
nothing to say that the kettle had not said.

then the thaw: a gutter that talked
all night of somewhere else,
and in the morning the field
lay open like a letter from no one,
and we read it, and read it again.
"""
PLAY = """\
MARTHA. You have left the gate open again, and the goats are in the
bishop's garden, where they have eaten everything that was not a stone.

PETER. It was not I who left it open, it was your uncle, who went out
at six with the lantern and came back at seven without it.

MARTHA. My uncle has been dead these four years, and you carried the
lantern behind him to the churchyard in the rain.

PETER. Then it was somebody else's uncle. They all have the same coat
in this parish, and not one of them can shut a gate behind him.

MARTHA. Go and fetch the goats, and do not come back here until you
have counted them twice, once for me and once for the bishop.
"""
GLOSSARY = """\
capstan

   A drum that is turned by bars or by an engine, and around which the
   cable runs when the anchor is weighed or a barge is warped upstream.

fender

   Anything soft that hangs between a hull and a wall: old rope, a bag
   of cork, a tyre. Boats that lie beside one another share what they have.

lee

   The side that the wind does not come from, and the water there, where
   a small boat may lie until the worst of the weather has gone by.
"""
ADDRESSES = """\
Marine Supply Company of the Northern Islands
Warehouse Seven, behind the old customs house
to be delivered to the back door, before noon.

Widow of the late Captain Andersen, net maker
at the end of the lane, the house with no number
and if nobody opens, with the neighbours, please.
"""
SUBTITLES = """\
1
00:00:01,000 --> 00:00:04,000
And when we came around the last of the bends,
there was the town, all lit.

2
00:00:04,500 --> 00:00:08,000
I had not seen it for eleven years,
and it had not missed me.
"""
LETTER_LINES = """\
Dear Anna,
the roof is on, the stove is lit, and I have not yet fallen off
anything. The neighbour says that I will.
He has promised to watch.
Come when the road is dry. Bring the blue pot
and whatever is left of the apples.
Your brother, who is well and asks how you all are and what the goat did.
"""
MINUTES = """\
Present: the chair, the treasurer, four members, and the surveyor
Absent with apologies: the secretary
Agreed that the lower lock is to be closed for the month of March
Agreed by five votes to one that nobody shall be told why.
"""


@pytest.mark.parametrize(
    "text",
    [LONG_LINES, FREE_VERSE, PLAY, GLOSSARY, ADDRESSES, SUBTITLES, LETTER_LINES, MINUTES],
    ids=["long lines", "free verse", "play", "glossary", "addresses", "subtitles", "letter", "minutes"],
)
def test_what_is_no_wrapped_prose_keeps_its_lines(text: str) -> None:
    assert clean_text(text).draft.text == text


def test_the_poem_in_a_wrapped_book_keeps_its_lines_and_the_prose_is_joined() -> None:
    chapters = [ENGLISH.replace("eels", fish) for fish in ("eels", "plaice", "herrings", "dabs")]
    before, after = "\n\n".join(chapters[:2]), "\n\n".join(chapters[2:])
    keep_all = Config(boilerplate=Boilerplate("rules"), duplicates=Duplicates(passages="keep"))
    cleaned = clean_text(f"{wrap(before, 70)}\n\n{FREE_VERSE}\n{wrap(after, 70)}\n", keep_all).draft.text
    assert cleaned == f"{before}\n\n{FREE_VERSE}\n{after}\n"


def test_a_paragraph_that_happens_to_fill_its_lines_stays_among_ragged_ones() -> None:
    wrapped = wrap("The stanza that is filled to the brim by chance, and ends where a program would have ended it, is verse.", 60)
    text = f"{FREE_VERSE}\n{wrapped}\n\n{FREE_VERSE.replace('winter', 'summer')}"
    assert clean_text(text).draft.text == text


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        ("The mate--the tall one--\ntold it to the cook.", "The mate--the tall one--told it to the cook."),
        ("The mate — the tall one —\ntold it to the cook.", "The mate — the tall one — told it to the cook."),
        ("The inn stands on the corner of Mill-/\nHarbour Street.", "The inn stands on the corner of Mill-/Harbour Street."),
        ("Wer kennt den Gasthof\n»Zum Anker« noch?", "Wer kennt den Gasthof »Zum Anker« noch?"),
        ("Que dit-il ? Rien, et pourquoi\n? Qui le sait ?", "Que dit-il ? Rien, et pourquoi ? Qui le sait ?"),
        ("He said nothing, and why\n? Who knows?", "He said nothing, and why? Who knows?"),
    ],
)
def test_dashes_and_marks_are_joined_as_the_text_sets_them_elsewhere(wrapped: str, joined: str) -> None:
    assert Draft(wrapped).revise(wrapping.join_lines(wrapped, (0, len(wrapped)), "en")).text == joined
