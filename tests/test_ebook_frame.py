"""The frame that libraries of e-books set around a book goes, its title and author become metadata, the book stays to the character."""

from __future__ import annotations

import pytest
from conftest import clean_text

from curate.config import Boilerplate, Config
from curate.pipeline.metadata import collect_stated_fields

BOOK = """\
THE LOCK KEEPER

A Tale of the Canal

I

The lock keeper's daughter could tell by the sound of the horses which of the
boats was coming, and whether the man who led them had been drinking.

II

    The water goes down, and the water goes up,
    And the keeper goes in to his supper and cup.

It was she who opened the gates on the night of the flood; nobody had asked her.
"""
MODERN = """\
The Project Gutenberg eBook of The Lock Keeper, by Hanna Quist

This ebook is for the use of anyone anywhere in most parts of the world, at no
cost and with almost no restrictions. You may copy it or give it away.

Title: The Lock Keeper
       A Tale of the Canal

Author: Hanna Quist

Release date: May 4, 2021 [eBook #99123]

Language: English

Credits: A volunteer and the proofreaders

*** START OF THE PROJECT GUTENBERG EBOOK THE LOCK KEEPER ***
"""
OF_2005 = """\
Project Gutenberg's The Lock Keeper, by Hanna Quist

This eBook is for the use of anyone anywhere at no cost.

Title: The Lock Keeper

Author: Hanna Quist

Character set encoding: ASCII

***START OF THIS PROJECT GUTENBERG EBOOK THE LOCK
KEEPER***

E-text prepared by A. Volunteer and the proofreading team

Note: Project Gutenberg also has an HTML version of this file.

+--------------------------------------------------------+
| Transcriber's Note:                                    |
|                                                        |
| Two misprints were corrected.                          |
+--------------------------------------------------------+

"""
OF_1995 = """\
The Project Gutenberg Etext of The Lock Keeper, by Hanna Quist

Copyright laws are changing all over the world, be sure to check yours.

**Welcome To The World of Free Plain Vanilla Electronic Texts**

***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***
You might sue us, say our lawyers.
*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*

This etext was prepared by A. Volunteer.
"""
MODERN_END = """\
*** END OF THE PROJECT GUTENBERG EBOOK THE LOCK KEEPER ***

Updated editions will replace the previous one.

START: FULL LICENSE

THE FULL PROJECT GUTENBERG LICENSE

You agree to the terms of this license by reading the work.

Nobody needs to read this paragraph.

1.E.8. You may charge a reasonable fee for copies of electronic works.

Donations are welcome.
"""
OLD_END = "End of the Project Gutenberg Etext of The Lock Keeper, by Hanna Quist\n"
FOREIGN_ENDS = (
    "Ende dieses Project Gutenberg Etextes Die Schleuse, von Hanna Quist\n",
    "Fin de Project Gutenberg's L'écluse, par Hanna Quist\n",
    "Einde van Project Gutenberg's De sluis, door Hanna Quist\n",
)


def cleaned_text(text: str) -> str:
    return clean_text(text).draft.text


@pytest.mark.parametrize("header", [MODERN, OF_2005, OF_1995], ids=["modern", "2005", "1995"])
@pytest.mark.parametrize("end", ["", MODERN_END, OLD_END, *FOREIGN_ENDS], ids=["none", "modern", "old", "de", "fr", "nl"])
def test_header_and_licence_go_and_the_book_stays_to_the_character(header: str, end: str) -> None:
    assert cleaned_text(f"{header}\n\n\n{BOOK}\n\n\n{end}") == BOOK


@pytest.mark.parametrize(
    ("header", "title"),
    [(MODERN, "The Lock Keeper A Tale of the Canal"), (OF_2005, "The Lock Keeper"), (OF_1995, "The Lock Keeper")],
    ids=["modern", "2005", "1995"],
)
def test_title_and_author_become_metadata(header: str, title: str) -> None:
    found = collect_stated_fields(clean_text(f"{header}\n\n{BOOK}").draft)
    assert (found["title"], found["author"]) == (title, "Hanna Quist")


def test_each_of_two_books_in_one_file_loses_its_frame() -> None:
    second = BOOK.replace("LOCK", "GATE").replace("boats", "barges").replace("flood", "fire").replace("water", "river")
    text = f"{MODERN}\n\n{BOOK}\n\n{MODERN_END}\n\n{MODERN.replace('Lock', 'Gate')}\n\n{second}\n\n{MODERN_END}"
    cleaned = cleaned_text(text)
    assert BOOK in cleaned and second in cleaned
    assert "Gutenberg" not in cleaned and "Donations" not in cleaned


