"""Scores of a trained judge on held-out pages: word F1, snippets, content lost, boilerplate gone."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from judge_data import WORDS, Rendering, flat, gold, snippets
from numpy.typing import NDArray

Kept = NDArray[np.bool_]


def word_f1(text: str, truth: str) -> float:
    """F1 of two bags of lower-cased words; 1 for two empty ones."""
    got, want = Counter(WORDS.findall(text.lower())), Counter(WORDS.findall(truth.lower()))
    if not got or not want:
        return float(not got and not want)
    return 2 * sum((got & want).values()) / (sum(got.values()) + sum(want.values()))


def kept_text(rendering: Rendering, page: int, kept: Kept) -> str:
    rows = rendering.place[rendering.start[page] : rendering.stop[page]][kept]
    return " ".join(rendering.texts[page][row] for row in rows)


def page_losses(rendering: Rendering, page: int, kept: Kept) -> tuple[float, float, float, float]:
    """Share of content words lost and of boilerplate words gone (NaN where there are none); words gone, words to go."""
    rows = slice(rendering.start[page], rendering.stop[page])
    words, content = rendering.words[rows], rendering.content[rows] == 1
    total, furniture = words[content].sum(), words[~content].sum()
    gone = words[~content & ~kept].sum()
    lost = words[content & ~kept].sum() / total if total else np.nan
    return lost, gone / furniture if furniture else np.nan, gone, furniture


def languages(rendering: Rendering) -> dict[str, str]:
    """Each page's language by py3langid on its text."""
    import py3langid

    return {key: py3langid.classify("".join(text))[0] for key, text in zip(rendering.ids, rendering.texts, strict=True)}


def score_wcxb(data: Path, chosen: Sequence[tuple[Rendering, dict[int, Kept]]]) -> dict[str, float]:
    """Macro over pages, mean over renderings; by page type too."""
    truth = gold(data)
    by_type: dict[str, list[float]] = defaultdict(list)
    losses: dict[bool, list[tuple[float, float, float, float]]] = {True: [], False: []}
    table: dict[str, float] = {}
    for rendering, pages in chosen:
        values = []
        for page, kept in pages.items():
            key = rendering.ids[page]
            values.append(word_f1(kept_text(rendering, page, kept), truth[key]["text"]))
            by_type[truth[key]["type"]].append(values[-1])
            losses[truth[key]["type"] == "article"].append(page_losses(rendering, page, kept))
        table[f"F1 {rendering.name}"] = float(np.mean(values))
    table["F1"] = float(np.mean([table[f"F1 {rendering.name}"] for rendering, _ in chosen]))
    for label, rows in (("", losses[True] + losses[False]), (" (articles)", losses[True])):
        lost, gone, gone_words, furniture = np.array(rows).T
        table[f"lost{label}"], table[f"gone{label}"] = float(np.nanmean(lost)), float(np.nanmean(gone))
        table[f"gone, pooled{label}"] = float(gone_words.sum() / furniture.sum())
    return table | {f"F1 {kind}": float(np.mean(values)) for kind, values in sorted(by_type.items())}


def score_newspages(data: Path, chosen: Sequence[tuple[Rendering, dict[int, Kept]]], tongue: dict[str, str]) -> dict[str, float]:
    """Snippet F1, precision and recall, pooled over pages, mean over renderings; German and other languages."""
    truth = snippets(data)
    found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for rendering, pages in chosen:
        count: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for page, kept in pages.items():
            key, text = rendering.ids[page], flat(kept_text(rendering, page, kept))
            row = count["German" if tongue.get(key) == "de" else "other"]
            hits = sum(flat(snippet) in text for snippet in truth[key]["with"])
            row[0] += hits
            row[1] += len(truth[key]["with"]) - hits
            row[2] += sum(flat(snippet) in text for snippet in truth[key]["without"])
        for group, (right, missed, wrong) in count.items():
            found[group].append((2 * right / (2 * right + missed + wrong), right / (right + wrong), right / (right + missed)))
    table: dict[str, float] = {}
    for group, rows in sorted(found.items()):
        names = (f"snippet F1 {group}", f"precision {group}", f"recall {group}")
        table |= dict(zip(names, np.mean(rows, axis=0).tolist(), strict=True))
    return table


def report(data: Path, renderings: Sequence[Rendering], kept: dict[tuple[str, str], dict[int, Kept]]) -> dict[str, Any]:
    """Everything, over the renderings of which something was kept."""
    given = [rendering for rendering in renderings if (rendering.which, rendering.name) in kept]
    parts = {which: [(r, kept[r.which, r.name]) for r in given if r.which == which] for which in ("wcxb", "newspages")}
    table: dict[str, Any] = score_wcxb(data, parts["wcxb"]) if parts["wcxb"] else {}
    if parts["newspages"]:
        table |= score_newspages(data, parts["newspages"], languages(parts["newspages"][0][0]))
    return {name: round(value, 4) for name, value in table.items()}
