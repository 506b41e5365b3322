"""Hard-wrapped text: lines that end because the page did, not the sentence, are joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curate.cleaners.context import Context
from curate.language.lexicon import LANGUAGES, lexicon
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.rules.matching import is_running
from curate.text.segment import Span, trim_span
from curate.text.words import is_unspaced

_LEAST_LINES = 3
_LEAST_SHARE = 0.5  # of the running words of a document that is hard-wrapped
_COMMON = 10**-6.5
# both looks back keep it from trying each letter of a long word, each of many spaces
_BREAK = re.compile(r"(?:(?<![^\W\d_])(?P<word>[^\W\d_]{2,}+-))?(?P<space>(?:(?<![ \t])[ \t]*+)?\n[ \t]*)(?P<next>[^\W\d_]+)?")
# a line of the usual width inside a sentence; written from the line break on, which is quick to find
_FLOWS_ON = re.compile(r"\n(?:(?<=[^\W\d_A-Z]\n)|(?<=[^\W\d_A-Z][,-]\n))[^\W\d_].{35,100}\n\S")
_NO_PROSE = re.compile(r"[{}=<>|_\\~#*]|^[^\S\n]*(?:[-–—•·>:]|\(?\d{1,3}[.)]|[a-z][.)])\s|  \S|\t|\d\s*$|@", re.M)
_INSIDE = re.compile(r"/$|\s[\"“„«(\[]$")  # some programs break a line after a slash or an opening mark
_CLOSING = re.compile(r"(?!\.\.)[.,;:!?)\]”»\u00a0\u202f]|\"(?:[\s.,;:!?)]|$)")  # or before a closing one
_SENTENCE = re.compile(r"[.!?…。！？][\"'”“»«’)」』]*$")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose a space for each line break inside a wrapped paragraph of prose, nothing for a hyphen before it.

    Only in documents most of whose prose is wrapped.  Wrong for verse that
    fills its lines to one width and reads like prose.
    """
    if context.config.normalise.typography == "off" or not _FLOWS_ON.search(draft.text):
        return
    text = draft.text
    spans = [trim_span(text, span) for span in draft.spans]
    wrapped = [span for span in spans if _is_wrapped_prose(text, span)]
    running = sum(len(text[slice(*span)].split()) for span in spans if is_running(text[slice(*span)]))
    if sum(len(text[slice(*span)].split()) for span in wrapped) < _LEAST_SHARE * max(1, running):
        return
    for span in wrapped:
        yield from joined(text, span, context.language)


def _is_wrapped_prose(text: str, span: Span) -> bool:
    """Are these three lines or more of prose: no list, code, table, address or verse?"""
    passage = text[slice(*span)]
    lines = passage.split("\n")
    if len(lines) < _LEAST_LINES or not is_running(passage) or _NO_PROSE.search(passage) or not _SENTENCE.search(passage):
        return False
    capitals = sum(line.lstrip()[:1].isupper() for line in lines[1:])
    return capitals <= (len(lines) - 1) * 2 / 3  # verse begins each line with a capital


def joined(text: str, span: Span, language: str) -> Iterator[Edit]:
    """Yield what joins the lines of a wrapped paragraph of prose."""
    for match in _BREAK.finditer(text, *span):
        start, end = match.span("space")
        if not match["word"]:
            between = "" if _joins_without_space(text, start, end) else " "
            if text[start:end] != between and text[end : end + 1] != "/":  # a path, or the rest of either/or
                yield Edit(start, end, text[start:end], between, "typography.hard-wrap", "The line ends, the sentence goes on.", 0.99)
        elif match["next"] and match["next"][0].islower():
            whole = _is_divided(match["word"][:-1], match["next"], language)
            rule = "typography.line-end-hyphen" if whole else "typography.line-end-hyphen-unsure"
            yield Edit(start - 1, end, text[start - 1 : end], "", rule, "A word divided at the end of a line.", 0.99 if whole else 0.6)


def _joins_without_space(text: str, start: int, end: int) -> bool:
    """Does no space stand where the line breaks: before or after a sign that wants none, or between characters without spaces?"""
    if _INSIDE.search(text[max(0, start - 2) : start]) or _CLOSING.match(text, end):
        return True
    return is_unspaced(text[start - 1]) and is_unspaced(text[end])


def _is_divided(left: str, right: str, language: str) -> bool:
    """Do both make a common word, and is the second none by itself?  Else the hyphen may be meant: real-time, peut-être."""
    if language not in LANGUAGES or left.isupper():
        return False
    known = lexicon(language)
    return known.get((left + right).casefold()) >= _COMMON and known.get(right) < _COMMON
