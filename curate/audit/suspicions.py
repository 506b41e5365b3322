"""Find kept lines that look like boilerplate, from their neighbours and from the same lines in other documents.

They are lines to look at, not a list of mistakes: most of them are rightly kept.
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
from curate.store.cleaned_document import Cleaned

_BOILERPLATE = frozenset(CATEGORIES[: CATEGORIES.index("duplicate")])
_SHORT_LINE, _MANY_DOCUMENTS = 12, 3  # words; documents that keep the same short line
_LABEL = 8  # words
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


Line = tuple[int, int, str]  # its span in the source text, and its folded text


@dataclass(frozen=True, slots=True)
class LineIndex:
    """The lines of many documents, folded: which were removed, and how many documents keep each."""

    removed: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # line -> a document that removed it, and the category
    kept_counts: Mapping[str, int] = field(default_factory=dict)  # short line -> how many documents keep it
    kept_lines: Mapping[str, Sequence[Line]] = field(default_factory=dict)  # document -> its kept lines


def index_lines(documents: Iterable[Cleaned]) -> LineIndex:
    """Return the index of the lines of these documents.  All lines are in memory."""
    removed: dict[str, tuple[str, str]] = {}
    kept_counts: Counter[str] = Counter()
    kept_lines: dict[str, Sequence[Line]] = {}
    for document in documents:
        for edit in document.edits:
            category = category_of(edit.rule)
            if not edit.after and category in _BOILERPLATE:
                for line in edit.before.split("\n"):
                    removed.setdefault(_fold(line), (document.id, category))
        kept_lines[document.id] = _folded_lines(document)
        kept_counts.update({text for _, _, text in kept_lines[document.id] if text.count(" ") < _SHORT_LINE})
    return LineIndex(removed, kept_counts, kept_lines)


def _folded_lines(document: Cleaned) -> list[Line]:
    return [(start, end, _fold(document.source[start:end])) for start, end in find_kept_lines(document)]


def find_suspicions(document: Cleaned, index: LineIndex) -> list[Suspicion]:
    """Return the suspicious spans that were kept, disjoint and in order; where two overlap, the better-founded one."""
    occupied = [(edit.start, edit.end) for edit in document.edits]
    chosen: list[Suspicion] = []
    for one in (
        *_suggestions(document.metadata),
        *_marked_copies(document.metadata),
        *_isolated_labels(document),
        *_lines_removed_or_repeated(document, index),
    ):  # the best-founded first
        span = (one.start, one.end)
        if one.end <= len(document.source) and _is_free(occupied, span):
            chosen.append(one)
            insort(occupied, span)
    return sorted(chosen, key=lambda s: s.start)


def _is_free(occupied: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    at = bisect_left(occupied, span)
    return (at == 0 or occupied[at - 1][1] <= span[0]) and (at == len(occupied) or span[1] <= occupied[at][0])


def find_kept_lines(document: Cleaned) -> Iterator[tuple[int, int]]:
    """Yield the span of each line of source text that no edit touches, without white space at its ends."""
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


def _suggestions(metadata: Mapping[str, Any]) -> Iterator[Suspicion]:
    for edit in metadata.get("suggestions", ()):
        change = f" as “{edit['after']}”" if edit["after"] else ""
        yield Suspicion(edit["start"], edit["end"], "suggested", f"{edit['rule']} would change it{change}: {edit.get('reason', '')}")


def _marked_copies(metadata: Mapping[str, Any]) -> Iterator[Suspicion]:
    for copy in metadata.get("copies", ()):
        why = f"{copy['similarity']:.0%} the same word 5-grams as {copy['document']}:{copy['at']}."
        yield Suspicion(copy["start"], copy["end"], "stands elsewhere", why)


def _lines_removed_or_repeated(document: Cleaned, index: LineIndex) -> Iterator[Suspicion]:
    """Yield the kept lines that were removed somewhere, or that many documents keep."""
    for start, end, text in index.kept_lines.get(document.id) or _folded_lines(document):
        if text in index.removed:
            other, category = index.removed[text]
            where = "here" if other == document.id else f"in {other}"
            yield Suspicion(start, end, "removed elsewhere", f"The same line was removed {where} as {category}.")
        elif (times := index.kept_counts.get(text, 0)) >= _MANY_DOCUMENTS:
            yield Suspicion(start, end, "repeated", f"{times} documents of this report keep the same line.")


def _isolated_labels(document: Cleaned) -> Iterator[Suspicion]:
    """Yield the short lines that stand alone between two removed passages."""
    removals = [edit for edit in document.edits if not edit.after and category_of(edit.rule) in _BOILERPLATE]
    for before, after in pairwise(removals):
        between = document.source[before.end : after.start]
        start = before.end + len(between) - len(between.lstrip())
        text = between.strip()
        if before.before.endswith("\n") and "\n" in between[len(between.rstrip()) :] and _is_label(text):
            yield Suspicion(start, start + len(text), "alone", "A short line between two removed passages.")


def _is_label(text: str) -> bool:
    return bool(_LETTER.search(text)) and "\n" not in text and len(text.split()) <= _LABEL and text[-1] not in _FULL_STOPS


def _fold(line: str) -> str:
    return " ".join(line.casefold().split())
