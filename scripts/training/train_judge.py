#!/usr/bin/env python3
"""Train the judge, or cross-validate it.

  train_judge.py --data DIR --renderings DIR [--out FILE]          the weights, from all pages; same data, same bytes
  train_judge.py --data DIR --renderings DIR --cross-validate      one joint 5-fold over all sets
  train_judge.py --data DIR --pages [--cross-validate]             the same for HTML pages (OUT: pages.npz)
  ... --without-language zh     pages of a language are kept from training

Renderings are made by make_renderings.py and make_variants.py, in this order. Folds are by registered domain, of texts that
are no web pages by source; word scores, inputs' scale and network come from the training folds alone.
Needs numpy, scipy, scikit-learn, torch, tld; py3langid to score news pages.
"""

import argparse
import io
import json
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from held_out import (
    Batches,
    Kept,
    keep,
    read_examples,
    read_genres,
    report_harm,
    report_languages,
    report_news,
    report_pages,
    report_splices,
    score_examples,
)
from numpy.typing import NDArray
from scores import languages
from text_data import FOLDS, GIVEN, TABLES, Rendering, known_pages, load
from text_network import Network, Settings, fit_network, score_words, standardise

from curate.judge.weights import Weights, decode_weights, encode_weights

# Operating points, all on logits. `article` is added on a page that is surely an article before the expected-F1 cut
# (its boilerplate is plain, so more may go); `cautious` is the other setting's cut, raised by `cautious_article` on
# articles; a protection keeps nothing below `protect`, of ledes and last paragraphs nothing below `edge`, of
# subheadings and captions nothing below `heading`.
# `cautious` is what --cross-validate chose on the held-out pages of all folds; the others were set by hand, looking at
# the same pages.
POINTS = {
    "article": -0.5,
    "spread": 1.5,
    "cautious": -3.5,
    "cautious_article": 2.0,
    "web": 0.0,
    "protect": -1.0,
    "edge": -2.0,
    "heading": -2.0,
}
MAY_LOSE = 0.0185  # share of content words, macro over pages, that `cautious` is set to lose: a margin below 2 %
CUTS = [round(-5 + 0.1 * step, 1) for step in range(31)]
MEASURED_ONLY = ("zhfinance",)
BLIND = "resiliparse"  # the rendering that is shown blind, too
DEFAULT_OUT = Path(__file__).resolve().parents[2] / "curate/judge/weights.npz"


