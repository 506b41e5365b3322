"""The part of bench.py about guards against loss: how many documents of each set they speak of.

Pages and texts are cleaned one set at a time, each document by itself, as `curate run` does but for copies. A document is
named at most once, however many alerts it has. `--list` prints every alert.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from curate import readers
from curate.config import Boilerplate, Config
from curate.errors import Unreadable
from curate.pipeline.alerts import LOST, WITHHELD
from curate.pipeline.document import clean_batch
from curate.text.document import Document

BATCH = 32
PAGES = {"WCXB, pages": "wcxb/dev/html", "news pages": "newspages/html", "other languages, pages": "languages/html"}


def sets(data: Path) -> Iterator[tuple[str, Iterator[Document]]]:
    """The sets that are there, each with its documents."""
    for name, folder in PAGES.items():
        if (data / folder).is_dir():
            yield name, read_pages(data / folder)
    for path in sorted((data / "text").glob("*.jsonl.gz")):
        yield f"WCXB as text, {path.name.removesuffix('.jsonl.gz')}", read_lines(path)
    if (data / "genres").is_dir():
        yield "texts that are no pages", read_texts(data / "genres")


def read_pages(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.glob("*.html.gz")):
        try:
            yield readers.read_document(f"{path.name.removesuffix('.gz')}", gzip.decompress(path.read_bytes()), "html")
        except Unreadable:
            continue


def read_lines(path: Path) -> Iterator[Document]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for one in map(json.loads, lines):
            yield Document(str(one["id"]), one["text"], "text")


def read_texts(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.rglob("*.txt")):
        yield readers.read_document(path.relative_to(folder).as_posix(), path.read_bytes(), "text")


def count(documents: Iterator[Document], config: Config, listed: bool) -> Counter[str]:
    """How many documents there are, and how many have an alert of each kind, or any."""
    found: Counter[str] = Counter()
    while batch := list(islice(documents, BATCH)):
        for document, cleaned in zip(batch, clean_batch(batch, config), strict=True):
            found["documents"] += 1
            if isinstance(cleaned, Unreadable) or not cleaned.alerts:
                continue
            found["named"] += 1
            found.update({alert.kind for alert in cleaned.alerts})
            if listed:
                print(f"{document.id}: {cleaned.review}")
    return found


def run(options: argparse.Namespace) -> None:
    config = Config(boilerplate=Boilerplate(options.setting))
    rows = []
    for name, documents in sets(options.data):
        if options.sets in name:
            found = count(islice(documents, 0, None, options.every), config, options.list)
            cells = [f"{found[kind]:,}" for kind in ("documents", WITHHELD, LOST, "named")]
            rows.append(f"| {name} | {' | '.join(cells)} | {found['named'] / max(1, found['documents']):.1%} |")
    print("| set | documents | kept for review | lost most | named | share |\n|---|---|---|---|---|---|")
    print("\n".join(rows))


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `bench.py guards`."""
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", default="", help="only sets with this in their names, like pages")
    parser.add_argument("--setting", default="balanced", help="as in [boilerplate]")
    parser.add_argument("--every", type=int, default=1, help="only every n-th document")
    parser.add_argument("--list", action="store_true", help="print every alert")
    parser.set_defaults(call=run)
