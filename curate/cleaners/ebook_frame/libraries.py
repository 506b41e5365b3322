"""Notes of other libraries of e-books: Wikisource, Ebooks libres et gratuits, Bibliothèque numérique romande, Liber Liber, Lönnrot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curate.cleaners.ebook_frame.paragraphs import Block, paragraphs, skip_blank

_RULE = "ebook.library-note"
_EXPORTED = re.compile(
    r"^(?:Exported from Wikisource on|Exporté de Wikisource le|Exportiert aus Wikisource am|Esportato da Wikisource (?:in data|il)|"
    r"Exportado de Wikisource el|Exportado d[oa] Wikisource em|Geëxporteerd (?:uit|van) Wikisource op|Wyeksportowano z Wikiźródeł)"
    r"\b[^\n]{4,40}$",
    re.M,
)
_ABOUT = re.compile(
    r"^(?:About this (?:digital|electronic) edition|Über diese (?:digitale|elektronische) (?:Edition|Ausgabe)|"
    r"À propos de cette édition (?:électronique|numérique)|Informazioni su questa edizione elettronica|"
    r"Sobre esta edici[óo]n electr[óo]nica|Sobre esta edição (?:eletr[óô]nica|digital)|"
    r"Over deze (?:digitale|elektronische) (?:editie|uitgave)|Ce livre numérique)\b",
    re.M | re.I,
)
_LIBRARY = re.compile(r"wikisource|wikisłownik|ebooks? libres et gratuits|ebooksgratuits|numérique romande|ebooks-bnr|liber ?liber", re.I)
_LONGEST_ABOUT = 8_000  # characters, to the end of the text
_MANUZIO = re.compile(r"^(?:Questo e-book (?:è stato realizzato|proviene)|QUESTO E-BOOK:)", re.M)
_MANUZIO_WORDS = re.compile(r"liber ?liber|progetto manuzio", re.I)
_LONNROT = re.compile(r"Projekti Lönnrot", re.I)
_NEAR_START, _LONGEST_HEADER = 600, 9_000


def find_library_notes(text: str) -> Iterator[Block]:
    """Yield what these libraries set before and after a book."""
    yield from (Block(match.start(), skip_blank(text, match.end()), _RULE) for match in _EXPORTED.finditer(text))
    yield from _find_about(text)
    yield from _find_manuzio(text)
    yield from _find_lonnrot(text)


def _find_about(text: str) -> Iterator[Block]:
    """Yield the last section of the text, if it is about the electronic edition and names a library."""
    for heading in _ABOUT.finditer(text, max(0, len(text) - _LONGEST_ABOUT)):
        if _LIBRARY.search(text, heading.start()):
            yield Block(heading.start(), len(text), _RULE)
            return


def _find_manuzio(text: str) -> Iterator[Block]:
    """Yield the header of Liber Liber: from its first line to the last paragraph that names the project."""
    opening = _MANUZIO.search(text, 0, _NEAR_START)
    if not opening:
        return
    named = [end for start, end in paragraphs(text, opening.start(), _LONGEST_HEADER) if _MANUZIO_WORDS.search(text, start, end)]
    if named:
        yield Block(opening.start(), skip_blank(text, named[-1]), _RULE, names_book=True)


def _find_lonnrot(text: str) -> Iterator[Block]:
    """Yield the paragraphs of the Finnish project that begin a text."""
    for start, end in paragraphs(text, 0, _LONGEST_HEADER):
        if not (_LONNROT.search(text, start, end) and re.search(r"e-kirja|julkaisu", text[start:end], re.I)):
            if start > _NEAR_START:
                return
            continue
        yield Block(start, skip_blank(text, end), _RULE)
