"""The part of genres.py about length and about pages inside other texts.

Prose: texts of the genre joined to several lengths, as one paragraph a line, wrapped at 70 columns, and as an HTML page.
Splices: the text of a page whose lines are labelled, pasted into the middle and at the end of a novel and of a thread of letters. Such
pages are what make_renderings.py makes of WCXB: lines of JSON with `id`, `text`, `labels`, one character a line of text, 0 boilerplate,
1 content.
"""

from __future__ import annotations

import gzip
import html
import json
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, cycle
from pathlib import Path

from curate import readers
from curate.config import Config, Duplicates
from curate.errors import Unreadable
from curate.ledger.draft import Draft
from curate.pipeline.document import clean_batch
from curate.text.document import Document
from curate.text.words import count_words

SIZES = (5_000, 20_000, 60_000, 200_000)  # words
NOVEL, LETTERS = 12_000, 6_000  # words of the texts that pages are pasted into
PAGES, LEAST_BOILERPLATE = 30, 60  # pages, and the words of boilerplate that each has at least
Page = tuple[str, str, str]  # id, text, labels


def report_prose(folder: Path, config: Config) -> None:
    """Print how many words of prose go, by length and form."""
    paragraphs = read_paragraphs(folder / "prose")
    if not paragraphs:
        return
    config = replace(config, duplicates=Duplicates(passages="keep"))  # where there is too little, prose is said twice
    print("\n| words of prose | a paragraph a line: lost % | wrapped at 70 columns | as HTML |\n|---|---|---|---|")
    for size in SIZES:
        prose = take_words(paragraphs, size)
        forms = (document_of(prose, "\n"), document_of([textwrap.fill(one, 70) for one in prose], "\n\n"), page_of(prose))
        print(f"| {size:,} | " + " | ".join(f"{share_lost(one, config):.3f}" for one in forms) + " |", flush=True)


def share_lost(document: Document, config: Config) -> float:
    """Return the share of its words that a document loses, in %; nan if it cannot be cleaned."""
    (cleaned,) = clean_batch([document], config)
    if isinstance(cleaned, Unreadable):
        return float("nan")
    return 100 * (1 - count_words(cleaned.draft.text.replace("-\n", "-")) / count_words(document.source.replace("-\n", "-")))


def report_splices(folder: Path, pages: Path | None, config: Config) -> None:
    """Print what goes of pages pasted into other texts, and of those texts."""
    hosts = {
        "novel": take_words(read_paragraphs(folder / "prose"), NOVEL),
        "letters": take_words(read_paragraphs(folder / "letters"), LETTERS),
    }
    if not pages or not all(hosts.values()):
        print("\nno pages with labels, or no prose or letters: pages are not pasted into them")
        return
    print(f"\npages of {pages.name}, pasted into other texts\n")
    print("| into | where | pages | boilerplate gone % | content lost % | host lost % |\n|---|---|---|---|---|---|")
    for name, host in hosts.items():
        for place, at in (("middle", len(host) // 2), ("end", len(host))):
            count = Counter[str]()
            for page in choose_pages(pages):
                count += count_splice(host, at, page, config)
            print(f"| {name} | {place} | {PAGES} | " + " | ".join(f"{percent(count, one):.2f}" for one in "01h") + " |", flush=True)


def percent(count: Counter[str], kind: str) -> float:
    return 100 * count[f"{kind} gone"] / max(1, count[kind])


def count_splice(host: list[str], at: int, page: Page, config: Config) -> Counter[str]:
    """Count words by label (`0`, `1`; `h`: the host), and those that are gone, of a host with a page at this paragraph."""
    lines = [(one, "h") for one in host]
    lines[at:at] = [(line, label if label in "01" else "") for line, label in zip(page[1].split("\n"), page[2], strict=False)]
    (cleaned,) = clean_batch([Document(page[0], "\n".join(line for line, _ in lines), "text")], config)
    if isinstance(cleaned, Unreadable):
        raise cleaned
    count, start = Counter[str](), 0
    for line, label in lines:
        words = count_words(line)
        if label and words:
            count[label] += words
            count[f"{label} gone"] += words - count_words(kept(cleaned.draft, start, start + len(line)))
        start += len(line) + 1
    return +count


def kept(draft: Draft, start: int, end: int) -> str:
    """Return what became of a stretch of the source."""
    return draft.text[slice(*draft.map_to_text(start, end))]


def choose_pages(path: Path) -> Iterator[Page]:
    """Yield some pages of a rendering, spread over the file, each with enough boilerplate."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        every = [json.loads(line) for line in lines]
    fit = [(str(one["id"]), one["text"], one["labels"]) for one in every if count_boilerplate(one) >= LEAST_BOILERPLATE]
    yield from fit[:: max(1, len(fit) // PAGES)][:PAGES]


def count_boilerplate(page: dict[str, str]) -> int:
    return sum(count_words(line) for line, label in zip(page["text"].split("\n"), page["labels"], strict=False) if label == "0")


def read_paragraphs(folder: Path) -> list[str]:
    """Return the lines of all texts of a genre, and the paragraphs of wrapped ones joined; none of files with the frame of an e-book."""
    texts = [path.read_text("utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))] if folder.is_dir() else []
    texts = [text for text in texts if "Gutenberg" not in text]
    return list(chain.from_iterable(filter(None, map(str.strip, text.splitlines())) for text in texts))


def take_words(paragraphs: list[str], size: int) -> list[str]:
    """Return paragraphs with at least so many words in all, from the beginning again if there are too few."""
    taken, words = [], 0
    for paragraph in cycle(paragraphs):
        taken.append(paragraph)
        words += count_words(paragraph)
        if words >= size:
            break
    return taken


def document_of(paragraphs: list[str], between: str) -> Document:
    return Document("prose.txt", between.join(paragraphs) + "\n", "text")


def page_of(paragraphs: list[str]) -> Document:
    body = "\n".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
    return readers.read_document(
        "prose.html", f"<!DOCTYPE html><html><head><title>Prose</title></head><body>{body}</body></html>".encode(), "html"
    )
