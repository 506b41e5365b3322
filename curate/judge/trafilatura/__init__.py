"""Which passages of a page trafilatura takes for main content, and why the others are not.

trafilatura's output is only a verdict here: it collapses and drops characters
without trace, so its words are found again among our own passages, which have
offsets.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from curate.judge.trafilatura.alignment import Words, align_texts, split_words
from curate.judge.trafilatura.reasons import explain_markup, find_ground
from curate.text.document import Document

__all__ = ["explain_markup", "find_ground", "select"]


def select(document: Document) -> set[int]:
    """Return the indices of the passages that are main content; empty where trafilatura finds none.

    Wrong for text that trafilatura rewrites: a passage of which it kept less
    than most words is not found, and not selected.
    """
    output = _verdict(document.markup)
    if not output.strip():
        return set()
    texts = [split_words(document.source[p.start : p.end]) for p in document.passages]
    return align_texts(texts, output) | _title(document, texts)


def _verdict(markup: str) -> str:
    from trafilatura import bare_extraction  # slow to import

    with _silent("trafilatura", "htmldate", "courlan"):
        try:
            found = bare_extraction(markup, include_comments=False)
        except Exception:  # an extractor that fails on a page has no verdict on it
            return ""
    return (getattr(found, "text", "") or "") if found is not None else ""


@contextmanager
def _silent(*names: str) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _title(document: Document, texts: Sequence[Words]) -> set[int]:
    """Return the main heading that the page's title repeats; of several, the longest."""
    title = f" {' '.join(split_words(str(document.metadata.get('title', ''))))} "
    found = [
        index
        for index, (passage, text) in enumerate(zip(document.passages, texts, strict=True))
        if passage.role == "heading" and not passage.hidden and text and f" {' '.join(text)} " in title
        and document.source.startswith("# ", passage.start)
    ]  # fmt: skip
    return {max(found, key=lambda index: len(texts[index]))} if found else set()
