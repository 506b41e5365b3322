"""Typographic slips: sentences and captions glued together, a space before a comma.

Only slips that are right nearly always are mended; the rest are suggestions.
Quotation marks, dashes and spelling are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curate.context import Context
from curate.draft import Draft
from curate.edits import Edit
from curate.matching import is_running

_QUOTES = "\"”“»«’'"
_GLUED = re.compile(
    r"(?<![\w.@/:#\\-])(?!www\.)"  # not in an address, a path, a hashtag
    rf"(?:[^\W\d_]{{3,}}|[A-Z]{{2,}}\)|[^\W\d_]+[){_QUOTES}])"  # a word, an abbreviation in brackets, the end of a quotation
    rf"[.!?][{_QUOTES})]{{0,2}}"
    r"(?P<next>[^\W\d_a-z][^\W\d_]*)"
    r"(?=[ ,]\s?\S)"
)
_CODE = re.compile(r"[{}=;<>_`\\|]|\(\)|\w\(|->")
_NEAR = 40  # characters around a slip in which code would show
_SPACE_BEFORE_COMMA = re.compile(r"(?<=[^\W\d_])(?P<space> +),(?= [^\W\d_A-Z])")
_FEW = 2  # more spaces before commas in a passage are a habit or a list


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the space that is missing, or the removal of the one too many."""
    if context.config.normalise.typography == "off":
        return
    text = draft.text
    starters = _words(context, "sentence_starters")
    labels = sorted(_words(context, "caption_labels"))
    edits = [*_glued_sentences(text, starters), *_glued_labels(text, labels), *_spaces_before_commas(text)]
    taken = 0
    for edit in sorted(edits, key=lambda e: e.start):
        if edit.start >= taken:
            yield edit
            taken = edit.end


def _glued_sentences(text: str, starters: frozenset[str]) -> Iterator[Edit]:
    if not starters:  # a language whose sentences we do not know
        return
    for match in _GLUED.finditer(text):
        start, word = match.start("next"), match.group("next")
        if word[1:] != word[1:].lower() or _CODE.search(text[max(0, match.start() - _NEAR) : match.end() + _NEAR]):
            continue
        if word.lower() in starters:
            rule, reason = "typography.glued-sentence", f"Two sentences run together; {word!r} often begins one."
        elif len(word) > 1:
            rule, reason = "typography.glued-sentence-unlisted", f"Perhaps two sentences run together before {word!r}."
        else:
            continue
        yield Edit(start, start + 1, word[0], f" {word[0]}", rule, reason, 0.99 if rule.endswith("sentence") else 0.85)


def _glued_labels(text: str, labels: list[str]) -> Iterator[Edit]:
    if not labels:
        return
    pattern = re.compile(rf"(?<=[a-zäöüßàâçéèêëîïôûœáíóúñãõąćęłńśźż]{{3}})(?P<label>{'|'.join(map(re.escape, labels))}):(?= \S)")
    for match in pattern.finditer(text):
        start, label = match.start(), match.group("label")
        yield Edit(
            start, start + 1, label[0], f" {label[0]}", "typography.glued-caption-label", f"{label!r} begins the credit of a caption."
        )


def _spaces_before_commas(text: str) -> Iterator[Edit]:
    for line in re.finditer("[^\n]+", text):
        slips = list(_SPACE_BEFORE_COMMA.finditer(line.group()))
        if not 0 < len(slips) <= _FEW or not is_running(line.group()):
            continue
        for slip in slips:
            start, end = (line.start() + offset for offset in slip.span("space"))
            if not _CODE.search(text[max(0, start - _NEAR) : end + _NEAR]):
                yield Edit(start, end, text[start:end], "", "typography.space-before-comma", "A stray space before a comma.", 0.99)


def _words(context: Context, name: str) -> frozenset[str]:
    return frozenset().union(*(pack.words.get(name, frozenset()) for pack in context.packs))
