"""Where the frame of a Project Gutenberg file lies: its header, its licence, the notes of those who made it.

Old files (until about 2002) end their header with the "small print"; newer ones
with a line of asterisks.  After the book comes a line that says so, and mostly
the licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from curate.cleaners.ebook_frame.paragraphs import Block, end_of_section, paragraphs, skip_blank

_PROJECT = r"pro(?:ject|jekti?|jet|jeto|jecto|yecto|getto) gutenberg"
_START = re.compile(r"^[ \t]*\*{2,3}[ ]?START OF (?:THE|THIS|THE COPYRIGHTED) PROJECT GUTENBERG[^*]{0,400}\*{2,3}[^\n]*$", re.M | re.I)
_SMALL_PRINT = re.compile(r"^[ \t]*\*{1,3}[ ]?END[ ]?\*?[ ]?(?:OF )?THE SMALL PRINT[^\n]*$", re.M | re.I)
_END = re.compile(r"^[ \t]*\*{2,3}[ ]?END OF (?:THE|THIS|THE COPYRIGHTED) PROJECT GUTENBERG[^*]{0,400}\*{2,3}[^\n]*$", re.M | re.I)
_END_LINE = re.compile(  # "End of Project Gutenberg's Emma, by Jane Austen", over one line or two
    r"^[ \t*]*(?:end|ende|einde|fin|fine|fim|loppu|slut)\b[^\n]{0,30}\b"
    rf"{_PROJECT}[^\n]*(?:\n[^\n]*\S[^\n]*){{0,2}}",
    re.M | re.I,
)
_SIGNS = (  # of a header
    re.compile(rf"^[^\w\n]{{0,20}}(?:this is |dies ist )?(?:the |a |das |le |het |el |o |il )?{_PROJECT}(?:['’]?s?\b|-tm)", re.M | re.I),
    re.compile(r"^This (?:e-?book|e-?text) is for the use of anyone anywhere", re.M | re.I),
    re.compile(r"^Title[ \t]*:", re.M | re.I),
    re.compile(r"^(?:Release|Posting) date\b", re.M | re.I),
    re.compile(r"^Character set encoding", re.M | re.I),
    re.compile(r"copyright laws are changing all over the world", re.I),
    re.compile(r"THE SMALL PRINT!|Plain Vanilla Electronic Texts", re.I),
)
_LICENCE = re.compile(
    r"updated editions will replace|full project gutenberg licen[sc]e|the small print!|this file should be named|"
    r"please read this before you distribute",
    re.I,
)
_LICENCE_WORDS = re.compile(
    r"gutenberg|pglaf|foundation|donat|electronic work|licen[sc]e|e-?book|e-?text|trademark|refund|copyright|updated editions|"
    r"warrant|damages|liability|indemni|this file should be named|associated files|volunteer|public domain|produced by|\b1\.[A-F]\b",
    re.I,
)
_MADE = re.compile(
    r"^\W{0,3}(?:(?:produced|produzido|produit|prodotto) (?:by|por|par|da)\b|e-?text (?:prepared|produced|transcribed|scanned)\b|"
    r"(?:e-?text |this (?:e-?text|e-?book|file|text) (?:was|is) |html version )?"
    r"(?:prepared|transcribed|scanned|digiti[sz]ed|created|produced) "
    r"(?:by|from|for)\b|credits ?:|this (?:e-?text|e-?book|file) (?:was|comes)\b|\(?this (?:file|book|e-?book) was (?:produced|made)|"
    r"this book content was graciously contributed|dieses buch wurde uns freundlicherweise|"
    r"note: (?:project gutenberg|images of the original)|images of the original pages are available|see \d+-h\.)",
    re.I,
)
_NOTE = re.compile(  # perhaps in a bracket or a box
    r"^(?:[^\w\n]{3,100}\n)?\W{0,6}(?:transcriber(?:['’]?s?['’]?) notes?|(?:anmerkung(?:en)?|hinweise?) zur transkription|"
    r"anmerkung(?:en)? des transkriptors|"
    r"notes? (?:de|du|sur la) transcri(?:pteur|ption)|not[ae] del trascrittore|notas? del transcriptor|notas? d[eo] transcri(?:ção|tor)|"
    r"opmerkingen van de (?:bewerker|transcribent)|im folgenden werden alle geänderten textzeilen)\b",
    re.I,
)
_LEAST_SIGNS = 2
_NEAR_START = 400  # characters in which the first sign of a header stands
_NEAR_MARK = 1_500  # characters in which the small print begins, or the second of two marks stands
_LONGEST_HEADER = 45_000
_LONGEST_NOTE, _LONGEST_LIST = 4_000, 40_000  # a note; one in brackets, which may list all misprints of a book
_HEADING_WORDS = 6
_MOST_MARKS = 20  # lines that may end a book; in a text of many more it is something else
_PARTED = 4  # paragraphs of a licence in a row that hold none of its words


def find_gutenberg_frames(text: str) -> Iterator[Block]:
    """Yield the blocks of the frame around each book of the text."""
    at = 0
    while at < len(text):
        header = _find_header_end(text, at)
        body = at
        if header:
            header = skip_blank(text, header)
            yield Block(at, header, "ebook.gutenberg-header", names_book=True)
            for block in _find_notes(text, header):
                yield block
                header = block.end
            body = header
        licence = _find_licence(text, body, header is not None)
        if not licence:
            return
        yield from _find_last_notes(text, body, licence.start)
        yield licence
        at = licence.end


def _find_header_end(text: str, at: int) -> int | None:
    """Return the end of the header that begins there, or None if none does."""
    zone = text[at : at + _LONGEST_HEADER]
    marks = sorted(match.end() for pattern in (_START, _SMALL_PRINT) if (match := pattern.search(zone)))
    opening = skip_blank(zone, 0) + _NEAR_START
    if not marks or not any(sign.search(zone, 0, opening) for sign in _SIGNS):
        return None
    first, last = marks[0], marks[-1]
    if "small print!" not in zone[first : first + _NEAR_MARK].casefold() and last > first + _NEAR_MARK:
        last = first  # what comes later is not the header's any more
    signs = sum(sign.search(zone, 0, last) is not None for sign in _SIGNS)
    return at + last if signs >= _LEAST_SIGNS and not _END.search(zone, 0, last) else None


def _find_notes(text: str, at: int) -> Iterator[Block]:
    """Yield the notes on how the file was made that follow the header."""
    while at < len(text):
        start, end = next(paragraphs(text, at, len(text)))
        if _NOTE.match(text[start:end]):
            rule = "ebook.transcriber-note"
            end = _end_of_note(text, start, end)
        elif _MADE.match(text[start:end]):
            rule = "ebook.production-note"
        else:
            return
        at = skip_blank(text, end)
        yield Block(start, at, rule)


def _end_of_note(text: str, start: int, end: int) -> int:
    """Return the end of a note whose first paragraph ends at `end`: a heading takes along what follows, up to the next section."""
    if closed := _end_of_brackets(text, start):
        return closed
    if len(text[start:end].split()) > _HEADING_WORDS:
        return end
    following = [last for _, last in paragraphs(text, end, end + _LONGEST_NOTE)]
    return end_of_section(text, start, _LONGEST_NOTE) or (following or [end])[0]


def _end_of_brackets(text: str, start: int) -> int | None:
    """Return where the bracket is closed that opens a note, at the end of a line; None if the note stands in none."""
    if text[start] != "[":
        return None
    end = text.find("]\n", start, start + _LONGEST_LIST)
    return end + 1 if end > 0 else None


def _find_licence(text: str, at: int, has_header: bool) -> Block | None:
    """Return the line that says where the book ends, with the licence after it."""
    for mark in islice(chain(_END.finditer(text, at), _END_LINE.finditer(text, at)), _MOST_MARKS):
        end = _end_of_licence(text, mark.end())
        licensed = _LICENCE.search(text, mark.end(), end) is not None
        if licensed or not text[mark.end() :].strip() or (has_header and mark.re is _END):  # else somebody speaks of such a line
            line = _END_LINE.search(text, max(at, mark.start() - _NEAR_START), mark.start())
            start = line.start() if line and not text[line.end() : mark.start()].strip() else mark.start()
            return Block(start, _with_blank_end(text, end if licensed else mark.end()), "ebook.gutenberg-licence")
    return None


def _end_of_licence(text: str, at: int) -> int:
    """Return the end of the last paragraph that speaks as a licence does, in an unbroken run of them."""
    end, parted = at, 0
    for first, last in paragraphs(text, at, len(text)):
        if _SIGNS[0].match(text, first, last) and _find_header_end(text, first):  # the next book
            break
        parted = 0 if _LICENCE_WORDS.search(text, first, last) else parted + 1
        if parted > _PARTED:
            break
        end = last if not parted else end
    return end


def _with_blank_end(text: str, end: int) -> int:
    """Return the end of the text if nothing but white space follows: what is removed shall leave no line break behind it."""
    return end if text[end:].strip() else len(text)


def _find_last_notes(text: str, at: int, end: int) -> Iterator[Block]:
    """Yield the transcriber's notes that stand between the book and the line that ends it."""
    done = 0
    for start, last in paragraphs(text, max(at, end - _LONGEST_LIST), end):
        if start < done or not _NOTE.match(text[start:last]):
            continue
        closed = _end_of_brackets(text, start)
        if not closed and end - start > _LONGEST_NOTE:
            continue
        done = closed if closed and text[closed:end].strip() else end
        yield Block(start, done, "ebook.transcriber-note")
