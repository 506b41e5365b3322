"""Rules that take a bare line act only where the text shows that it came from a web page."""

from __future__ import annotations

import pytest

from curate.cleaners import boilerplate
from curate.cleaners.context import Context
from curate.config import Boilerplate, Config
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.rules import registry as rules
from curate.text.document import Document
from curate.text.segment import Span

STORY = "The rain fell on the harbour all that night, and in the morning the boats were gone from the quay."


def boilerplate_left(text: str, pages: tuple[Span, ...] | None, language: str = "en", repairs: tuple[Edit, ...] = ()) -> str:
    """What the rules leave of a text that is a page in these stretches of its source only."""
    config = Config(boilerplate=Boilerplate("rules"))
    draft = Draft(text).revise(repairs)
    context = Context(Document("t", text, "text"), language, config, rules.packs_for(language), page_spans=pages)
    return draft.revise(boilerplate.propose(draft, context)).text


def test_a_text_is_a_page_everywhere_unless_something_says_otherwise() -> None:
    assert boilerplate_left(f"{STORY}\n\nRemember Me.\n", None) == f"{STORY}\n\n"


def test_a_line_counts_as_on_the_page_only_if_all_of_it_is() -> None:
    text = f"Skip it\n{STORY}\n\nMy account\n"
    at = text.index("My account")
    context = Context(Document("t", text, "text"), "en", Config(), (), page_spans=((0, 7), (at, at + 10)))
    draft = Draft(text)
    assert context.is_on_page(draft, at, len(text))
    assert context.is_on_page(draft, 0, 8)
    assert not context.is_on_page(draft, 0, at)
    assert not context.is_on_page(draft, at - 4, at + 3)


def test_the_stretches_are_those_of_the_source_whatever_was_repaired_before() -> None:
    text = f"Ã¶Ã¶Ã¶Ã¶ {STORY}\n\nRemember Me.\n"
    at = text.index("Remember")
    repairs = tuple(Edit(n, n + 2, "Ã¶", "ö", "encoding.mojibake") for n in range(0, 8, 2))
    assert "Remember" not in boilerplate_left(text, ((at, len(text)),), repairs=repairs)
    assert "Remember" in boilerplate_left(text, ((0, at),), repairs=repairs)


KINDS_FOR_EVERYWHERE = {
    "skip-link", "share-on", "share-label", "cookie-notice", "adblock-notice", "adblock-plea", "comment-moderation", "date-prefix",
    "gutenberg-de",
}  # fmt: skip


def test_only_kinds_that_can_be_nothing_else_act_where_nothing_shows_a_page() -> None:
    packs = [pack for name in ("any", "de", "en", "es", "fr", "it", "nl", "pl", "pt") if (pack := rules.load_pack(name))]
    acting = {rule.id.partition(".")[2] for pack in packs for rule in pack.rules if not rule.needs}
    assert acting == KINDS_FOR_EVERYWHERE


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "By Blue Ontario's Shore"),  # the title of a poem
        ("en", "Remember me."),
        ("en", "March 4, 1933"),
        ("en", "Copyright 1911 by the Oak Press"),
        ("en", "About the Author"),
        ("en", "No comments"),
        ("en", "Enable JavaScript in the browser of the terminal."),
        ("de", "3. März 1921"),
        ("de", "Von Anna Schmidt"),
        ("de", "Zur Seite springen"),
        ("de", "Mit Freunden teilen"),
        ("de", "1965-04-05"),
        ("fr", "Voir plus"),
        ("fr", "Suivez-nous !"),
        ("fr", "par Anne Martin"),
        ("es", "Normas de participación"),
        ("es", "5 de abril de 1965"),
        ("it", "Ricordami"),
        ("nl", "Zie ook"),
        ("pt", "Continue a ler"),
        ("pl", "Zobacz też"),
    ],
)
def test_a_line_that_may_be_verse_a_date_a_heading_or_a_name_stays_where_nothing_shows_a_page(language: str, line: str) -> None:
    text = f"{line}\n\n{STORY}\n\n{STORY} Again.\n\n{line}\n"
    assert boilerplate_left(text, (), language) == text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Skip to main content"),
        ("en", "Share on Facebook"),
        ("en", "Please turn off your ad blocker to continue."),
        ("de", "Zum Hauptinhalt springen"),
        ("de", "Auf Facebook teilen"),
        ("de", "Wir verwenden Cookies, um Ihnen den besten Dienst zu bieten."),
        ("fr", "Aller au contenu principal"),
        ("es", "Saltar al contenido"),
        ("it", "Condividi su Facebook"),
        ("nl", "Het lijkt erop dat je een adblocker gebruikt."),
    ],
)
def test_what_can_be_nothing_else_goes_everywhere(language: str, line: str) -> None:
    assert boilerplate_left(f"{line}\n\n{STORY}\n", (), language) == f"{STORY}\n"


def test_the_same_line_goes_on_the_page_and_stays_in_the_book_before_it() -> None:
    book = f"{STORY}\n\nRemember me.\n\n{STORY} Again.\n\n"
    footer = "Remember me.\nForgot your password?\n"
    text = book + footer
    assert boilerplate_left(text, ((len(book), len(text)),)).rstrip() == book.rstrip()
