"""The `--pages` half of train_judge.py: weights of the judge of pages, and their cross-validation."""

from __future__ import annotations

import json
import pickle
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from judge_data import FOLDS, flat, fold_of, gold, snippets
from judge_net import Settings
from judge_page_net import POINTS, fit_pages
from judge_pages import KINDS, Pages, build, rendered
from judge_scores import languages, page_losses, word_f1

from curate.config import Config
from curate.errors import Unreadable
from curate.judge import pages as judge_of_pages
from curate.judge.model import Scored
from curate.judge.pages import choose_pages, score_pages
from curate.judge.pages import texts as texts_of
from curate.judge.weights import Weights
from curate.pipeline.document import clean_batch
from curate.text.document import Document

CHOSEN_ON = 3  # the first so many folds: settings and operating points are chosen on their held-out pages alone
Held = list[tuple[Pages, list[int], Scored]]


def read_sets(data: Path, cache: Path | None) -> list[Pages]:
    """Both sets; `cache` keeps the rendered and labelled pages between runs."""
    if cache and cache.exists():
        found = pickle.loads(cache.read_bytes())
    else:
        found = {which: rendered(data, which, data / ".." / "bench") for which in ("wcxb", "newspages")}
        if cache:
            cache.write_bytes(pickle.dumps(found))
    return [build(data, which, pages) for which, pages in found.items()]


def hold_out(sets: list[Pages], settings: Settings, folds: range, texts: Path | None, log: Any) -> Held:
    """Every page, scored by a model that has not seen its domain, as the judge's users score it.

    `texts` is a folder for what the whole of cleaning leaves of each page.
    """
    held: Held = []
    for fold in folds:
        weights = fit_pages(sets, [other for other in range(FOLDS) if other != fold], settings)
        for pages in sets:
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


def kept_marks(held: Held, setting: str, points: dict[str, float]) -> dict[tuple[str, int], np.ndarray[Any, Any]]:
    """What a setting keeps, by set and page."""
    found = {}
    for pages, batch, scored in held:
        kept, _ = choose_pages(scored, setting, points)
        for number, page in enumerate(batch):
            found[pages.which, page] = kept[scored.text.document == number]
    return found


def report(data: Path, sets: list[Pages], marks: dict[tuple[str, int], Any], folds: range) -> dict[str, float]:
    """The joint table: word F1 by page type, snippets, what is lost and gone."""
    table: dict[str, list[float]] = defaultdict(list)
    news: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    truth, wanted, tongue = gold(data), snippets(data), languages(sets[1])
    unread = [key for key in truth if fold_of(truth[key]["url"]) in folds and key not in set(sets[0].ids)]
    for pages in sets:
        for number, key in enumerate(pages.ids):
            if (pages.which, number) not in marks:
                continue
            kept = marks[pages.which, number]
            rows = pages.place[pages.start[number] : pages.stop[number]][kept]
            text = " ".join(pages.texts[number][row] for row in rows)
            if pages.which == "wcxb":
                score_page(data, pages, number, kept, text, truth[key], table)
            else:
                row = news["German" if tongue[key] == "de" else "other"]
                hits = [flat(snippet) in flat(text) for snippet in wanted[key]["with"]]
                row[0] += sum(hits)
                row[1] += len(hits) - sum(hits)
                row[2] += sum(flat(snippet) in flat(text) for snippet in wanted[key]["without"])
    table["F1"] += [word_f1("", truth[key]["text"]) for key in unread]
    news["all"] = np.sum(list(news.values()), axis=0).tolist()
    scores = {name: float(np.nanmean(values)) for name, values in sorted(table.items())}
    scores |= {f"snippet F1 {name}": 2 * a / (2 * a + b + c) for name, (a, b, c) in news.items()}
    return {name: round(score, 4) for name, score in scores.items()}


def score_page(data: Path, pages: Pages, number: int, kept: Any, text: str, truth: dict[str, Any], table: dict[str, list[float]]) -> None:
    """Add one WCXB page to the table."""
    f1 = word_f1(text, truth["text"])
    table["F1"].append(f1)
    table[f"F1 {KINDS[pages.kind[number]]}"].append(f1)
    lost, gone, _, _ = page_losses(pages, number, kept)
    for name in ("", " article") if KINDS[pages.kind[number]] == "article" else ("",):
        table[f"lost{name}"].append(lost)
        table[f"gone{name}"].append(gone)
    page = json.loads((data / f"wcxb/dev/ground-truth/{pages.ids[number]}.json").read_text(encoding="utf-8"))["ground_truth"]
    for name, default in (("with", 1.0), ("without", 0.0)):
        asked = page.get(name) or []
        table[name].append(sum(flat(snippet) in flat(text) for snippet in asked) / len(asked) if asked else default)


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
