"""Rules that take a bare line act only where the text shows that it came from a web page."""

from __future__ import annotations

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
