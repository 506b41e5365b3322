"""Hard-wrapped text: lines that end because the page did, not the sentence, are joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from curate.cleaners.context import Context
from curate.cleaners.wrap_width import WrapWidth, find_wrap_width
from curate.language.lexicon import LANGUAGES, load_lexicon
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit
from curate.text.segment import Span, trim_span
from curate.text.words import is_running_text, is_unspaced

_LEAST_LINES = 3
_LEAST_SHARE = 0.6  # of the running words of a document that is hard-wrapped
_COMMON = 10**-6.5
_NO_RARER = 1.0  # times the rarer part of a word: as frequent the whole must be
# both looks back keep it from trying each letter of a long word, each of many spaces
_BREAK = re.compile(r"(?:(?<![^\W\d_])(?P<word>[^\W\d_]{2,}+-))?(?P<space>(?:(?<![ \t])[ \t]*+)?\n[ \t]*)(?P<next>[^\W\d_]+)?")
# a line of the usual width inside a sentence; written from the line break on, which is quick to find
_FLOWS_ON = re.compile(r"\n(?:(?<=[^\W\d_A-Z]\n)|(?<=[^\W\d_A-Z][,-]\n))[^\W\d_].{35,100}\n\S")
_NO_PROSE = re.compile(
    r"[{}=<>|_\\~#*]|^[^\S\n]*(?:[-–—•·>:]|\(?\d{1,3}[.)]|[a-z][.)])\s|(?<![.!?:;,\"'”’)\]])  \S|   \S|\t|@", re.M
)  # two spaces after a sentence are a habit, elsewhere they keep columns apart
_SPEECH_DASH = re.compile(r"\A[–—]\s")  # before what somebody says; a list has hyphens
_OPENING = re.compile(r"\s([\"“„«(\[])$")  # some programs break a line after a slash or an opening mark
_CLOSING = re.compile(r"(?!\.\.)[.,;:!?)\]\u00a0\u202f]|[\"”»](?:[\s.,;:!?)]|$)")  # or before a closing one
_APART = ";:!?»"  # French sets a space before these, often a plain one
_DASH = re.compile(r"[^\s—-](--|—)$")
_SPEAKER = re.compile(r"(?P<name>[^\W\d_a-z][\w'’-]{0,30}(?: [\w'’.-]{1,30}){0,2}?)(?:[.:](?:\s|$)| ?[(\[])")
_OFTEN, _SPOKEN = 3, 0.2  # times that a name stands there; share of the passages that begin with one
_NEAR = 2_000  # characters before and after, in which it shows where the text sets spaces
_SENTENCE = re.compile(r"[.!?…。！？][\"'”“»«’)」』]*$")


def propose(draft: Draft, context: Context) -> Iterator[Edit]:
    """Propose a space for each line break inside a wrapped paragraph of prose, nothing for a hyphen before it.

    Only in documents whose lines were filled to one width, and most of whose
    prose is wrapped.  Wrong for prose poems that were typed to one width.
    """
    text = draft.text
    if context.config.normalise.typography == "off" or not _FLOWS_ON.search(text):
        return
    width = find_wrap_width(text)
    spans = [trim_span(text, span) for span in draft.spans]
    if not width or _is_dialogue([text[slice(*span)] for span in spans]):
        return
    wrapped = [span for span in spans if _is_wrapped_prose(text[slice(*span)], width)]
    running = sum(len(text[slice(*span)].split()) for span in spans if is_running_text(text[slice(*span)]))
    if sum(len(text[slice(*span)].split()) for span in wrapped) < _LEAST_SHARE * max(1, running):
        return
    for span in wrapped:
        yield from join_lines(text, span, context.language)


def _is_wrapped_prose(passage: str, width: WrapWidth) -> bool:
    """Are these lines of prose, filled to the width: no list, code, table, address or verse, nothing that is set in from the margin?"""
    lines = passage.split("\n")
    if any(line[:1].isspace() for line in lines[1:]) or not width.fits(lines):
        return False
    if width.certain:
        sentences = is_running_text(passage) or _SENTENCE.search(passage) is not None
        return len(lines) > 1 and sentences and not _NO_PROSE.search(_SPEECH_DASH.sub("", passage))
    if len(lines) < _LEAST_LINES or not is_running_text(passage) or not _SENTENCE.search(passage) or _NO_PROSE.search(passage):
        return False
    return sum(line[:1].isupper() for line in lines[1:]) <= (len(lines) - 1) * 2 / 3  # verse begins each line with a capital


def _is_dialogue(passages: Sequence[str]) -> bool:
    """Do many passages begin with the name of one who speaks, which comes again and again?"""
    names = Counter(found["name"] for passage in passages if (found := _SPEAKER.match(passage)))
    return sum(times for times in names.values() if times >= _OFTEN) >= _SPOKEN * len(passages)


def join_lines(text: str, span: Span, language: str) -> Iterator[Edit]:
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
    """Does no space stand where the line breaks: at a sign that wants none, as the text shows, or between characters without spaces?"""
    near = text[max(0, start - _NEAR) : end + _NEAR]
    if text[start - 1] == "/":
        return True
    if opening := _OPENING.search(text, max(0, start - 2), start):
        return re.search(rf"\s{re.escape(opening[1])} ", near) is None
    if closing := _CLOSING.match(text, end):
        mark = closing.group()[0]
        return mark not in _APART or re.search(rf"[^\W\d_] [{mark}](?!\w)", near) is None
    if dash := _DASH.search(text, max(0, start - 3), start):
        return re.search(rf"[^\W\d_]{dash[1]}[^\W\d_]", near) is not None
    return is_unspaced(text[start - 1]) and is_unspaced(text[end])


def _is_divided(left: str, right: str, language: str) -> bool:
    """Do both make a common word that is no rarer than its parts?  Else the hyphen may be meant: real-time, peut-être.

    In German a hyphen that is meant has a capital behind it where one stands before it (Land-Rover), so that Land-gericht is divided.
    """
    if language not in LANGUAGES or left.isupper():
        return False
    known = load_lexicon(language)
    whole, first, second = (known.frequency(part.casefold()) for part in (left + right, left, right))
    if whole < _COMMON:
        return False
    return second < _COMMON or whole >= _NO_RARER * min(first, second) or (language == "de" and left[0].isupper())
