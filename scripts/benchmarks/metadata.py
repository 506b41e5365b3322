#!/usr/bin/env python3
"""Title, author and date of HTML pages, beside what trafilatura finds; and whether the title stays in the cleaned text.

  bench.py metadata --data DIR --tools-python PATH [--texts DIR]

On newspages, where a title, an author or a date is known of part of the pages. A title is right when its words are those
of the known one; authors as a set of names, in any order, however parted; a date to the day. Neither tool was made on pages
unseen: curate's places were written with these pages in view, trafilatura's own are tuned on them too.

`--texts` is the folder of cleaned texts of held-out pages that `bench.py html` scores. A title stays when a line of the cleaned
text has its words and no other; it is asked of the pages that show it.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.pages import ONE_THREAD, ROOT, SCRIPTS, pages

FIELDS = ("title", "author", "date")
NAME_BREAK = re.compile(r"[;,|/&]|\b(?:und|and|et|by|von)\b", re.IGNORECASE)
Found = dict[str, dict[str, str]]  # by page, by field


def words(text: str) -> str:
    return "".join(re.findall(r"\w+", text.lower()))


def as_text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def names(text: str) -> frozenset[str]:
    return frozenset(words(name) for name in NAME_BREAK.split(text)) - {""}


SAME: dict[str, Callable[[str], object]] = {"title": words, "author": names, "date": lambda text: text[:10]}


def by_trafilatura(data: Path) -> Found:
    from trafilatura import extract_metadata

    logging.disable(logging.CRITICAL)
    found = {}
    for name, page in pages(data, "newspages", 1):
        try:
            known = extract_metadata(page)
        except Exception:  # it may fail on a page in any way: it then knows nothing of it
            known = None
        found[name] = {field: str(getattr(known, field, None) or "") for field in FIELDS}
    return found


def by_curate(data: Path) -> tuple[Found, dict[str, str]]:
    """What is known of each page, and its text before anything is removed."""
    sys.path.insert(0, str(ROOT))
    from curate.errors import Unreadable
    from curate.readers import read_document

    found, sources = {}, {}
    for name, page in pages(data, "newspages", 1):
        try:
            document = read_document(f"{name}.html", page)
        except Unreadable:
            continue
        found[name] = {field: document.metadata.get(field, "") for field in FIELDS}
        sources[name] = document.source
    return found, sources


def other(options: argparse.Namespace) -> Found:
    """trafilatura's, from its own environment."""
    command = [options.tools_python, "-m", "benchmarks.metadata", "--data", str(options.data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=ONE_THREAD | {"PYTHONPATH": str(SCRIPTS)})
    result: Found = json.loads(done.stdout)
    return result


def shows(text: str, title: str) -> bool:
    """Has the text a line of these words and no other?"""
    return words(title) in {words(line) for line in text.splitlines()}


def run(options: argparse.Namespace) -> None:
    truth: dict[str, dict[str, Any]] = json.loads((options.data / "newspages/snippets.json").read_text(encoding="utf-8"))
    ours, sources = by_curate(options.data)
    print("| | known of | curate: right | wrong | none | trafilatura: right | wrong | none |\n|---|---|---|---|---|---|---|---|")
    theirs = other(options)
    for field in FIELDS:
        known = {name: as_text(page[field]) for name, page in truth.items() if page.get(field)}
        print(f"| {field} | {len(known)} | {' | '.join(tally(field, known, ours) + tally(field, known, theirs))} |")
    if options.texts:
        titles = {name: page["title"] for name, page in truth.items() if page.get("title")}
        shown = [name for name, title in titles.items() if shows(sources.get(name, ""), title)]
        kept = [name for name in shown if shows((options.texts / f"newspages/{name}.txt").read_text(encoding="utf-8"), titles[name])]
        print(f"\nof {len(titles)} titles {len(shown)} stand in a line of their page, of which {len(kept)} in a line of its cleaned text")


def tally(field: str, known: dict[str, str], found: Found) -> list[str]:
    """How many of the known values are found right, found wrong, not found."""
    same = SAME[field]
    given = {name: value for name in known if (value := found.get(name, {}).get(field, ""))}
    right = sum(same(value) == same(known[name]) for name, value in given.items())
    return [str(right), str(len(given) - right), str(len(known) - len(given))]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `bench.py metadata`."""
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tools-python", default=sys.executable, help="the Python of an environment that has trafilatura")
    parser.add_argument("--texts", type=Path, help="cleaned texts of held-out pages")
    parser.set_defaults(call=run)


if __name__ == "__main__":  # under another Python, which need not have curate
    parser = argparse.ArgumentParser()
    add_options(parser)
    print(json.dumps(by_trafilatura(parser.parse_args().data)))
