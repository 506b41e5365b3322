#!/usr/bin/env python3
"""Make texts of further shapes for training the judge of text, from renderings and from texts that are no web pages.

  make_variants.py --data DIR --renderings DIR     reads and writes below the folder of renderings

A judge that has seen whole web pages only takes everything for one. So it is also shown, each line labelled 1 (content),
0 (boilerplate) or - (blank), and each document by line whether it is from a web page (1) or not (0):

  SET.thin      pages of which most boilerplate is gone already
  SET.script    pages in another script, every letter replaced
  SET.clean     articles of which all boilerplate is gone: no web page any more
  genres.*      texts that are no web pages (plays, laws, letters ...): as they are, wrapped, unwrapped, with blank lines, and
                in the forms of text_forms.py (subtitles, chat, word lists ...), in another script
  splice.*      a web page in the middle or at the end of such a text

Texts whose licence does not allow training are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from make_renderings import tidy
from other_scripts import choose_script
from text_data import fold_of, genre_index, genre_url
from text_forms import FORMS, sentences_of

Page = dict[str, Any]
RESTRICTED = ("NC", "ND", "no licence", "research", "GPL", "GFDL", "(c)", "repo without licence")
EXCERPT = 400  # lines of a long text that are shown at a time
SETS = ("wcxb", "newspages", "fundus", "daniel")


def may_train(licence: str) -> bool:
    return not any(mark in licence for mark in RESTRICTED)


def read(path: Path) -> Iterator[Page]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write(path: Path, pages: Iterable[Page]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as sink:
        sink.writelines(json.dumps(page, ensure_ascii=False) + "\n" for page in pages)


def lines_of(page: Page) -> list[tuple[str, str]]:
    return list(zip(page["text"].split("\n")[:-1], page["labels"], strict=True))


def page_of(page: Page, lines: list[tuple[str, str]], web: str | None = None) -> Page:
    """Return a page of these lines, runs of blank ones made one."""
    kept: list[int] = []
    for number, (line, _) in enumerate(lines):
        if line.strip() or (kept and lines[kept[-1]][0].strip()):
            kept.append(number)
    text = "".join(lines[number][0] + "\n" for number in kept)
    labels = "".join(lines[number][1] for number in kept)
    marks = "1" * len(lines) if web is None else web
    return {**{key: page[key] for key in ("id", "url")}, "text": text, "labels": labels, "web": "".join(marks[n] for n in kept)}


def thin(page: Page, draw: random.Random) -> Page:
    """Take most boilerplate out, in runs, as an extractor before us would."""
    share, kept, dropping = draw.uniform(0.5, 0.97), [], False
    for number, (line, label) in enumerate(lines_of(page)):
        if label == "0" and number % draw.randint(1, 6) == 0:
            dropping = draw.random() < share
        if label != "0" or not dropping:
            kept.append((line, label))
    return page_of(page, kept)


def clean(page: Page) -> Page:
    lines = [(line, label) for line, label in lines_of(page) if label != "0"]
    return page_of(page, lines, "0" * len(lines))


def rewrite(page: Page, draw: random.Random) -> Page:
    """Write a page in another script."""
    return {**page, "text": choose_script(draw)(page["text"])}


def forms(text: str, verse: bool, draw: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the text in the forms in which such texts lie about."""
    yield "plain", text
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    if not verse:
        width = draw.choice((60, 66, 70, 72, 76, 80))
        wrapped = "\n".join("\n".join(textwrap.wrap(line, width, break_long_words=False) or [""]) for line in text.split("\n"))
        yield "wrapped", wrapped
        yield "joined", "\n\n".join(" ".join(part.split()) for part in paragraphs) + "\n"
    yield "loose", "\n\n".join(line for line in text.split("\n") if line.strip()) + "\n"
    yield "tight", "\n".join(line for line in text.split("\n") if line.strip()) + "\n"


def excerpts(lines: list[str], draw: random.Random) -> Iterator[list[str]]:
    """Yield the beginning, and stretches from anywhere."""
    yield lines[:EXCERPT]
    for _ in range(min(3, len(lines) // 60)):
        size = draw.randint(12, EXCERPT if draw.random() < 0.8 else 5 * EXCERPT)
        start = draw.randint(0, max(0, len(lines) - size))
        yield lines[start : start + size]


def genres(data: Path) -> dict[str, list[Page]]:
    """Return the texts that are no web pages, by form."""
    found: dict[str, list[Page]] = {}
    for one in genre_index(data):
        if not may_train(one["licence"]):
            continue
        draw = random.Random(one["id"])
        text = (data / "genres" / one["genre"] / f"{one['id']}.txt").read_text(encoding="utf-8")
        made = [(form.__name__, form(sentences_of(text)[:400], draw)) for form in draw.sample(FORMS, 6)]
        shown = [*forms(tidy(text), one["verse"], draw), *made]
        for name, form in (*shown, ("script", choose_script(draw)(draw.choice(shown)[1]))):
            for number, lines in enumerate(excerpts(form.split("\n")[:-1], draw)):
                labels = "".join("1" if any(map(str.isalnum, line)) else "-" for line in lines)
                page = {"id": f"{one['id']}.{number}", "url": genre_url(one), "text": "\n".join(lines) + "\n", "labels": labels}
                found.setdefault(name, []).append(page | {"web": "0" * len(lines)})
    return found


def splices(pages: list[Page], texts: list[Page], draw: random.Random) -> Iterator[Page]:
    """Yield web pages that stand in the middle of, behind or before a text of the same fold."""
    by_fold: dict[int, list[Page]] = {}
    for text in texts:
        by_fold.setdefault(fold_of(text["url"]), []).append(text)
    for page in pages:
        others = by_fold[fold_of(page["url"])]
        above, below = (lines_of(draw.choice(others))[: draw.randint(8, 250)] for _ in range(2))
        place = draw.random()
        above, below = ([], below) if place < 0.15 else (above, []) if place < 0.5 else (above, below)
        middle = lines_of(page)
        gap = [("", "-")] * draw.randint(0, 1)
        lines = above + gap + middle + gap + below
        web = "0" * (len(above) + len(gap)) + "1" * len(middle) + "0" * (len(gap) + len(below))
        yield page_of(page, lines, web)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--renderings", type=Path, required=True)
    options = parser.parse_args()
    texts = genres(options.data)
    for name, found in texts.items():
        write(options.renderings / f"genres.{name}.jsonl.gz", found)
    every = [text for found in texts.values() for text in found]
    for which in SETS:
        draw = random.Random(which)
        for name in ("inscriptis", "bs4", "resiliparse"):
            pages = [page for page in read(options.renderings / f"{which}.{name}.jsonl.gz") if "1" in page["labels"]]
            some = [page for page in pages if draw.random() < 0.33]
            write(options.renderings / f"{which}.thin-{name}.jsonl.gz", [thin(page, draw) for page in pages if draw.random() < 0.5])
            write(options.renderings / f"{which}.script-{name}.jsonl.gz", [rewrite(page, draw) for page in pages])
            whole = (clean(page) for page in pages if page["labels"].count("1") >= 4)
            write(options.renderings / f"{which}.clean-{name}.jsonl.gz", whole)
            write(options.renderings / f"splice.{which}-{name}.jsonl.gz", splices(some, every, draw))


if __name__ == "__main__":
    main()
