"""Encoding: mojibake repaired, characters that nobody can see removed.

Only ftfy's encoding steps are used; its defaults would straighten German
quotation marks and widen CJK punctuation.  Zero-width joiners are part of
emoji and of Persian and Indic spelling and stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain

from curate.cleaners.context import Context
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\xad\u200b\u2060\ufeff]")
_NAMES = {
    "\xad": ("encoding.soft-hyphen", "A soft hyphen: an invisible mark of where a word may break."),
    "\u200b": ("encoding.zero-width", "A zero-width space: invisible, and it splits words in searches."),
    "\u2060": ("encoding.zero-width", "A word joiner: invisible, and it hides words from searches."),
    "\ufeff": ("encoding.byte-order-mark", "A byte order mark, which is no text."),
}
_NON_ASCII, _ASCII_RUN = re.compile("[^\x00-\x7f]+"), re.compile("[\x00-\x7f]+")
_UNUSUAL = re.compile("[^\x00-\x7f’“”‘–—…•\xa0]")  # these alone are no mojibake: it begins with a letter or a sign
_PAIRED = re.compile("[^\x00-\x7f]{2}|[\x80-\x9fÂÃŒœ]")  # without this, ftfy takes nothing for mojibake; its own test is slow

_PILED = re.compile(  # what stands after thirty combining marks; the first class lets most letters fail fast
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{30}"
    r"(?P<excess>[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+)"
)
_NO_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\ua9df\uaa60-\uaa7f]"
)  # Thai, Lao, Burmese, Khmer
_UNREADABLE = re.compile("\ufffd+|[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_MARKS = re.compile(  # any character of these three; most texts are done with after this one scan
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u200b\u2060"
    "\u20d0-\u20ff\ue000-\uf8ff\ufe20-\ufe2f\ufeff\ufffd\U000f0000-\U0010fffd]"
)
_UNDECODABLE = ("encoding.replacement", "What stood here was lost in decoding; look for another copy of the source.")
_DASH = ("encoding.replacement", "A soft hyphen between spaces stands for a dash that was lost.")
_PRIVATE = ("encoding.private-use", "A character that shows in one font only, often an icon; nothing says what it stands for.")
_TALK_OF_ENCODINGS = re.compile(  # text about encodings: examples of what went wrong are its subject
    r"mojibake|hieroglyph|krakozyabr|\bUTF-?(?:8|16)|unicode|\b(?:ISO[- ]?)?8859|\blatin-?1\b|(?:windows|cp|code ?page)[- ]?125\d"
    r"|\bASCII\b|encod|decod|codepoint|code point|charset|character set|zeichens[aä]tz|ko?dierung|zeichensalat|codifica"
    r"|jeu de caract|tekenset|kodowani",
    re.I,
)
_GARBLED = re.compile(r"[^\x00-\x7f]\^\S{0,9}\^|\^\S{0,9}\^[^\x00-\x7f]")  # bytes that are no text at all
_SIGN_BESIDE_LETTER = re.compile(r"[+#_^][^\x00-\x7f]|[^\x00-\x7f][+#_^]")  # so often, they are none either
_CLOSING = {"”": "“„", "“": "„", "’": "‘‚", "»": "«"}  # closing marks, and what opens before them
_WITH_A_GRAVE = ("fr", "it", "pt", "ca")
_LOST_A = re.compile("Ã (?= \\w)|(?<=[a-z©¨])Ã (?=[\\w ])")
_LOST_SPACE = re.compile(r"(?<=[a-z0-9.,;:!?%»)])Â(?=  ?\S)")
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f\u3099\u309a]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
_MANY = 4
_LONG = 1_000  # characters of a line that are compared letter by letter
_RUN = 9  # characters on each side in which a run of zero-width spaces ends
_REACH = 300  # characters around broken text in which it may be said that it is the subject


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose repairs of mojibake, line by line, and the removal of invisible characters.

    Wrong for text *about* mojibake that never says so; where encodings, letters
    or Unicode are mentioned nearby, a repair is only suggested.  What cannot be
    read at all is reported, never guessed.
    """
    text = draft.text
    marks = _MARKS.search(text) is not None
    if not context.config.normalise.encoding or (text.isascii() and not marks):
        return
    piles = marks and _PILED.search(text) is not None
    start = 0
    for line in text.split("\n"):
        if (marks and _MARKS.search(line)) or (not line.isascii() and (_PAIRED.search(line) or _DECOMPOSED.search(line))):
            yield from _repair_line(text, start, line, piles, context.language)
        start += len(line) + 1


