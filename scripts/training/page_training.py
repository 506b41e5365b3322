"""The `--pages` half of train_judge.py: weights of the judge of pages, and their cross-validation."""

from __future__ import annotations

import json
import pickle
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from page_data import KINDS, Pages, build, rendered
from page_network import POINTS, fit_pages
from scores import flat, languages, snippet_f1, token_f1, without_title, words_lost
from text_data import FOLDS, fold_of, gold, known_pages
from text_network import Settings

from curate.config import Config
from curate.errors import Unreadable
from curate.judge import pages as judge_of_pages
from curate.judge.data_tables import complete_tables
from curate.judge.model import ScoredBatch
from curate.judge.pages import choose_pages, score_pages
from curate.judge.pages import slice_passages as texts_of
from curate.judge.weights import Weights
from curate.pipeline.document import clean_batch
from curate.text.document import Document

SETS = ("wcxb", "newspages", "fundus", "daniel", "genres", "zhfinance")
MEASURED_ONLY = ("zhfinance",)
Marks = dict[tuple[str, int], Any]
CHOSEN_ON = 3  # the first so many folds: settings and operating points are chosen on their held-out pages alone
Held = list[tuple[Pages, list[int], ScoredBatch]]


def read_sets(data: Path, cache: Path | None) -> list[Pages]:
    """All sets, and each but the books once more as if neither words nor names on elements were known.

    `cache` keeps the rendered and labelled pages between runs.
    """
    if cache and cache.exists():
        found = pickle.loads(cache.read_bytes())
    else:
        found = {which: rendered(data, which, data / ".." / "bench") for which in SETS}
        if cache:
            cache.write_bytes(pickle.dumps(found))
    sets = [build(data, which, pages) for which, pages in found.items()]
    return sets + [build(data, which, found[which], blind=True) for which in found if which not in ("genres", *MEASURED_ONLY)]


def for_training(sets: list[Pages]) -> list[Pages]:
    return [pages for pages in sets if pages.which not in MEASURED_ONLY]


def for_measuring(sets: list[Pages]) -> list[Pages]:
    return [pages for pages in sets if not pages.name.startswith("blind")]


def hold_out(sets: list[Pages], settings: Settings, folds: range, texts: Path | None, log: Any) -> Held:
    """Every page, scored by a model that has not seen its domain, as the judge's users score it.

    `texts` is a folder for what the whole of cleaning leaves of each page.
    """
    held: Held = []
    for fold in folds:
        weights = fit_pages(for_training(sets), [other for other in range(FOLDS) if other != fold], settings)
        for pages in for_measuring(sets):
            numbers = np.flatnonzero(pages.fold == fold).tolist()
            if texts:
                write_texts(texts / pages.which, {pages.ids[number]: pages.documents[number] for number in numbers}, weights)
            for at in range(0, len(numbers), 20):
                batch = numbers[at : at + 20]
                documents = [pages.documents[number] for number in batch]
                scored = score_pages(documents, [texts_of(document) for document in documents], weights)
                if scored is not None:
                    held.append((pages, batch, scored))
        log(f"fold {fold} done")
    return held


def kept_marks(held: Held, setting: str, points: dict[str, float]) -> Marks:
    """What a setting keeps, by set and page, tables completed."""
    found: Marks = {}
    for pages, batch, scored in held:
        choice = choose_pages(scored, setting, points)
        kept = choice.kept | complete_tables([pages.documents[number] for number in batch], scored, choice.kept)
        for number, page in enumerate(batch):
            found[pages.which, page] = kept[scored.text.document == number]
    return found


