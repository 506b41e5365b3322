"""The lines of pages: what is stored of each page's source text, to compare it with the other pages of its site."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from curate.duplicates.hashing import FACTOR, I64, U64, hash_sequences, mix_bits
from curate.duplicates.shingles import hash_words
from curate.store.column_file import Column, ColumnFile, encode_json, serialise_columns
from curate.text.document import Document, Passage
from curate.text.segment import Span, segment
from curate.text.words import count_words

_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”“»«’‘)\]\s]*$")
_NUMBERED = re.compile(r"\s*(?:[-*•]\s+)?(?:\d+|[ivxIVX]+|[a-zA-Z])[.)]\s")
_MAX_LABEL_WORDS = 8
_LINK_SHARE = 0.5  # of the characters of a passage, from which it is a link
_FRAME_ELEMENT = re.compile(r"(?:nav|header|footer|aside|form)(?:[.#]|$)")
_PAIR = 0x5BF03635  # keeps the keys of pairs of lines apart from those of lines


@dataclass(frozen=True, slots=True)
class Page:
    """A document as its lines are counted: its source text, its host and its date (ISO 8601), empty where unknown.

    `spans` are the stretches of the source that come from a web page; None: all of it.  `menus` are the offsets of passages that
    the markup gives like entries of a menu; None: the source has no markup.
    """

    source: str
    spans: tuple[Span, ...] | None = None
    host: str = ""
    date: str = ""
    menus: tuple[int, ...] | None = None

    def may_be_label(self, start: int, end: int) -> bool:
        """Does the markup allow the line to be a label?"""
        if self.menus is None:
            return True
        index = bisect_left(self.menus, start)
        return index < len(self.menus) and self.menus[index] < end


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from: its host, the folder or container it lies in, and its date (ISO 8601)."""

    host: str
    place: str
    date: str


@dataclass(frozen=True, slots=True)
class LineFile:
    """A line file of some documents, and a table of what is known of them from outside.

    The table is JSON, a row a document: its host, the host that its folder is named like, the folder or container it lies
    in, and its date; empty where unknown.
    """

    path: Path
    table: Path | None = None

    def read_origins(self) -> list[Origin]:
        """Return where each document comes from; what is known from outside goes before what the page says."""
        stated = ColumnFile(self.path).json("about")
        if self.table is None:
            return [Origin(host, "", date) for host, date in stated]
        rows = json.loads(self.table.read_bytes())
        return [
            Origin(known_host or host or folder_host, place, known_date or date)
            for (host, date), (known_host, folder_host, place, known_date) in zip(stated, rows, strict=True)
        ]

    def read_lines(self) -> Lines:
        """Return the lines of all documents."""
        columns = ColumnFile(self.path)
        counts = columns["lines"]
        document = np.repeat(np.arange(len(counts)), counts)
        return Lines(document, columns["keys"], columns["offsets"], columns["sizes"], columns["labels"].astype(np.bool_))


@dataclass(frozen=True)
class Lines:
    """Columns of lines: the number of the document in its file, the key, the span in the source text as offset and size.

    Lines with the same words have the same key, whatever numbers stand in them.  A label is formed like an entry of a menu.
    """

    document: I64
    keys: U64
    offsets: Column
    sizes: Column
    is_label: npt.NDArray[np.bool_]

    @cached_property
    def pair_keys(self) -> U64:
        """A key for each line but the last with the one after it, whether or not both are of one document."""
        keys: U64 = self.keys[:-1] * np.uint64(FACTOR) + self.keys[1:] + np.uint64(_PAIR)
        return mix_bits(keys)

    @cached_property
    def is_pair(self) -> npt.NDArray[np.bool_]:
        """Are each line but the last and the one after it of one document?"""
        same: npt.NDArray[np.bool_] = self.document[1:] == self.document[:-1]
        return same


def find_menus(document: Document) -> tuple[int, ...] | None:
    """Return the offsets of the passages that the markup gives like entries of a menu: links, items, controls, parts of a frame."""
    if not document.passages:
        return None
    return tuple(one.start for one in document.passages if _is_menu(one))


def build_line_file(pages: Sequence[Page]) -> bytes:
    """Return the line file of some documents, in their order; a document without a stretch from a web page has no lines."""
    spans = [list(_list_lines(page)) for page in pages]
    texts = [page.source[start:end] for page, lines in zip(pages, spans, strict=True) for start, end in lines]
    may_be = [page.may_be_label(*span) for page, lines in zip(pages, spans, strict=True) for span in lines]
    words = hash_words([_DIGITS.sub("0", text) for text in texts])
    has_words = np.diff(words.ends, prepend=0) > 0
    owners = np.repeat(np.arange(len(pages)), [len(lines) for lines in spans])[has_words]
    offsets = np.array([span for lines in spans for span in lines], "u4").reshape(-1, 2)[has_words]
    columns: dict[str, Column] = {
        "about": encode_json([[page.host, page.date] for page in pages]),
        "lines": np.bincount(owners, minlength=len(pages)).astype("u4"),
        "keys": hash_sequences(words.hashes, words.ends)[has_words],
        "offsets": offsets[:, 0],
        "sizes": offsets[:, 1] - offsets[:, 0],
        "labels": np.array([is_label(text) and allowed for text, allowed in zip(texts, may_be, strict=True)], "u1")[has_words],
    }
    return serialise_columns(columns)


def hash_lines(texts: Sequence[str]) -> list[int]:
    """Return the key of each line; 0 where it has no word."""
    words = hash_words([_DIGITS.sub("0", text) for text in texts])
    keys: list[int] = hash_sequences(words.hashes, words.ends).tolist()
    return keys


def is_label(text: str) -> bool:
    """Is the line formed like an entry of a menu: a few words without the end of a sentence, and not the item of a numbered list?"""
    if len(text) > 40 * _MAX_LABEL_WORDS or _SENTENCE_END.search(text) or _NUMBERED.match(text):
        return False
    return count_words(text) <= _MAX_LABEL_WORDS and any(map(str.isalpha, text))


def _is_menu(passage: Passage) -> bool:
    if passage.link_share >= _LINK_SHARE or passage.role in ("item", "control"):
        return True
    return any(_FRAME_ELEMENT.match(element) for element in passage.path)


def _list_lines(page: Page) -> Iterator[Span]:
    """Yield the spans of the lines that come from a web page."""
    if page.spans is not None and not page.spans:
        return
    firsts = [start for start, _ in page.spans or ()]
    for start, end in segment(page.source):
        if page.spans is None:
            yield start, end
        else:
            index = bisect_right(firsts, start) - 1
            if index >= 0 and start < page.spans[index][1]:
                yield start, end
