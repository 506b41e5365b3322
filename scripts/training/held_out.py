"""What a trained judge of text leaves of documents that it has not seen: quality on pages, harm to other texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scores import flat, snippet_f1, token_f1, without_title
from text_data import fold_of, genre_index, genre_url, known_pages, passages, read_pages

from curate.judge.choose import choose
from curate.judge.model import ScoredBatch, score_texts
from curate.judge.weights import Weights

CHARACTERS = 1 << 19  # scored at a time
LANGUAGES = ("fundus", "daniel", "zhfinance")


@dataclass(frozen=True)
class Example:
    """A document with labels: of each passage, is it content, and is it from a web page?"""

    which: str
    id: str
    lines: list[str]
    content: NDArray[np.bool_]
    web: NDArray[np.bool_]


@dataclass(frozen=True)
class Kept:
    """What a setting keeps of an example: of each worded passage its place, its words, whether it stays."""

    example: Example
    place: NDArray[np.int64]
    words: NDArray[np.int64]
    kept: NDArray[np.bool_]
    on_page: NDArray[np.bool_]

    @property
    def text(self) -> str:
        return "".join(self.example.lines[place] for place in self.place[self.kept])

    def lost(self, content: bool = True) -> tuple[int, int]:
        """Words of content (or of boilerplate) that go, of how many."""
        mine = self.example.content[self.place] == content
        return int((self.words * (mine & ~self.kept)).sum()), int((self.words * mine).sum())


def read_examples(path: Path, which: str, fold: int | None) -> Iterator[Example]:
    """The documents of a rendering, of one fold or of all."""
    for page in read_pages(path):
        if fold is None or fold_of(page["url"]) == fold:
            lines, numbers = passages(page["text"])
            content = np.array([page["labels"][number] == "1" for number in numbers], np.bool_)
            web = np.array(["web" not in page or page["web"][number] == "1" for number in numbers], np.bool_)
            yield Example(which, page["id"], lines, content, web)


def read_genres(data: Path, fold: int | None) -> Iterator[Example]:
    """Whole texts that are no web pages, those that training may not use among them."""
    for one in genre_index(data):
        if fold is None or fold_of(genre_url(one)) == fold:
            text = (data / "genres" / one["genre"] / f"{one['id']}.txt").read_text(encoding="utf-8")
            lines, _ = passages(text.rstrip("\n") + "\n")
            yield Example("genres", one["id"], lines, np.ones(len(lines), np.bool_), np.zeros(len(lines), np.bool_))


Batches = list[tuple[list[Example], ScoredBatch]]


def score_examples(examples: Iterable[Example], weights: Weights) -> Batches:
    """Score documents as the judge's users do."""
    batches: Batches = []
    batch: list[Example] = []
    for example in examples:
        batch.append(example)
        if sum(len(line) for one in batch for line in one.lines) > CHARACTERS:
            batches += _score(batch, weights)
            batch = []
    return batches + _score(batch, weights)


def _score(batch: list[Example], weights: Weights) -> Batches:
    scored = score_texts([example.lines for example in batch], weights) if batch else None
    return [(batch, scored)] if scored is not None else []


def keep(batches: Batches, setting: str, points: dict[str, float]) -> Iterator[Kept]:
    """What a setting keeps of each document."""
    for batch, scored in batches:
        choice = choose(scored, setting, points)
        offsets = np.cumsum([0] + [len(example.lines) for example in batch])
        for number, example in enumerate(batch):
            rows = scored.text.document == number
            yield Kept(example, scored.text.index[rows] - offsets[number], scored.text.words[rows], choice.kept[rows], choice.on_page[rows])


def report_pages(data: Path, found: Sequence[Kept]) -> dict[str, Any]:
    """WCXB: word F1 by type, macro over pages; words lost and gone; pages on which the judge is silent."""
    truth, table = known_pages(data, "wcxb"), defaultdict(list)
    for one in found:
        page = truth[one.example.id]
        value = token_f1(one.text, page["text"])
        for name in ("F1", f"F1 {page['type']}"):
            table[name].append(value)
        for name, content in (("lost", True), ("gone", False)):
            part, of = one.lost(content)
            table[name] += [part / of] if of else []
        table["silent"].append(float(not one.on_page.any()))
    return {name: round(float(np.mean(values)), 4) for name, values in sorted(table.items())}


def report_news(data: Path, found: Sequence[Kept], languages: dict[str, str]) -> dict[str, Any]:
    """News pages: F1 of all snippets, pooled, of German pages and of others."""
    truth, rows = known_pages(data, "newspages"), defaultdict(list)
    for one in found:
        group = "German" if languages.get(one.example.id) == "de" else "other"
        rows[group].append((flat(one.text), truth[one.example.id]))
    return {group: round(snippet_f1(pairs), 4) for group, pairs in sorted(rows.items())}


def report_languages(data: Path, found: Sequence[Kept]) -> dict[str, Any]:
    """Pages of many languages: F1 of words, or of characters where there are no spaces, by set and language; titles apart."""
    table = defaultdict(list)
    for one in found:
        page = known_pages(data, one.example.which)[one.example.id]
        title = page["title"] or (page["text"].split("\n", 1)[0] if one.example.which == "daniel" else "")
        value = token_f1(without_title(one.text, title), without_title(page["text"], title))
        table[f"{one.example.which} {page['language']}"].append(value)
    return {name: [round(float(np.mean(values)), 3), len(values)] for name, values in sorted(table.items())}


def report_harm(found: Sequence[Kept]) -> dict[str, Any]:
    """Texts that are no web pages: share of their words that go, in percent; texts of which anything is taken for a page."""
    lost = sum(int((one.words * ~one.kept).sum()) for one in found)
    worst = max(((int((one.words * ~one.kept).sum()) / max(1, int(one.words.sum())), one.example.id) for one in found), default=(0.0, ""))
    words = sum(int(one.words.sum()) for one in found)
    opened = sum(bool(one.on_page.any()) for one in found)
    return {"lost %": round(100 * lost / max(1, words), 3), "texts": len(found), "opened": opened, "worst": [round(worst[0], 3), worst[1]]}


def report_splices(found: Sequence[Kept]) -> dict[str, Any]:
    """Web pages inside other texts: share of the pages' boilerplate that goes, and of the other texts' words."""
    gone = furniture = lost = words = 0
    for one in found:
        web, content = one.example.web[one.place], one.example.content[one.place]
        gone += int((one.words * (web & ~content & ~one.kept)).sum())
        furniture += int((one.words * (web & ~content)).sum())
        lost += int((one.words * (~web & ~one.kept)).sum())
        words += int((one.words * ~web).sum())
    return {"boilerplate gone": round(gone / max(1, furniture), 3), "other texts lost %": round(100 * lost / max(1, words), 3)}
