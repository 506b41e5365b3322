"""The frame that libraries of e-books set around a book: header, licence, notes on how the file was made.

The title and the author that the header names become metadata; the book itself
stays to the character.  Only what begins or ends a document as such a frame does
is one: a text about Project Gutenberg, or one that quotes a part of its licence,
stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from curate.cleaners.context import Context
from curate.cleaners.ebook_frame.gutenberg import find_gutenberg_frames
from curate.cleaners.ebook_frame.libraries import find_library_notes
from curate.cleaners.ebook_frame.paragraphs import Block
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.rules.registry import all_rules

_HINTS = ("gutenberg", "wikisource", "wikiźródeł", "ebook", "e-book", "e-kirja", "livre numérique", "édition électronique")  # folded
_NAMED = (  # what a header says of the book: the value after the label, with the lines that go on below it
    ("ebook.title", re.compile(r"^(?:Title|Titolo|Titre|Titel|Título)[ \t]*:[ \t]*(?P<value>\S.*(?:\n[ \t]+\S.*)*)", re.M | re.I)),
    ("ebook.author", re.compile(r"^(?:Author|Autore|Auteur|Autor)[ \t]*:[ \t]*(?P<value>\S.*(?:\n[ \t]+\S.*)*)", re.M | re.I)),
)
_FIRST_LINE = re.compile(  # of a header without labels
    r"Gutenberg(?:['’]s)?(?:[ -]tm)? (?:(?:e-?book|e-?text)s? (?:of|von|de|van|di) )?(?P<title>[^\n,*]{2,120}?),? "
    r"(?:by|von|par|door|di|de|por) (?P<author>[^\n,*]{3,60}?)[ *]*$",
    re.M | re.I,
)


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the removal of the frame around the book, or around each of several books in one file."""
    text = draft.text
    if context.config.boilerplate.setting == "off" or not _mentions_library(text):
        return
    blocks = sorted([*find_gutenberg_frames(text), *find_library_notes(text)])
    if sum(len(text[one.start : one.end].strip()) for one in blocks) >= len(text.strip()):  # a licence by itself is a text
        return
    done = 0
    for block in blocks:
        if block.start >= done:
            done = block.end
            yield from _remove_block(text, block)


def _mentions_library(text: str) -> bool:
    folded = text.casefold()
    return any(hint in folded for hint in _HINTS)


def _remove_block(text: str, block: Block) -> Iterator[Edit]:
    """Yield the removal of a block, of what it says of the book apart."""
    at = block.start
    for start, end, rule in sorted(_find_named(text, block)):
        yield from _remove(text, at, start, block.rule)
        yield from _remove(text, start, end, rule)
        at = end
    yield from _remove(text, at, block.end, block.rule)


def _find_named(text: str, block: Block) -> Iterable[tuple[int, int, str]]:
    if not block.names_book:
        return
    found = [(*match.span("value"), rule) for rule, label in _NAMED if (match := label.search(text, block.start, block.end))]
    first = _FIRST_LINE.search(text, block.start, block.end)
    if not found and first:
        found = [(*first.span("title"), "ebook.title"), (*first.span("author"), "ebook.author")]
    yield from found


def _remove(text: str, start: int, end: int, rule: str) -> Iterator[Edit]:
    if start < end:
        yield Edit(start, end, text[start:end], "", rule, all_rules()[rule].reason, all_rules()[rule].confidence)
