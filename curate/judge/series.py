"""Series: passages of one form that belong together: a list, a table, a numbered series, a dialogue, verse.

In text the form of a line tells them, on a page its elements do, and the form of its paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from curate.text.document import Document, Outline

_GAP = 2  # passages of another form that may stand between two members
_FEWEST, _FEWEST_VERSES = 4, 6  # members of a series
_VERSE_WORDS, _VERSE_CHARACTERS = range(2, 15), 80

TABLE, NUMBERED, LIST, DIALOGUE, VERSE = "a table", "a numbered series", "a list", "a dialogue", "verse"
_FORMS = (  # of a passage's first line, the most telling first
    (TABLE, r"\|.*\||[^\t]{1,200}\t[^\t]{1,200}\t"),
    (NUMBERED, r"(?:\(?\d{1,4}[.):\]]|\d{1,3}(?:\.\d{1,3}){1,4}\.?|\(?[ivxlcIVXLC]{1,6}[.)]|\(?[a-zA-Z]\)|§+\s?\d{1,4}\w?)(?:\s|$)"),
    (NUMBERED, r"(?:art|article|artikel|section|chapter|kapitel|chapitre|capítulo|artículo)\.?\s\d{1,4}\b"),
    (LIST, r"[-–—*•·▪◦‣●○■]\s+\S"),
    (DIALOGUE, r"(?:[^\W\d_][^\s:]{0,20}(?: [^\s:]{1,20}){0,3}:|[<\[(][^\s>\])]{1,20}[>\])])(?:\s|$)"),  # a name, a nickname
    (DIALOGUE, r"\[?\d{1,2}:\d\d|[“„«\"»‚‘‹]\w"),
)
_PATTERNS = tuple((form, re.compile(pattern, re.I)) for form, pattern in _FORMS)
_SPEAKER = re.compile(r"[A-ZÀ-ÞŁŚŻ]{2}[A-ZÀ-ÞŁŚŻ .'’-]{0,30}[.:](?:\s|$)")  # as plays print one, in capitals
_VERSE_START = re.compile(r"[^\W\d_]|[“„«\"»‚‘'’(¡¿]")
_ITEM, _AROUND = re.compile(r"(?:li|dt|dd|tr)(?![\w-])"), re.compile(r"(?:ul|ol|dl|menu|table|tbody|thead)(?![\w-])")
_TABLES = ("table", "tbody", "thead")


@dataclass(frozen=True, slots=True)
class Series:
    """What it is, and the numbers of the passages that are its members, ascending."""

    what: str
    members: tuple[int, ...]


def find_series(passages: Sequence[str], document: Document | None = None) -> Iterator[Series]:
    """Yield the series of a text, or those of a page if its document is given."""
    plain: Sequence[int] = range(len(passages))
    if document and document.passages:
        lists, plain = _split_by_lists(document)
        for around, members in lists.items():
            if len(members) >= _FEWEST:
                yield Series(TABLE if document.outline.labels[around].startswith(_TABLES) else LIST, tuple(members))
    forms = {number: tell_form(passages[number]) for number in plain}
    yield from _gather(forms)
    yield from _stanzas(passages, forms)


def tell_form(passage: str) -> str:
    """Return what a series of such passages would be, empty for a passage of no form.

    >>> tell_form("3. Beat the eggs."), tell_form("HAMLET. To be, or not to be"), tell_form("It rained all night.")
    ('a numbered series', 'a dialogue', '')
    """
    line = passage.lstrip().partition("\n")[0]
    if _SPEAKER.match(line):
        return DIALOGUE
    return next((form for form, pattern in _PATTERNS if pattern.match(line)), "")


def _gather(forms: Mapping[int, str]) -> Iterator[Series]:
    """Yield the runs of passages of one form, with at most `_GAP` others between two of them."""
    places: dict[str, list[int]] = {}
    for number, form in forms.items():
        if form:
            places.setdefault(form, []).append(number)
    for form, numbers in places.items():
        starts = [0, *(k for k in range(1, len(numbers)) if numbers[k] - numbers[k - 1] > _GAP + 1), len(numbers)]
        for start, end in pairwise(starts):
            if end - start >= _FEWEST:
                yield Series(form, tuple(numbers[start:end]))


def _stanzas(passages: Sequence[str], forms: Mapping[int, str]) -> Iterator[Series]:
    """Yield the runs of verse-like lines: short, and of no other form."""
    for is_verse, run in groupby(forms, key=lambda number: not forms[number] and _is_verse(passages[number])):
        members = tuple(run)
        if is_verse and len(members) >= _FEWEST_VERSES:
            yield Series(VERSE, members)


def _is_verse(passage: str) -> bool:
    line = passage.strip()
    is_short = len(line) <= _VERSE_CHARACTERS and "\n" not in line and len(line.split()) in _VERSE_WORDS
    return is_short and _VERSE_START.match(line) is not None


def _split_by_lists(document: Document) -> tuple[dict[int, list[int]], list[int]]:
    """Return the passages of each list or table, by its element, and the paragraphs in none; what the page hides is in neither."""
    lists: dict[int, list[int]] = {}
    plain = []
    for number, passage in enumerate(document.passages):
        if passage.hidden:
            continue
        if (around := _list_around(document.outline, passage.element)) >= 0:
            lists.setdefault(around, []).append(number)
        elif passage.role in ("paragraph", "quote"):
            plain.append(number)
    return lists, plain


def _list_around(outline: Outline, element: int) -> int:
    """Return the innermost list or table of which an element is in an item, -1 if there is none."""
    for pattern in (_ITEM, _AROUND):
        while element >= 0 and not pattern.match(outline.labels[element]):
            element = outline.parents[element]
    return element