def _repair_line(text: str, start: int, line: str, piles: bool, language: str) -> Iterator[Edit]:
    repaired = [_cut_piled_marks(mark, start) for mark in _PILED.finditer(line)] if piles else []
    repaired = repaired or list(_repair_mojibake(text, line, start))
    taken = {at for edit in repaired for at in range(edit.start, edit.end)}
    others = chain(_repair_lost_spaces(line, start, language) if "Ã" in line or "Â" in line else (), _compose(line, start))
    repaired += [edit for edit in others if taken.isdisjoint(range(edit.start, edit.end))]
    yield from sorted(repaired, key=lambda edit: edit.start)
    if _MARKS.search(line):
        taken = {at for edit in repaired for at in range(edit.start, edit.end)}
        yield from (edit for edit in _remove_unseen(line, start) if edit.start not in taken)


def _cut_piled_marks(marks: re.Match[str], offset: int) -> Edit:
    start, end = marks.span("excess")
    return Edit(
        offset + start,
        offset + end,
        marks["excess"],
        "",
        "encoding.combining-marks",
        "More than thirty marks on one letter: no writing has that.",
    )


def _remove_unseen(line: str, offset: int) -> Iterator[Edit]:
    """Yield what is to be done about characters that nobody can see or read."""
    for mark in _INVISIBLE.finditer(line):
        start, end = mark.span()
        before, after = line[start - 1 : start] if start else "", line[end : end + 1]
        rule, reason = _NAMES.get(mark.group(), ("encoding.control", f"A control character, U+{ord(mark.group()):04X}."))
        if mark.group() >= "\x80" and rule == "encoding.control" and (before.isalpha() or after.isalpha()):
            rule, reason = _UNDECODABLE
        if mark.group() == "\xad" and before == " " and after.isspace():
            rule, reason = _DASH
        needed = _is_boundary(line, start) if mark.group() == "\u200b" else mark.group() == "\xad" and _is_sign(before, after)
        if not needed:
            yield Edit(offset + start, offset + end, mark.group(), "", rule, reason)
    for lost in _UNREADABLE.finditer(line):
        rule, reason = _UNDECODABLE if lost.group()[0] == "\ufffd" else _PRIVATE
        yield Edit(offset + lost.start(), offset + lost.end(), lost.group(), "", rule, reason, 0.5)


def _is_boundary(line: str, at: int) -> bool:
    """Does nothing but this zero-width space, or the run it stands in, say where a word or a part of the text ends?"""
    left, right = line[max(0, at - _RUN) : at], line[at : at + _RUN]
    before, after = left.rstrip("\u200b")[-1:], right.lstrip("\u200b")[:1]
    if _NO_SPACES.match(before) or _NO_SPACES.match(after):
        return True
    if after.isupper() or (before in ("?", "!") and after.isalpha()):
        return before.isalnum() or before in tuple("%.?!:")
    return before.isalpha() and after.isalpha() and (left.endswith("\u200b") or right.startswith("\u200b\u200b"))


def _is_sign(before: str, after: str) -> bool:
    """Is a soft hyphen between these a sign among signs?"""
    return bool(before and after) and not (before + after).isascii() and not before.isalpha() and not after.isalpha()


def _repair_mojibake(text: str, line: str, offset: int) -> Iterator[Edit]:
    if not _PAIRED.search(line) or not _UNUSUAL.search(line):
        return
    from ftfy import fix_encoding  # takes a moment to import; most text never needs it
    from ftfy.badness import is_bad

    if not is_bad(line):
        return
    fixed = fix_encoding(line)
    if fixed == line:
        return
    garbled = _GARBLED.search(line) is not None
    for start, end, after in _split_differences(line, fixed):
        at, before = offset + start, line[start:end]
        if _is_lone(line, start, end) or _is_meant(line, start, end, after):
            continue
        near = text[max(0, at - _REACH) : at + _REACH]
        no_text = garbled or len(_SIGN_BESIDE_LETTER.findall(near)) >= _MANY or after in ("‹", "›")  # a single guillemet was another sign
        about = no_text or _TALK_OF_ENCODINGS.search(near) or _is_quoted(line, start, end)
        rule = "encoding.mojibake-mentioned" if about else "encoding.mojibake"
        yield Edit(at, offset + end, before, after, rule, f"{after!r} in a wrong encoding.", 0.5 if about else 0.99)


