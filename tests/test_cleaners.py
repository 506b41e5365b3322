"""One table a cleaner, from the rules that code carries out, and what the tables cannot say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ftfy.badness import BADNESS_RE, is_bad

from curate import cleaners
from curate.cleaners import (
    doubled_passages,
    ebook_frame,
    encoding,
    entities,
    line_endings,
    misread,
    spelling,
    typography,
    unify,
    whitespace,
    wrapping,
)
from curate.cleaners.context import Context
from curate.config import Boilerplate, Config, Html, Normalise
from curate.ledger.draft import Draft
from curate.rules import registry as rules
from curate.rules.registry import Rule
from curate.text.document import Document

PROPOSERS = {
    "encoding": encoding.propose, "line_endings": line_endings.propose, "typography": typography.propose,
    "doubled_passages": doubled_passages.propose, "whitespace": whitespace.propose,
    "entities": entities.propose, "wrapping": wrapping.propose, "spelling": spelling.propose, "unify": unify.propose,
    "misread": misread.propose, "ebook_frame": ebook_frame.propose,
}  # fmt: skip
CORE = [rule for rule in (rules.load_pack("core") or rules.Pack("", (), {}, "")).rules if rule.cleaner in PROPOSERS]


def after(rule: Rule, text: str) -> str:
    """The text after all rules of the cleaner, in German."""
    context = Context(Document("t", text, "text"), "de", Config(normalise=Normalise(typography="unify")), rules.packs_for("de"))
    return Draft(text).revise(PROPOSERS[rule.cleaner](Draft(text), context)).text


def cases(name: str) -> list[tuple[Rule, object]]:
    return [(rule, example) for rule in CORE for example in getattr(rule, name)]


@pytest.mark.parametrize(("rule", "text"), cases("keeps"), ids=lambda x: x.id if isinstance(x, Rule) else repr(x))
def test_keeps(rule: Rule, text: str) -> None:
    assert after(rule, text) == text


@pytest.mark.parametrize(("rule", "change"), cases("changes"), ids=lambda x: x.id if isinstance(x, Rule) else repr(x[0]))
def test_changes(rule: Rule, change: tuple[str, str]) -> None:
    assert after(rule, change[0]) == change[1]
    assert after(rule, change[1]) == change[1]


def test_every_rule_that_a_cleaner_uses_is_written_down() -> None:
    written = set(rules.all_rules())
    for proposer in cleaners.CLEANERS:
        module = __import__(proposer.__module__, fromlist=["x"])
        source = Path(module.__file__ or "").read_text("utf-8")
        used = {
            part
            for part in source.split('"')
            if part.partition(".")[0] in ("encoding", "typography", "spelling", "whitespace", "dup", "ebook") and "." in part
        }
        assert used <= written, module.__name__


def clean(text: str, **tables: object) -> str:
    from conftest import clean_text

    return clean_text(text, Config(**{"boilerplate": Boilerplate("rules"), **tables})).draft.text  # type: ignore[arg-type]


LONG = "Es war einmal ein König, der hatte drei Söhne und eine Tochter, und sie lebten alle froh in ihrem Schloss."
SIGNS = "Zum Inhalt springen\nAuf Facebook teilen\nAuf Twitter teilen\n"  # that a text comes from a web page


def test_edits_are_as_small_as_the_change() -> None:
    from conftest import clean_text

    draft = clean_text(f"{LONG} Das ist schÃ¶n und das auch.\r\n{LONG}  Ja.\r\n").draft
    assert [(e.before, e.after) for e in draft.edits if e.rule == "encoding.mojibake"] == [("Ã¶", "ö")]
    assert all(len(e.before) == 1 for e in draft.edits if e.rule.startswith("whitespace"))


def test_a_passage_with_mojibake_is_still_recognised() -> None:
    from conftest import clean_text

    cleaned = clean_text(f"{SIGNS}{LONG}\n\nZurÃ¼ck zur Startseite\n")
    assert cleaned.draft.text.strip() == LONG
    removal = next(e for e in cleaned.draft.edits if "Startseite" in e.before)
    assert [via.rule for via in removal.via] == ["encoding.mojibake"]


def test_quotation_marks_dashes_and_no_break_spaces_stay() -> None:
    text = f'{LONG} „So“, «so», "so" — sagte er – und\u00a0ging…\n'
    assert clean(text) == text


def test_letters_that_often_are_mojibake_stay_where_they_are_meant() -> None:
    text = f"{LONG} Å and Ã are letters.\n"
    assert clean(text) == text


def test_swiss_spelling_names_and_what_is_only_unusual_stay() -> None:
    text = "Der Todesstoss im Weissen Haus: Matz und Matze, dortin, geniert, auf dem Fuss, innert von 24 Stunden, so die NZZ am Sonntag.\n"
    assert clean(text) == text


def test_a_removal_leaves_paragraphs_apart() -> None:
    assert clean(f"{SIGNS}{LONG}\nZurück zur Startseite\n\n{LONG} Anders.\n") == f"{LONG}\n\n{LONG} Anders.\n"
    assert clean(f"{SIGNS}{LONG}\n\nZurück zur Startseite\n{LONG} Anders.\n") == f"{LONG}\n\n{LONG} Anders.\n"


def test_what_is_switched_off_does_nothing() -> None:
    text = f"{LONG} schÃ¶n\n\nZurück zur Startseite\n"
    assert clean(text, boilerplate=Boilerplate("off"), normalise=Normalise(encoding=False)) == text


def test_one_word_of_an_interface_goes_only_beside_other_furniture() -> None:
    dictionary = "home\nn. The place where one lives and is.\n\nshare\nv. To divide and give.\n\nmenu\nn. A list of the dishes.\n"
    assert clean(dictionary) == dictionary
    story = f"{LONG}\n\nHome\n\n{LONG} Anders.\n"
    assert clean(story) == story
    assert clean(f"{SIGNS}Home\nMenu\n{LONG}\n") == f"{LONG}\n"


def test_a_chronicle_keeps_its_dates() -> None:
    text = f"Chronik\n\n3. März 1921\n\n{LONG}\n\n4. März 1921\n\n{LONG} Anders.\n"
    assert clean(text) == text


@pytest.mark.parametrize("judge", ["curate", "trafilatura"])
def test_a_page_keeps_the_steps_of_its_recipe(judge: str) -> None:
    from curate.pipeline.document import clean as clean_document
    from curate.readers.html import read_html

    page = f"""<html><body><nav><a href="/">Start</a></nav><article><h1>Soup</h1><p>{LONG} And so we all loved this soup in winter.</p>
    <figure><figcaption>The soup on the table</figcaption></figure><h2>Method</h2><ol><li>Chop the onion.<li>Fry it.<li>Serve.</ol>
    <p>Enjoy! {LONG} That is all there is to say about this soup.</p></article></body></html>"""
    text = clean_document(read_html("p", page), Config(html=Html(judge))).draft.text
    assert all(step in text for step in ("Chop the onion.", "Fry it.", "Serve.")) and "Start" not in text


REFRAIN = "Und wer's nie gekonnt, der stehle weinend sich aus diesem Bund\n"
ROUND = "Roll on, roll on, you wagons of the salt road, roll on down\n"


@pytest.mark.parametrize(
    "verse",
    [
        f"{LONG}\n\n{REFRAIN}\n{LONG} Mehr.\n\n{REFRAIN}",
        f"The sea is up, the moon is down,\n{ROUND}{ROUND}and none will sleep in Harbour Town.\n",
        f"{ROUND}{ROUND}{ROUND}and not one wheel of them is round.\n\n{ROUND}{ROUND}{ROUND}and not one driver can be found.\n",
    ],
)
def test_a_refrain_is_not_doubled_text(verse: str) -> None:
    assert clean(verse) == verse


OATH = "I promise to keep the lock and its books faithfully, to open to every boat in its turn, to nobody before it, and to take no gift."


@pytest.mark.parametrize(
    "text",
    [
        f"ANNA BERG. {OATH}\n\nThe chair thanked her.\n\nANNA BERG. {OATH}\n",
        f"§ 4\n\n{OATH}\n\n§ 9\n\n{OATH}\n",
        f"HAMISH\nGo in.\n\n{OATH}\n\nHAMISH\nGo in.\n\n{OATH}\n",
    ],
)
def test_formulas_and_speakers_names_stay_where_nothing_shows_a_page(text: str) -> None:
    draft = Draft(text)
    anywhere = Context(Document("t", text, "text"), "en", Config(), ())
    assert not list(doubled_passages.propose(draft, replace(anywhere, page_spans=())))
    assert [edit.before.strip() for edit in doubled_passages.propose(draft, anywhere)][:1] == [text.strip().split("\n\n")[-1]]


@pytest.mark.parametrize(
    "bad",
    [
        "\t" * 100_000,
        " " * 100_000 + "x",
        "a" * 100_000,
        "a ," * 20_000,
        "\n" * 100_000,
        "Ã¶" * 20_000,
        "x" + " " * 100_000 + "!",
        "*** END OF THE PROJECT GUTENBERG EBOOK X ***\n" * 5_000,
        "The Project Gutenberg EBook\n\n" * 5_000,
    ],
)
def test_cleaners_take_linear_time(bad: str) -> None:
    import time

    start = time.process_time()
    clean(f"{LONG}\n{bad}\n{LONG}")
    assert time.process_time() - start < 5


def test_no_mojibake_is_without_two_foreign_letters_in_a_row_or_one_of_a_few() -> None:
    """What the encoding cleaner takes for granted of ftfy, for each character that ftfy's own pattern names."""
    named = sorted({char for char in BADNESS_RE.pattern if char > "\x9f"} - set("ÂÃŒœ"))
    for between in (" ", "a", "Z", "1", "-", ".", ", ", "("):
        lines = "\n".join(f"{one}{between}{other}{between}{one}" for one in named for other in named)
        assert not is_bad(lines)
