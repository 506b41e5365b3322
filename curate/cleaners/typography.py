"""Typographic slips: sentences and captions glued together, a space before a comma.

Only slips that are right nearly always are mended; the rest are suggestions.
Quotation marks, dashes and spelling are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from curate.cleaners.context import Context
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.rules.registry import Pack
from curate.text.words import is_running_text

_QUOTES = "\"”“»«’'"
_SEAM = re.compile(rf"[.!?][{_QUOTES})]{{0,2}}(?P<next>[^\W\d_a-z][^\W\d_]*)(?=[ ,]\s?\S)")
_LEFT = re.compile(
    r"(?<![\w.@/:#\\-])(?!www$)"  # not in an address, a path, a hashtag
    rf"(?P<left>[^\W\d_]{{3,}}|[A-Z]{{2,}}\)|[^\W\d_]+[){_QUOTES}])$"  # a word, an abbreviation in brackets, the end of a quotation
)
_LONGEST = 60  # letters of a word
_CODE = re.compile(r"[{}=;<>_`\\|]|\(\)|\w\(|->")
_NEAR = 40  # characters around a slip in which code would show
_COMMA_MEANT = re.compile(r"[a-z] \. [a-z]|\bcommas?\b|\bkommas?\b|\btrailing\b", re.I)  # a grammar, or the comma is the subject
_SPACE_BEFORE_COMMA = re.compile(r"(?<=[^\W\d_])(?P<space> +),(?= [^\W\d_A-Z])")
_TWICE = re.compile(r" (?P<word>[^\W\d_]{2,12}+)(?P<again> (?P=word))(?![\w-])")
_CAPTION_WORDS = 5  # of a line before a label that was glued to it
_FEW = 2  # more spaces before commas in a passage are a habit or a list


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose the space that is missing, or the removal of the one too many."""
    if context.config.normalise.typography == "off":
        return
    text = draft.text
    starters = _pack_words(context, "sentence_starters")
    labels, function_words = _pack_words(context, "caption_labels"), _pack_words(context, "function_words")
    edits = [
        *_part_sentences(text, starters, context.language == "de"),
        *_part_labels(text, labels),
        *_remove_spaces_before_commas(text, function_words),
    ]
    edits += _remove_doubled_words(text, function_words)
    taken = 0
    for edit in sorted(edits, key=lambda e: e.start):
        if edit.start >= taken:
            yield edit
            taken = edit.end


def _part_sentences(text: str, starters: frozenset[str], capitals: bool) -> Iterator[Edit]:
    if not starters:  # a language whose sentences we do not know
        return
    for match in _SEAM.finditer(text):
        start, word = match.start("next"), match.group("next")
        left = _LEFT.search(text[max(0, match.start() - _LONGEST) : match.start()])
        if not left or word[1:] != word[1:].lower() or _CODE.search(text[max(0, match.start() - _NEAR) : match.end() + _NEAR]):
            continue
        if word.lower() in starters and (capitals or not _is_capital_word(left["left"])):
            rule, reason = "typography.glued-sentence", f"Two sentences run together; {word!r} often begins one."
        elif len(word) > 1:
            rule, reason = "typography.glued-sentence-unlisted", f"Perhaps two sentences run together before {word!r}."
        else:
            continue
        yield Edit(start, start + 1, word[0], f" {word[0]}", rule, reason, 0.99 if rule.endswith("sentence") else 0.85)


def _is_capital_word(word: str) -> bool:
    """May it be the first part of a dotted name, `Promise.All`?  Where nouns have capitals, that says nothing."""
    return word[0].isupper() and word.isalpha()


def _part_labels(text: str, labels: frozenset[str]) -> Iterator[Edit]:
    ends = tuple(labels)
    if not any(part.endswith(ends) for part in text.split(": ")[:-1]):
        return
    either = "|".join(re.escape(label) for label in sorted(labels) if f"{label}: " in text)
    pattern = re.compile(rf"(?<=[a-zäöüßàâçéèêëîïôûœáíóúñãõąćęłńśźż]{{3}})(?P<label>{either}):(?= \S)")
    for match in pattern.finditer(text):
        start, label = match.start(), match.group("label")
        if len(text[:start].rpartition("\n")[2].split()) < _CAPTION_WORDS:  # more likely a name: ServiceSource
            continue
        yield Edit(
            start, start + 1, label[0], f" {label[0]}", "typography.glued-caption-label", f"{label!r} begins the credit of a caption."
        )


def _remove_spaces_before_commas(text: str, function_words: frozenset[str]) -> Iterator[Edit]:
    for line in re.finditer("[^\n]+", text) if " ," in text else ():
        if " ," not in line.group():
            continue
        slips = list(_SPACE_BEFORE_COMMA.finditer(line.group()))
        if not 0 < len(slips) <= _FEW or not is_running_text(line.group()):
            continue
        for slip in slips:
            start, end = (line.start() + offset for offset in slip.span("space"))
            near = text[max(0, start - _NEAR) : end + _NEAR]
            before = text[max(0, start - _LONGEST) : start].rpartition(" ")[2]
            is_word_missing = before.lower() in function_words  # a picture or a name: a site owned by ,
            if not is_word_missing and not _CODE.search(near) and not _COMMA_MEANT.search(near):
                yield Edit(start, end, text[start:end], "", "typography.space-before-comma", "A stray space before a comma.", 0.99)


def _remove_doubled_words(text: str, doubled: frozenset[str]) -> Iterator[Edit]:
    if not doubled:
        return
    for match in _TWICE.finditer(text):
        if match["word"] in doubled:
            start, end = match.span("again")
            yield Edit(start, end, text[start:end], "", "typography.doubled-word", f"{match['word']!r} stands there twice.", 0.8)


def _pack_words(context: Context, name: str) -> frozenset[str]:
    return _merge_word_lists(context.packs, name)


@lru_cache(maxsize=256)
def _merge_word_lists(packs: tuple[Pack, ...], name: str) -> frozenset[str]:
    return frozenset().union(*(pack.words.get(name, frozenset()) for pack in packs))
