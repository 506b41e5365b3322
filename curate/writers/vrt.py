"""Vertical text (.vrt) for the IMS Open Corpus Workbench and similar tools: one token in each line; `<text>`, `<p>` and `<s>`.

Tokens are separated by white space; each punctuation mark at the beginning or end of a word is a token too, but an
abbreviation of single letters (`z.B.`) keeps its last full stop.  sentencex splits the sentences.  Wrong for languages
written without spaces, in which a whole clause becomes one token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from curate.errors import UsageError
from curate.store.cleaned_document import Cleaned
from curate.text.segment import segment, trim_span
from curate.writers import columns
from curate.writers.export_info import ExportInfo

FILE = "corpus.vrt"
_ATTRIBUTES = ("id", "language", "title", "author", "date", "url", "licence", "duplicate_of")
TABLE_FILE = ""
HOW_TO_READ = f"""\
For the IMS Open Corpus Workbench, where DATA and REGISTRY are folders of yours:

    cwb-encode -c utf8 -d DATA -f {FILE} -R REGISTRY/corpus -xsB -P word \\
        -S corpus:0+name+revision -S text:0+{"+".join(_ATTRIBUTES)} -S p:0 -S s:0"""
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.){2,}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write(documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:
    """Write `corpus.vrt`; raise UsageError if sentencex is not installed."""
    split_sentences = _load_sentence_splitter()
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(f"<corpus name={_quote_attribute(info.name)} revision={_quote_attribute(info.revision)}>\n")
        for document in documents:
            file.writelines(f"{line}\n" for line in _render_document(document, split_sentences))
        file.write("</corpus>\n")


def _render_document(document: Cleaned, split_sentences: Callable[[str, str], Iterable[str]]) -> Iterator[str]:
    values = columns.make_row(document)
    yield f"<text {' '.join(f'{name}={_quote_attribute(values[name])}' for name in _ATTRIBUTES)}>"
    for start, end in (trim_span(document.text, span) for span in segment(document.text)):
        if start == end:
            continue
        yield "<p>"
        for sentence in split_sentences(document.language, document.text[start:end]):
            if words := [escape(token) for token in tokenise(_CONTROL.sub("\ufffd", sentence))]:
                yield from ("<s>", *words, "</s>")
        yield "</p>"
    yield "</text>"


def tokenise(text: str) -> Iterator[str]:
    """Yield the tokens of a text; joined, they are the text without its white space.

    >>> list(tokenise('"Don\\'t pay 3,50 €," she said (z.B. here).'))
    ['"', "Don't", 'pay', '3,50', '€', ',', '"', 'she', 'said', '(', 'z.B.', 'here', ')', '.']
    """
    for word in text.split():
        start, end = 0, len(word)
        while start < end and _is_punctuation(word[start]):
            start += 1
        while end > start and _is_punctuation(word[end - 1]):
            end -= 1
        if end < len(word) and word[end] == "." and _ABBREVIATION.fullmatch(word, start, end + 1):
            end += 1
        yield from word[:start]
        if start < end:
            yield word[start:end]
        yield from word[end:]


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _quote_attribute(text: Any) -> str:
    return quoteattr(" ".join(_CONTROL.sub("\ufffd", str(text)).split()))


def _load_sentence_splitter() -> Callable[[str, str], Iterable[str]]:
    try:
        import sentencex
    except ImportError:
        raise UsageError("sentencex is not installed; pip install 'curate-corpus[vrt]'") from None
    split_sentences: Callable[[str, str], Iterable[str]] = sentencex.segment
    return split_sentences
