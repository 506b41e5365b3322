"""One style of quotation marks, apostrophes, dashes and ellipses in a document, for those who ask for it.

Never by default: how a text quotes is part of the text.  The style is the one
that the document itself uses most among those of its language, else the
language's first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from curate.cleaners.context import Context
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.text.segment import segment, trim_span
from curate.text.words import is_running_text

_STYLES: Mapping[str, tuple[str, ...]] = {  # opening and closing mark, the usual style first
    "de": ("„“", "»«", "«»", "“”"), "en": ("“”",), "es": ("«»", "“”"), "fr": ("«»", "“”"), "it": ("«»", "“”"),
    "nl": ("“”", "„”"), "pl": ("„”", "«»", "“”"), "pt": ("“”", "«»"),
}  # fmt: skip
_INNER = {"fr": "\u00a0"}  # between a guillemet and what it quotes
_MARK = re.compile(r"«[ \u00a0\u202f]|[ \u00a0\u202f]»|[\"“”„«»‟]")
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[{–—/-])\Z")
_AFTER_CLOSING = re.compile(r"$|[\s.,;:!?)\]}…–—/-]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['´`](?=[^\W\d_])")
_DASH = re.compile(r"(?<=[^\s\d] )(?:--?|[–—])(?= [^\W\d_])")
_ELLIPSIS = re.compile(r"(?<![.…])\.\.\.(?![.…])")
_CODE = re.compile(r"[{}=<>`\\|]|\(\)|://")
_Mark = tuple[int, int, bool]  # start, end, and whether the mark opens


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the document's own mark for each other one, in running prose.

    Wrong for text about typography, and for text that quotes inside quotations
    with the same marks: passages whose marks do not pair are left alone.
    """
    if context.config.normalise.typography != "unify":
        return
    text = draft.text
    spans = [trim_span(text, span) for span in segment(text)]
    prose = [(a, b) for a, b in spans if is_running_text(text[a:b]) and not _CODE.search(text[a:b])]
    edits = [*_unify_quotes(text, prose, context.language), *_unify_dashes(text, prose)]
    for start, end in prose:
        edits += (_make_edit(m, "’", "typography.unify-apostrophe", "An apostrophe") for m in _APOSTROPHE.finditer(text, start, end))
        edits += (_make_edit(m, "…", "typography.unify-ellipsis", "An ellipsis") for m in _ELLIPSIS.finditer(text, start, end))
    yield from edits


def _unify_quotes(text: str, prose: Sequence[tuple[int, int]], language: str) -> Iterator[Edit]:
    if language not in _STYLES:
        return
    paired = [pair for span in prose for pair in _pair_marks(text, span)]
    style = _most_frequent(Counter(_bare_mark(text, a) + _bare_mark(text, b) for a, b in paired), _STYLES[language])
    for pair in paired:
        for (start, end, opens), mark in zip(pair, style, strict=True):
            inner = _INNER.get(language, "") if mark in "«»" else ""
            meant = (mark + inner) if opens else (inner + mark)
            if _bare_mark(text, (start, end, opens)) != mark:
                yield Edit(start, end, text[start:end], meant, "typography.unify-quotes", f"This document quotes with {style!r}.", 0.9)


def _pair_marks(text: str, span: tuple[int, int]) -> list[tuple[_Mark, _Mark]]:
    """Return the marks of a passage in pairs, or nothing if they do not pair."""
    found = [_tell_role(text, match) for match in _MARK.finditer(text, *span)]
    marks = [mark for mark in found if mark]
    if len(marks) != len(found) or len(marks) % 2 or any(mark[2] == bool(n % 2) for n, mark in enumerate(marks)):
        return []
    return list(zip(marks[::2], marks[1::2], strict=True))


def _tell_role(text: str, match: re.Match[str]) -> _Mark | None:
    """Does the mark open or close?  None where that cannot be told, as after a number: inches."""
    start, end = match.span()
    if end - start > 1:
        return start, end, match.group()[0] == "«"
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    opens, closes = _BEFORE_OPENING.search(before) and not after.isspace(), _AFTER_CLOSING.match(after) and not before.isspace()
    if bool(opens) == bool(closes) or (before.isdigit() and match.group() == '"'):
        return None
    return start, end, bool(opens)


def _bare_mark(text: str, mark: _Mark) -> str:
    return text[mark[0] : mark[1]].strip(" \u00a0\u202f")


def _most_frequent(counted: Counter[str], styles: tuple[str, ...]) -> str:
    """Return the style that is used most, the earlier of two that are used alike."""
    return max(styles, key=lambda style: (counted[style], -styles.index(style)))


def _unify_dashes(text: str, prose: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    found = [match for span in prose for match in _DASH.finditer(text, *span)]
    usual = _most_frequent(Counter(match.group() for match in found), ("–", "—"))
    yield from (_make_edit(match, usual, "typography.unify-dash", "A dash") for match in found if match.group() != usual)


def _make_edit(match: re.Match[str], mark: str, rule: str, what: str) -> Edit:
    return Edit(*match.span(), match.group(), mark, rule, f"{what}, in the one form asked for.", 0.9)
