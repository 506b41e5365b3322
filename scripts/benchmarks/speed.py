"""The part of bench.py about speed and memory: pages from bytes to cleaned text and ledger, beside trafilatura.extract.

Both read the same pages in one process, a batch of the one after a batch of the other, so that whatever else the machine does
falls on both. Word lists, rules and weights are read before the clock starts, by pages that are not measured.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

BATCH = 32  # pages that are judged at a time
WARM = 40  # pages before the clock starts
MARKS = (100, 500, 1_000, 2_000, 5_000, 10_000, 20_000)  # pages after which memory is told
_COMMON = re.compile(rb"\b(?:the|und|die|and|of|der)\b")
SETS = ("wcxb/dev/html", "newspages/html")


def pages(data: Path, every: int, first: int = 0) -> Iterator[bytes]:
    for one in SETS:
        for path in sorted((data / one).glob("*.html.gz"))[first::every]:
            yield gzip.decompress(path.read_bytes())


class Clock:
    """CPU milliseconds by name; what is measured within something else is not counted there as well."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._within = [0.0]

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            start = time.process_time()
            self._within.append(0.0)
            try:
                return function(*arguments)
            finally:
                spent = time.process_time() - start
                self.spent[name] = self.spent.get(name, 0.0) + 1000 * (spent - self._within.pop())
                self._within[-1] += spent

        return call


def read_all(batch: Sequence[bytes]) -> list[Any]:
    """The pages as documents; those that cannot be read are passed over."""
    from curate.errors import Unreadable
    from curate.readers import read_document

    documents = []
    for page in batch:
        try:
            documents.append(read_document("page.html", page))
        except Unreadable:
            continue
    return documents


def clean_all(documents: Sequence[Any]) -> None:
    from curate.config import Config
    from curate.pipeline.document import clean_batch

    clean_batch(documents, Config())


def batches(every_page: Iterator[bytes]) -> Iterator[list[bytes]]:
    while batch := list(islice(every_page, BATCH)):
        yield batch


def warm(data: Path) -> None:
    """Read what is read once a process: word lists and forms of each language, rules, weights, the model of languages."""
    from curate.language.lexicon import LANGUAGES, is_inflected_form, load_lexicon
    from curate.rules.matching import matcher_for
    from curate.rules.registry import packs_for

    for language in LANGUAGES:
        load_lexicon(language)
        is_inflected_form("quirks", language)
        matcher_for(packs_for(language))
    for batch in batches(islice(pages(data, 37, 5), WARM)):
        clean_all(read_all(batch))


def side_by_side(data: Path, every: int) -> None:
    """CPU time a page: reading, its metadata apart, cleaning, and trafilatura.extract."""
    from trafilatura import extract

    from curate.readers import html

    logging.disable(logging.CRITICAL)
    warm(data)
    extract(next(pages(data, 1)))
    clock, done = Clock(), 0
    html.extract_page_metadata = clock.timed("metadata", html.extract_page_metadata)
    reading, cleaning = clock.timed("reading", read_all), clock.timed("cleaning", clean_all)
    theirs = clock.timed("trafilatura.extract", lambda batch: [extract(page) for page in batch])
    for batch in batches(pages(data, every)):
        cleaning(reading(batch))
        theirs(batch)
        done += len(batch)
    each = {name: spent / done for name, spent in clock.spent.items()}
    ours = each["reading"] + each["cleaning"]
    print("| pages | reading | cleaning | both | metadata | trafilatura.extract | times as fast |\n|---|---|---|---|---|---|---|")
    cells = [each["reading"], each["cleaning"], ours, each["metadata"], each["trafilatura.extract"]]
    print(f"| {done} | {' | '.join(f'{cell:.1f} ms' for cell in cells)} | {each['trafilatura.extract'] / ours:.2f} |")


def memory(data: Path, most: int) -> None:
    """Resident memory of this process on its way through as many pages; where there are fewer they come again, with other words."""
    logging.disable(logging.CRITICAL)
    done = again = 0
    print("| pages | resident MB | peak MB |\n|---|---|---|")
    while done < most:
        for batch in batches(islice((strewn(page, again) for page in pages(data, 1)), most - done)):
            clean_all(read_all(batch))
            before, done = done, done + len(batch)
            if any(before < mark <= done for mark in (*MARKS, most)):
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"| {done} | {resident():.0f} | {peak:.0f} |", flush=True)
        again += 1


def strewn(page: bytes, again: int) -> bytes:
    """The page with a word of its own after each seventh of some common ones, so that its lines are new; the first time as it is."""
    places = count()
    return _COMMON.sub(lambda m: m.group() + b" q%dzw" % again if next(places) % 7 == 0 else m.group(), page) if again else page


def resident() -> float:
    """Megabytes of memory that this process holds; where the system does not tell, its peak."""
    told = Path("/proc/self/statm")
    if not told.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1024)
    return int(told.read_text().split()[1]) * resource.getpagesize() / (1 << 20)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=6, help="time every n-th page")
    parser.add_argument("--memory", type=int, default=0, metavar="N", help="tell the memory over N pages, and no times")
    parser.set_defaults(call=run)


def run(options: argparse.Namespace) -> None:
    if options.memory:
        memory(options.data, options.memory)
    else:
        side_by_side(options.data, options.every)