@pytest.mark.parametrize(
    "note",
    [
        "[Transcriber's Note: Spelling stands as printed.]\n\n",
        "[Anmerkungen zur Transkription: Offensichtliche Fehler wurden berichtigt:\n\n  S. 3: Schleußen wurde Schleusen\n]\n\n",
        "Note de transcription\n\nLa graphie d'origine a été conservée.\n\n\n",
        "Opmerkingen van de bewerker\n\nDe spelling is die van de druk.\n\n\n",
    ],
    ids=["en", "de", "fr", "nl"],
)
def test_transcribers_notes_at_either_end_go(note: str) -> None:
    assert cleaned_text(f"{MODERN}\n\n{note}\n{BOOK}\n\n{MODERN_END}") == BOOK
    assert cleaned_text(f"{MODERN}\n\n{BOOK}\n\n{note}\n{MODERN_END}") == BOOK


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Exported from Wikisource on 3 May 2021\n\n",
            "\nAbout this digital edition\n\nThis e-book comes from Wikisource.\n\nIt was made by:\n\n Ada\n",
        ),
        ("", "\nÀ propos de cette édition électronique\n\nTexte libre de droits.\n\nPublication par le groupe Ebooks libres et gratuits\n"),
        ("", "\nÜber diese digitale Edition\n\nDieses E-Book entstammt der Bibliothek Wikisource.\n"),
        ("Hanna Quistin Sulku on Projekti Lönnrotin julkaisu n:o 9999.\nE-kirja on vapaasti käytettävissä.\n\n", ""),
        (
            "QUESTO E-BOOK:\n\nTITOLO: La chiusa\nAUTORE: Hanna Quist\n\nLICENZA: libera\n\nAiuta il progetto Manuzio di Liber Liber\n\n\n",
            "",
        ),
    ],
    ids=["wikisource en", "ebooks libres", "wikisource de", "lönnrot", "liber liber"],
)
def test_notes_of_other_libraries_go(before: str, after: str) -> None:
    assert cleaned_text(f"{before}{BOOK}{after}").strip() == BOOK.strip()


ABOUT = """\
Project Gutenberg was the first of the libraries that give away e-books, and for years
nobody but its founder typed them.

Each of its files begins with the words "This eBook is for the use of anyone anywhere", and
ends, after a line like this one,

*** END OF THE PROJECT GUTENBERG EBOOK THE LOCK KEEPER ***

with a licence of several pages. Of those I quote a sentence only:

    You agree to the terms of this agreement by reading the work.

The rest of it speaks of trademarks, refunds and donations, and hardly anybody has read it to the end.
"""
QUOTED_START = """\
How to strip the header

Look for the line that says

*** START OF THE PROJECT GUTENBERG EBOOK THE LOCK KEEPER ***

and delete all that stands above it. Title: and Author: may be kept, they say at Project Gutenberg.

What is left is the book, which nobody may forbid you to read, print or give away.
"""
LETTER = f"Transcriber's Note: the ink has run on the last page.\n\n{BOOK}\nProduced by the heirs of the lock keeper, at their own cost.\n"
EDITION = f"{BOOK}\nAbout this digital edition\n\nThe county archive made it from the only copy that survived the flood.\n"
TITLED = f"Title: The Lock Keeper\n\nAuthor: Hanna Quist\n\n{BOOK}"


@pytest.mark.parametrize(
    "text", [ABOUT, QUOTED_START, LETTER, EDITION, TITLED], ids=["about", "start quoted", "letter", "edition", "titled"]
)
def test_what_speaks_of_such_a_frame_or_looks_a_little_like_one_stays(text: str) -> None:
    assert not [edit for edit in clean_text(text).draft.edits if edit.rule.startswith("ebook.")]


def test_the_licence_goes_under_its_own_rule_whatever_the_judge_thinks_of_the_lines_beside_it() -> None:
    index = "\n".join(f"Song of the {name}    {page}" for page, name in enumerate(("Lock", "Gate", "Barge", "Horse", "Eel", "Flood"), 2))
    edits = clean_text(f"{MODERN}\n\n{BOOK}\n\n{index}\n\n\n{MODERN_END}", Config()).draft.edits
    assert "FULL PROJECT GUTENBERG LICENSE" in next(edit.before for edit in edits if edit.rule == "ebook.gutenberg-licence")


def test_a_note_of_one_paragraph_takes_no_line_of_the_book_along() -> None:
    assert cleaned_text(f"{MODERN}\n\nTranscriber's Note: the spelling stands as it was printed.\n\n{BOOK}\n\n\nIII\n") == f"{BOOK}\nIII\n"


def test_a_licence_by_itself_is_a_text() -> None:
    assert "FULL PROJECT GUTENBERG LICENSE" in cleaned_text(MODERN_END)


def test_the_frame_stays_where_nothing_is_to_be_removed() -> None:
    text = f"{MODERN}\n\n{BOOK}\n\n{MODERN_END}"
    assert "START OF THE PROJECT" in clean_text(text, Config(boilerplate=Boilerplate("off"))).draft.text
