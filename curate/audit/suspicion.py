"""What was kept and yet looks as if it should have gone: passages to look at, found from their neighbours and their likes.

Wrong as a list of mistakes: most of what it names is rightly kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from curate.rules.registry import CATEGORIES, category_of
from curate.store.cleaned import Cleaned

_BOILERPLATE = frozenset(CATEGORIES[: CATEGORIES.index("duplicate")])
_SHORT, _MANY = 12, 3  # words of a line; documents
_ALONE = 8  # words
_LINE = re.compile(r"[^\n]+")
_FULL_STOPS = '.!?…”“"'
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A span of source text that was kept, and why a person should look at it."""

    start: int
    end: int
    kind: str
    why: str


Line = tuple[int, int, str]  # its span in the source text, and what it says, folded


@dataclass(frozen=True, slots=True)
class Lines:
    """What many documents together say of a line: who removed it, and how many kept it.  Lines are folded."""

    removed: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # the document, and the category
    kept: Mapping[str, int] = field(default_factory=dict)  # short lines only
    said: Mapping[str, Sequence[Line]] = field(default_factory=dict)  # of each document, what it kept


def lines_of(documents: Iterable[Cleaned]) -> Lines:
    """Return what these documents say of lines.  Holds all their lines in memory."""
    removed: dict[str, tuple[str, str]] = {}
    kept: Counter[str] = Counter()
    every: dict[str, Sequence[Line]] = {}
    for document in documents:
        for edit in document.edits:
            category = category_of(edit.rule)
            if not edit.after and category in _BOILERPLATE:
                for line in edit.before.split("\n"):
                    removed.setdefault(_folded(line), (document.id, category))
        every[document.id] = _said(document)
        kept.update({said for _, _, said in every[document.id] if said.count(" ") < _SHORT})
    return Lines(removed, kept, every)


def _said(document: Cleaned) -> list[Line]:
    return [(start, end, _folded(document.source[start:end])) for start, end in kept_lines(document)]


def suspicions(document: Cleaned, lines: Lines) -> list[Suspicion]:
    """Return the suspicious spans that were kept, disjoint and in their order."""
    taken = [(edit.start, edit.end) for edit in document.edits]
    chosen: list[Suspicion] = []
    for one in (
        *_suggested(document.metadata),
        *_copied(document.metadata),
        *_alone(document),
        *_like_others(document, lines),
    ):  # the best-founded first
        span = (one.start, one.end)
        if one.end <= len(document.source) and _is_free(taken, span):
            chosen.append(one)
            insort(taken, span)
    return sorted(chosen, key=lambda s: s.start)


def _is_free(taken: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    at = bisect_left(taken, span)
    return (at == 0 or taken[at - 1][1] <= span[0]) and (at == len(taken) or span[1] <= taken[at][0])


def kept_lines(document: Cleaned) -> Iterator[tuple[int, int]]:
    """Yield the span of each line of source text that no edit touches, without the white space at its ends."""
    edits = list(document.edits)
    at = 0
    for match in _LINE.finditer(document.source):
        start, end = match.span()
        while at < len(edits) and edits[at].end <= start:
            at += 1
        if at < len(edits) and edits[at].start < end:
            continue
        text = match.group()
        first = start + len(text) - len(text.lstrip())
        if _LETTER.search(text):
            yield first, start + len(text.rstrip())


def _suggested(about: Mapping[str, Any]) -> Iterator[Suspicion]:
    for edit in about.get("suggestions", ()):
        change = f" as “{edit['after']}”" if edit["after"] else ""
        yield Suspicion(edit["start"], edit["end"], "suggested", f"{edit['rule']} would change it{change}: {edit.get('reason', '')}")


def _copied(about: Mapping[str, Any]) -> Iterator[Suspicion]:
    for copy in about.get("copies", ()):
        why = f"{copy['similarity']:.0%} the same word 5-grams as {copy['document']}:{copy['at']}."
        yield Suspicion(copy["start"], copy["end"], "stands elsewhere", why)


def _like_others(document: Cleaned, lines: Lines) -> Iterator[Suspicion]:
    for start, end, said in lines.said.get(document.id) or _said(document):
        if said in lines.removed:
            other, category = lines.removed[said]
            where = "here" if other == document.id else f"in {other}"
            yield Suspicion(start, end, "removed elsewhere", f"The same line was removed {where} as {category}.")
        elif (times := lines.kept.get(said, 0)) >= _MANY:
            yield Suspicion(start, end, "repeated", f"{times} documents of this report keep the same line.")


def _alone(document: Cleaned) -> Iterator[Suspicion]:
    """Yield the short lines that stand alone between two removed passages."""
    cut = [edit for edit in document.edits if not edit.after and category_of(edit.rule) in _BOILERPLATE]
    for before, after in pairwise(cut):
        between = document.source[before.end : after.start]
        start = before.end + len(between) - len(between.lstrip())
        text = between.strip()
        if before.before.endswith("\n") and "\n" in between[len(between.rstrip()) :] and _is_label(text):
            yield Suspicion(start, start + len(text), "alone", "A short line between two removed passages.")


def _is_label(text: str) -> bool:
    return bool(_LETTER.search(text)) and "\n" not in text and len(text.split()) <= _ALONE and text[-1] not in _FULL_STOPS


def _folded(line: str) -> str:
    return " ".join(line.casefold().split())
