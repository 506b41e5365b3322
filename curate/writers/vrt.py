"""Vertical text (.vrt) for the IMS Open Corpus Workbench and its kin: a token a line; text, p and s as elements.

A token is what stands between white space, with the punctuation at its ends taken off mark by mark; an abbreviation of
single letters (`z.B.`) keeps its last point.  Sentences are sentencex's.  Wrong for languages written without spaces:
there a clause becomes one token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from curate.errors import UsageError
from curate.store.cleaned import Cleaned
from curate.text.segment import segment, trim_span
from curate.writers import columns
from curate.writers.about import About

FILE = "corpus.vrt"
_ATTRIBUTES = ("id", "language", "title", "author", "date", "url", "licence", "duplicate_of")
TABLE = ""  # it is none
READ = f"""\
For the IMS Open Corpus Workbench, where DATA and REGISTRY are folders of yours:

    cwb-encode -c utf8 -d DATA -f {FILE} -R REGISTRY/corpus -xsB -P word \\
        -S corpus:0+name+revision -S text:0+{"+".join(_ATTRIBUTES)} -S p:0 -S s:0"""
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.){2,}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write(documents: Iterable[Cleaned], about: About, folder: Path) -> None:
    """Write `corpus.vrt`; raise UsageError if sentencex is missing."""
    sentences = _splitter()
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(f"<corpus name={_attribute(about.name)} revision={_attribute(about.revision)}>\n")
        for document in documents:
            file.writelines(f"{line}\n" for line in _lines(document, sentences))
        file.write("</corpus>\n")


def _lines(document: Cleaned, sentences: Callable[[str, str], Iterable[str]]) -> Iterator[str]:
    known = columns.row(document)
    yield f"<text {' '.join(f'{name}={_attribute(known[name])}' for name in _ATTRIBUTES)}>"
    for start, end in (trim_span(document.text, span) for span in segment(document.text)):
        if start == end:
            continue
        yield "<p>"
        for sentence in sentences(document.language, document.text[start:end]):
            if words := [escape(token) for token in tokens(_CONTROL.sub("\ufffd", sentence))]:
                yield from ("<s>", *words, "</s>")
        yield "</p>"
    yield "</text>"


def tokens(text: str) -> Iterator[str]:
    """Yield the tokens; together they are the text without its white space.

    >>> list(tokens('"Don\\'t pay 3,50 €," she said (z.B. here).'))
    ['"', "Don't", 'pay', '3,50', '€', ',', '"', 'she', 'said', '(', 'z.B.', 'here', ')', '.']
    """
    for part in text.split():
        start, end = 0, len(part)
        while start < end and _is_mark(part[start]):
            start += 1
        while end > start and _is_mark(part[end - 1]):
            end -= 1
        if end < len(part) and part[end] == "." and _ABBREVIATION.fullmatch(part, start, end + 1):
            end += 1
        yield from part[:start]
        if start < end:
            yield part[start:end]
        yield from part[end:]


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _attribute(text: Any) -> str:
    return quoteattr(" ".join(_CONTROL.sub("\ufffd", str(text)).split()))


def _splitter() -> Callable[[str, str], Iterable[str]]:
    try:
        import sentencex
    except ImportError:
        raise UsageError("sentencex is not installed; pip install 'curate-corpus[vrt]'") from None
    segment_sentences: Callable[[str, str], Iterable[str]] = sentencex.segment
    return segment_sentences