def report(data: Path, sets: list[Pages], marks: Marks, folds: range) -> dict[str, Any]:
    """The joint table: word F1 by page type and by language, snippets, what is lost and gone, harm to books."""
    table: dict[str, list[float]] = defaultdict(list)
    news: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    harm = [0, 0]
    tongue = languages(
        (key, "".join(text)) for pages in sets if pages.which == "newspages" for key, text in zip(pages.ids, pages.texts, strict=True)
    )
    for pages in for_measuring(sets):
        truth = known_pages(data, pages.which)
        for number, key in enumerate(pages.ids):
            if (pages.which, number) not in marks:
                continue
            kept, rows = marks[pages.which, number], slice(pages.start[number], pages.stop[number])
            text = "".join(pages.texts[number][row] for row in pages.place[rows][kept])
            if pages.which == "wcxb":
                score_page(pages, number, kept, text, truth[key], table)
            elif pages.which == "newspages":
                news["German" if tongue[key] == "de" else "other"].append((flat(text), truth[key]))
            elif pages.which == "genres":
                harm = [harm[0] + int(pages.words[rows][~kept].sum()), harm[1] + int(pages.words[rows].sum())]
            else:
                page = truth[key]
                title = page["title"] or (page["text"].split("\n", 1)[0] if pages.which == "daniel" else "")
                f1 = token_f1(without_title(text, title), without_title(page["text"], title))
                table[f"{pages.which} {page['language']}"].append(f1)
    unread = [key for key, page in gold(data).items() if fold_of(page["url"]) in folds and key not in set(sets[0].ids)]
    table["F1"] += [token_f1("", gold(data)[key]["text"]) for key in unread]
    news["all"] = [pair for pairs in list(news.values()) for pair in pairs]
    scores: dict[str, Any] = {name: round(float(np.nanmean(values)), 4) for name, values in sorted(table.items())}
    scores |= {f"snippet F1 {name}": round(snippet_f1(pairs), 4) for name, pairs in news.items()}
    return scores | {"books lost %": round(100 * harm[0] / max(1, harm[1]), 3)}


def score_page(pages: Pages, number: int, kept: Any, text: str, truth: dict[str, Any], table: dict[str, list[float]]) -> None:
    """Add one WCXB page to the table."""
    f1, kind = token_f1(text, truth["text"]), KINDS[pages.kind[number]]
    table["F1"].append(f1)
    table[f"F1 {kind}"].append(f1)
    rows = slice(pages.start[number], pages.stop[number])
    lost, gone = words_lost(pages.words[rows], pages.content[rows] == 1, kept)
    for name in ("", " article") if kind == "article" else ("",):
        table[f"lost{name}"].append(lost)
        table[f"gone{name}"].append(gone)


def write_texts(folder: Path, documents: dict[str, Document], weights: Weights) -> None:
    """Clean some pages by the default settings, with other weights than the package's; write FOLDER/ID.txt."""
    folder.mkdir(parents=True, exist_ok=True)
    stored, judge_of_pages.load = judge_of_pages.load, lambda _: weights
    try:
        for key, document in documents.items():
            cleaned = clean_batch([document], Config())[0]
            text = "" if isinstance(cleaned, Unreadable) else cleaned.draft.text
            (folder / f"{key}.txt").write_text(text, encoding="utf-8")
    finally:
        judge_of_pages.load = stored


def cross_validate(data: Path, sets: list[Pages], settings: Settings, texts: Path | None, log: Any, folds: range) -> None:
    """Print one JSON line a setting: on all folds, on those it was chosen on, on the others.

    `texts` is a folder for the cleaned texts.
    """
    held = hold_out(sets, settings, folds, texts, log)
    fold_of_page = {(pages.which, number): fold for pages in sets for number, fold in enumerate(pages.fold)}
    for setting in ("balanced", "cautious"):
        marks = kept_marks(held, setting, POINTS)
        for part in (folds, *((range(CHOSEN_ON), range(CHOSEN_ON, FOLDS)) if len(folds) == FOLDS else ())):
            chosen = {key: kept for key, kept in marks.items() if fold_of_page[key] in part}
            print(json.dumps({"setting": setting, "folds": list(part), **report(data, sets, chosen, part)}), flush=True)
