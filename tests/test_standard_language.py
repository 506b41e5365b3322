"""Spelling is corrected in the standard language of today; dialect, older language, chat and learners' texts get suggestions only."""

from __future__ import annotations

import pytest
from conftest import clean_text

from curate.config import Boilerplate, Config

RULES = Config(boilerplate=Boilerplate("rules"))

NEWS = (
    "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke im nächsten Jahr zu erneuern. Die Arbeiten sollen im Frühjahr "
    "beginnen und bis zum Herbst dauern. Während dieser Zeit werden die Busse über die Umgehungsstraße geleitet. Mehrere Fachleute "
    "wollen danach zusamenarbeiten, um den Verkehr auch am anderen Ufer zu beruhigen. Die Kosten trägt zur Hälfte das Land."
)
REPORT = (
    "The council decided on Tuesday to renew the old bridge next year. Work is expected to begin in spring and to last until the "
    "autumn. During this time the buses will be sent along the ring road. Several experts have explicilty offered to work on a plan "
    "for the other bank of the river, where residents have complained about the traffic for years."
)
DIALECT = (
    "So hat sie es uns am Abend erzählt, und wir sollten dann alle zusamenarbeiten, damit niemand es vergisst:\n\n"
    "Jo mei, des hob i eahm doch scho gsogt, dass mia heit nimmer aufbrecha kenna, weil da Schnee so hoch liegt. Mia miassn halt "
    "warten, bis d'Sonna wieda auffakimmt, hod da Oide gmoant, und nacha gengan mia olle mitanand hoamwärts. Drentn beim Wirt "
    "hamms gsunga und gschpuit, und koana hod hoamgeh wolln, weils draußn gar so gschniebn hod und dahoam koana gwart hod."
)
EARLY_MODERN = (
    "The editor has explicilty kept the forms of the first print, which was made in the city.\n\n"
    "Then the goode wyfe toke her basket and wente forthe vnto the market, where she mette with her neyghbour, which was a man of "
    "greate wisdome and of smalle speche. And they agreed to worke togyder and to dyuyde betwene them the profyte thereof, as "
    "theyr fathers hadde done before theym, that no stryfe sholde aryse amonge the chyldren whan they were olde."
)
CHAT = (
    "ferdi: wasnt there smth abt the servrr bein down agn??\nlux: yeahhh dunno tbh, lemmeee chekc\n"
    "lux: soooo its prolllly the ruoterrr, gonna rebooot teh thing reeeal quick\nferdi: kewl, thxxx\n"
    "ferdi: I asked for the list of the day and you should have said so explicilty before you started with the work on it\n"
    "lux: hahaaa yupppp, ppl allllways brekin stufff aroudnn here, whatevrrr, cyaaa l8r then mate\n"
    "ferdi: yessss seeyaaa tomorrooow then, dont forgetttt the cabelsss pleeease"
)
LEARNER = (
    "In mein Aufsatz ich möchte über die Universität schreiben. Die Studenten haben viel Probleme mit Geld und sie mussen arbeiten "
    "neben dem Studium. Das ist nicht gut für die Gesundheit, weil sie haben keine Zeit zu schlaffen. Viele Leute glauben, dass man "
    "nach dem Studium efolgreich wird, aber das ist nicht immer so. Die geselschaftlichen Probleme sind größer geworden und die "
    "Politiker mussen zusamenarbeiten. In der Vegangenheit war es leichter, eine Arbeit zu finden. Ich denke, dass eine gute "
    "Ausbildung die Grundlage von alles ist und jeder soll die Möglichkeit haben. Man soll auch die Erfarungen von den alten Leuten "
    "nutzen, weil sie haben viel erlebt und können uns viel erzählen, was wir nicht wissen."
)


@pytest.mark.parametrize(("text", "right"), [(NEWS, "zusammenarbeiten"), (REPORT, "explicitly")], ids=["de", "en"])
def test_a_slip_in_print_is_corrected(text: str, right: str) -> None:
    assert right in clean_text(text, RULES).draft.text


@pytest.mark.parametrize(
    ("text", "slip"),
    [(DIALECT, "zusamenarbeiten"), (EARLY_MODERN, "explicilty"), (CHAT, "explicilty"), (LEARNER, "zusamenarbeiten")],
    ids=["dialect", "early modern", "chat", "learner"],
)
def test_the_same_slip_stays_where_spelling_is_what_the_text_is_about(text: str, slip: str) -> None:
    cleaned = clean_text(text, RULES)
    assert not [edit for edit in cleaned.draft.edits if edit.rule.startswith("spelling.")]
    assert slip in cleaned.draft.text


def test_what_is_not_corrected_is_still_suggested() -> None:
    suggestions = clean_text(LEARNER, RULES).suggestions
    assert {"spelling.suspect"} == {edit.rule for edit in suggestions}
    assert len({edit.reason for edit in suggestions}) >= 4


@pytest.mark.parametrize(
    "added", ["Die Firma Brömsen & Gespankt baut mit.", "Die Kröpelins sagen: »Wat mutt, dat mutt.«", "Es kam kein Retrogradmesser."]
)
def test_a_name_or_a_saying_does_not_make_print_a_dialect(added: str) -> None:
    assert "zusammenarbeiten" in clean_text(f"{NEWS} {added}", RULES).draft.text
