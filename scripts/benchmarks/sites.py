"""The part of bench.py about sites: word F1 of pages with and without the evidence of the other pages of their site.

DIR holds `gold.jsonl`, a line a page with `id`, `set`, `language`, `domain`, `title`, `text`, and the pages as `html/ID.html.gz`. A site is
a domain with enough pages. Each page is cleaned once; without the evidence, its text is what cleaning left, with it, what is left
when its site's furniture has gone, too. Copies stay in both. `--as-text` cleans the pages as plain text, as they are rendered,
in a folder for each site; `--mixed` all in one folder, so that the sites must be found. `--setting rules` leaves the judge out.

Word F1 and recall are those of bags of words, of single characters in scripts without spaces, macro over pages. The title is left out on
both sides.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curate import readers
from curate.config import Boilerplate, Config, Duplicates
from curate.digest import canonical_json
from curate.duplicates.overlaps import Overlaps
from curate.duplicates.search import find_overlaps
from curate.duplicates.seniority import SketchFile
from curate.duplicates.sketches import SketchInput, build_sketches
from curate.errors import Unreadable
from curate.pipeline.document import Cleaned, clean_batch, finish
from curate.sites.furniture import SiteSearch
from curate.sites.lines import LineFile, Page, build_line_file, find_menus
from curate.text.document import Document

BATCH = 32
UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
TOKEN = re.compile(rf"{UNSPACED}|(?:(?!{UNSPACED})\w)+")


@dataclass(frozen=True)
class Gold:
    """A page's own words, and what is known of it."""

    id: str
    site: str
    language: str
    title: str
    text: str


@dataclass(frozen=True)
class Score:
    """F1 and recall of one page without the evidence and with it."""

    f1: tuple[float, float]
    recall: tuple[float, float]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=5, help="fewest pages of a site")
    parser.add_argument("--setting", default="balanced", help="of the boilerplate cleaner")
    parser.add_argument("--as-text", action="store_true", help="clean the pages as plain text")
    parser.add_argument("--mixed", action="store_true", help="tell no site: all pages lie in one folder")
    parser.set_defaults(call=sites)


def sites(options: argparse.Namespace) -> None:
    gold = load_gold(options.data / "gold.jsonl", options.pages)
    config = Config(boilerplate=Boilerplate(options.setting), duplicates=Duplicates(passages="keep", quotations="keep"))
    pages = read_pages(options.data / "html", gold, options.as_text)
    cleaned = clean_pages(list(pages.values()), config)
    left = finish_pages(cleaned, {one.id: one.site for one in gold}, config, options.mixed)
    scores = {one.id: compare(one, cleaned[one.id].draft.text, left[one.id]) for one in gold if one.id in left}
    print_table("site", ((one.site, scores[one.id]) for one in gold if one.id in scores))
    print_table("language", ((one.language, scores[one.id]) for one in gold if one.id in scores))


def load_gold(path: Path, fewest: int) -> list[Gold]:
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    counts = Counter(row["domain"] for row in rows)
    return [parse_gold(row) for row in rows if counts[row["domain"]] >= fewest]


def parse_gold(row: dict[str, Any]) -> Gold:
    title = row.get("title") or (row["text"].partition("\n")[0] if row["set"] == "daniel" else "")
    return Gold(row["id"], row["domain"], row["language"], title, drop_title(row["text"], title))


def read_pages(folder: Path, gold: Iterable[Gold], as_text: bool) -> dict[str, Document]:
    pages = {}
    for one in gold:
        try:
            page = readers.read_document(one.id, gzip.decompress((folder / f"{one.id}.html.gz").read_bytes()), "html")
            pages[one.id] = Document(one.id, page.source, "text") if as_text else page
        except Unreadable:
            continue
    return pages


def clean_pages(documents: Sequence[Document], config: Config) -> dict[str, Cleaned]:
    cleaned = {}
    for start in range(0, len(documents), BATCH):
        for one in clean_batch(documents[start : start + BATCH], config):
            if isinstance(one, Cleaned) and one.draft.text.strip():
                cleaned[one.document.id] = one
    return cleaned


def finish_pages(cleaned: dict[str, Cleaned], site_of: dict[str, str], config: Config, mixed: bool) -> dict[str, str]:
    """The texts that are left when the furniture of the sites has gone."""
    every = list(cleaned.values())
    origins = [("" if mixed else site_of[one.document.id], "", "pages", "") for one in every]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sketches").write_bytes(build_sketches([SketchInput(one.document.id, one.draft) for one in every]))
        (folder / "lines").write_bytes(
            build_line_file([Page(one.document.source, one.page_spans, menus=find_menus(one.document)) for one in every])
        )
        (folder / "origins").write_bytes(canonical_json(origins))
        search = SiteSearch([LineFile(folder / "lines", folder / "origins")], [], folder / "sites")
        index = find_overlaps([SketchFile(folder / "sketches")], config, folder / "work", search.find_furniture)
        overlaps = index.load_overlaps(0)
        return {id: finish(one, overlaps.get(id, Overlaps()), config)[0].draft.text for id, one in cleaned.items()}


def drop_title(text: str, title: str) -> str:
    first, _, rest = text.lstrip().partition("\n")
    return rest if title and first.lstrip("# ").strip() == title.strip() else text


def compare(gold: Gold, without: str, with_evidence: str) -> Score:
    f1, recall = zip(*(measure(drop_title(text, gold.title), gold.text) for text in (without, with_evidence)), strict=True)
    return Score(f1, recall)


def measure(text: str, gold: str) -> tuple[float, float]:
    """F1 and recall of the words of a text."""
    found, wanted = (Counter(TOKEN.findall(one.lower())) for one in (text, gold))
    both = (found & wanted).total()
    return 2 * both / max(1, found.total() + wanted.total()), both / max(1, wanted.total())


def print_table(name: str, rows: Iterable[tuple[str, Score]]) -> None:
    groups = defaultdict(list)
    for key, score in rows:
        groups[key].append(score)
    print(f"| {name} | pages | word F1 without | with | difference | recall |\n|---|---|---|---|---|---|")
    for key, scores in sorted(groups.items()):
        f1, recall = ([sum(getattr(one, what)[side] for one in scores) / len(scores) for side in (0, 1)] for what in ("f1", "recall"))
        print(f"| {key} | {len(scores)} | {f1[0]:.4f} | {f1[1]:.4f} | {f1[1] - f1[0]:+.4f} | {recall[1] - recall[0]:+.4f} |")
    print()