def log(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def read_renderings(data: Path, folder: Path) -> list[Rendering]:
    """Every rendering and variant that is for training; one more of each set as if no word of its language were known."""
    found = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        which, name = path.name.split(".")[:2]
        if which in MEASURED_ONLY or name == "thin-resiliparse" or name == "clean-resiliparse":
            continue
        found.append(load(data, path, which, name))
        if name == BLIND:
            found.append(load(data, path, which, name, blind=True))
        log(f"{which}.{name}: {len(found[-1].ids)} pages, {len(found[-1].words)} passages")
    return found


def hide_language(data: Path, renderings: list[Rendering], language: str) -> None:
    """Put the pages of a language into no fold, so that nothing is learned from them."""
    pages = known_pages(data, "fundus") | known_pages(data, "daniel")
    hidden = {key for key, page in pages.items() if page["language"] == language}
    for rendering in renderings:
        rendering.fold = np.where([key in hidden for key in rendering.ids], -1, rendering.fold)


def numpy_of(layer: torch.nn.Module) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Matrix (inputs, outputs) and bias of a linear layer, rounded as the weights file rounds them."""
    weight, bias = layer.weight.detach().numpy().T, layer.bias.detach().numpy()  # type: ignore[operator, union-attr]
    return np.ascontiguousarray(weight), bias


def fit(renderings: Sequence[Rendering], folds: Sequence[int], settings: Settings) -> Weights:
    """Both stages on the pages of some folds."""
    words = score_words(renderings, folds, settings)
    mean, scale, bounds = standardise(renderings, folds)
    network: Network = fit_network(renderings, folds, settings)
    layers = zip(settings.distances, map(numpy_of, network.layers), strict=True)
    pages = zip(settings.page_at, map(numpy_of, network.pages), strict=True)
    trained = Weights(
        tables=TABLES,
        words=words,
        mean=mean,
        scale=scale,
        bounds=bounds,
        enter=numpy_of(network.enter),
        layers=tuple((distance, *matrices) for distance, matrices in layers),
        pages=tuple((at, *matrices) for at, matrices in pages),
        leave=numpy_of(network.leave),
        points=POINTS,
    )
    return decode_weights(encode_weights(trained))  # what is scored is what is stored


def save(weights: Weights, path: Path) -> None:
    """Write the weights as one .npz whose bytes depend on the weights alone: no time stamps."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in encode_weights(weights).items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.asarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)


def cautious_cut(held: Batches, points: dict[str, float]) -> float:
    """The highest cut at which `cautious` loses few enough of the content words of these WCXB pages, macro over pages."""
    best = CUTS[0]
    for cut in CUTS:
        losses = [one.lost() for one in keep(held, "cautious", points | {"cautious": cut})]
        if np.mean([part / of for part, of in losses if of]) > MAY_LOSE:
            break
        best = cut
    return best


def cross_validate(data: Path, folder: Path, renderings: list[Rendering], settings: Settings, folds: range) -> None:
    """Print one JSON line a setting: everything as the judge's users get it, each page by a model that has not seen its domain."""
    held: dict[str, list[Batches]] = {}
    for fold in folds:
        weights = fit(renderings, [other for other in range(FOLDS) if other != fold], settings)
        for which in ("wcxb", "newspages", "fundus", "daniel", "zhfinance"):
            for name in GIVEN:
                examples = read_examples(folder / f"{which}.{name}.jsonl.gz", which, fold)
                held.setdefault(which, []).append(score_examples(examples, weights))
        held.setdefault("genres", []).append(score_examples(read_genres(data, fold), weights))
        for which in ("wcxb", "newspages"):
            held.setdefault("splice", []).append(
                score_examples(read_examples(folder / f"splice.{which}-bs4.jsonl.gz", "splice", fold), weights)
            )
        log(f"fold {fold} done")
    every = {which: [batch for batches in found for batch in batches] for which, found in held.items()}
    cut = cautious_cut(every["wcxb"], POINTS)
    print(json.dumps({"cut of cautious": cut}))
    for setting in ("balanced", "cautious"):
        kept = {which: list(keep(found, setting, POINTS | {"cautious": cut})) for which, found in every.items()}
        print(json.dumps({"setting": setting, **tables(data, kept)}, ensure_ascii=False), flush=True)


def tables(data: Path, kept: dict[str, list[Kept]]) -> dict[str, Any]:
    """All figures of a setting."""
    tongue = languages((one.example.id, "".join(one.example.lines)) for one in kept["newspages"])
    return {
        "wcxb": report_pages(data, kept["wcxb"]),
        "newspages": report_news(data, kept["newspages"], tongue),
        "languages": report_languages(data, kept["fundus"] + kept["daniel"] + kept["zhfinance"]),
        "genres": report_harm(kept["genres"]),
        "splices": report_splices(kept["splice"]),
    }


def train_pages(options: argparse.Namespace) -> None:
    """Train or cross-validate the judge of HTML pages."""
    import page_training as pages
    from page_network import SETTINGS

    settings = replace(SETTINGS, **json.loads(options.settings))
    sets = pages.read_sets(options.data, options.cache)
    log(f"{[len(one.ids) for one in sets]} pages, {[len(one.words) for one in sets]} passages")
    if options.cross_validate:
        pages.cross_validate(options.data, sets, settings, options.texts, log, range(options.folds))
        return
    out = options.out if options.out != DEFAULT_OUT else DEFAULT_OUT.with_name("pages.npz")
    save(pages.fit_pages(pages.for_training(sets), range(FOLDS), settings), out)
    log(f"{out}: {out.stat().st_size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--renderings", type=Path)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--without-language", default="", help="leave all pages of a language out of training")
    parser.add_argument("--pages", action="store_true", help="train the judge of HTML pages")
    parser.add_argument("--texts", type=Path, help="with --pages: write the cleaned text of held-out pages here")
    parser.add_argument("--cache", type=Path, help="with --pages: keep the rendered and labelled pages here")
    parser.add_argument("--folds", type=int, default=FOLDS, help="cross-validate on the first so many folds")
    parser.add_argument("--settings", default="{}", help="JSON: fields of Settings to change")
    options = parser.parse_args()
    if options.pages:
        train_pages(options)
        return
    settings = replace(Settings(), **json.loads(options.settings))
    renderings = read_renderings(options.data, options.renderings)
    hide_language(options.data, renderings, options.without_language)
    if options.cross_validate:
        cross_validate(options.data, options.renderings, renderings, settings, range(options.folds))
        return
    weights = fit(renderings, range(FOLDS), settings)
    save(weights, options.out)
    log(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