def _split_differences(line: str, fixed: str) -> Iterator[tuple[int, int, str]]:
    """Yield the differences, those inside one word apart where what lies between them is plain: `Ã¼berprÃ¼ft`."""
    for start, end, after in find_differences(line, fixed):
        old, new = list(_NON_ASCII.finditer(line, start, end)), _NON_ASCII.findall(after)
        if _ASCII_RUN.findall(line, start, end) == _ASCII_RUN.findall(after) and len(old) == len(new):
            yield from ((*a.span(), b) for a, b in zip(old, new, strict=True) if a.group() != b)
        else:
            yield start, end, after


def _is_lone(line: str, start: int, end: int) -> bool:
    """Is it one letter that stands by itself before a plain space: more likely meant than broken?"""
    letter, after = line[start:end].rstrip(" "), line[end : end + 1]
    stands_free = not line[max(0, start - 1) : start].isalpha() and (line[end - 1] == " " or not after or after.isascii())
    return letter in ("Ã", "Â", "Å") and stands_free and (line[end - 1] == " " or not after.isalnum())


def _is_meant(line: str, start: int, end: int, after: str) -> bool:
    """Is it right as it stands: a letter and a sign behind it, or a symbol whose last byte is lost?"""
    before = line[start:end]
    if any("NKO" in unicodedata.name(one, "") for one in after):  # what ß and a dagger, or a quotation mark, would be
        return True
    if before.endswith(" ") and max(after) > "\uffff":  # the space is no byte of it
        return True
    closes = len(before) == 2 and before[1] in _CLOSING and before[0].isupper() and line[start - 1 : start].isupper()
    return closes and any(line.count(mark, 0, start) > line.count(before[1], 0, start) for mark in _CLOSING[before[1]])


def _repair_lost_spaces(line: str, offset: int, language: str) -> Iterator[Edit]:
    """Yield repairs of letters whose second byte was a no-break space that has become a plain one: `Ã  midi`, `100Â  km`."""
    if language in _WITH_A_GRAVE and ("Ã©" in line or "Ã¨" in line or "Ã«" in line or len(_LOST_A.findall(line)) > 1):
        for match in _LOST_A.finditer(line):
            yield Edit(
                offset + match.start(), offset + match.end(), match.group(), "à", "encoding.mojibake", "'à' in a wrong encoding.", 0.99
            )
    for match in _LOST_SPACE.finditer(line):
        yield Edit(
            offset + match.start(), offset + match.end(), "Â", "", "encoding.mojibake", "A no-break space in a wrong encoding.", 0.99
        )


def _compose(line: str, offset: int) -> Iterator[Edit]:
    """Yield letters and their marks, and the parts of Korean syllables, as the one character that they are."""
    for match in _DECOMPOSED.finditer(line):
        composed = unicodedata.normalize("NFC", match.group())
        if len(composed) < len(match.group()):
            reason = "A letter and its mark, or parts of a syllable, as one character."
            yield Edit(offset + match.start(), offset + match.end(), match.group(), composed, "encoding.nfc", reason, 0.99)


def _is_quoted(line: str, start: int, end: int) -> bool:
    """Does it stand in quotation marks all by itself: `Ã¶`, as an example would?"""
    return bool(start) and line[start - 1 : start] in "\"'`“‘«„(" and line[end : end + 1] in tuple("\"'`”’»“)")


def find_differences(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and replacement of what differs, word by word and as small as can be.

    Words are compared in pairs where both texts have as many, which holds for
    most repairs of encoding; else letter by letter, in lines that are not too
    long for that.
    """
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new) and len(before) < _LONG:
        yield from _compare_letters(before, after)
        return
    if len(old) != len(new):
        old, new = [before], [after]
    at = 0
    for a, b in zip(old, new, strict=True):
        if a != b:
            left = _count_common_start(a, b)
            right = _count_common_start(a[left:][::-1], b[left:][::-1])
            if left + right == len(a):  # it only grows: take a neighbour along
                left, right = (left - 1, right) if left else (left, right - 1)
            yield at + left, at + len(a) - right, b[left : len(b) - right]
        at += len(a) + 1


def _compare_letters(before: str, after: str) -> Iterator[tuple[int, int, str]]:
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "insert":  # take a neighbour along
            start, end, first, last = (start - 1, end, first - 1, last) if start else (start, end + 1, first, last + 1)
        if kind != "equal":
            yield start, end, after[first:last]


def _count_common_start(a: str, b: str) -> int:
    """Return the length of the longest common beginning."""
    for index, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return index
    return min(len(a), len(b))
