#!/usr/bin/env python3
"""Train the judge, or cross-validate it.

  train_judge.py --data DIR --renderings DIR [--out FILE]          the weights, from all pages; same data, same bytes
  train_judge.py --data DIR --renderings DIR --cross-validate      one joint 5-fold over WCXB and newspages
  train_judge.py --data DIR --pages [--cross-validate]             the same for HTML pages (OUT: pages.npz)
  ... --leave-out NAME          a rendering is kept from training, and it alone is scored

Renderings are made by make_renderings.py. Without them, WCXB alone in its three given renderings is used.
Folds are by registered domain; word scores, inputs' scale and network come from the training folds alone.
Needs numpy, scipy, scikit-learn, torch, tld; py3langid to score newspages.
"""

import argparse
import io
import json
import pickle
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from judge_data import FOLDS, GIVEN, TABLES, Rendering, load
from judge_net import Network, Settings, fit_network, score_words, standardise
from judge_scores import Kept, page_losses, report
from numpy.typing import NDArray

from curate.judge.choose import choose
from curate.judge.model import Scored, score
from curate.judge.weights import Weights, decode, encode

# Operating points, all on logits. `article` is added on a page that is surely an article before the expected-F1 cut
# (its boilerplate is plain, so more may go); `cautious` is the other setting's cut, raised by `cautious_article` on
# articles; a protection keeps nothing below `protect`, of ledes and last paragraphs nothing below `edge`, of
# subheadings and captions nothing below `heading`; a page in a script without spaces loses nothing above `asian`.
# `cautious` is what --cross-validate chose on the held-out pages of all folds; the others were set by hand, looking at
# the same pages.
POINTS = {
    "article": -0.9,
    "cautious": -3.5,
    "cautious_article": 2.0,
    "protect": -1.0,
    "edge": -2.0,
    "heading": -2.0,
    "asian": -2.0,
}
MAY_LOSE = 0.0185  # share of content words, macro over pages, that `cautious` is set to lose: a margin below 2 %
CUTS = [round(-5 + 0.1 * step, 1) for step in range(31)]
DEFAULT_OUT = Path(__file__).resolve().parent.parent / "curate/judge/weights.npz"


def log(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def files(data: Path, folder: Path | None) -> list[tuple[str, str, Path]]:
    """Set, name and path of every rendering there is."""
    if folder is None:
        return [("wcxb", name, data / f"text/{name}.jsonl.gz") for name in GIVEN]
    return [(*path.name.split(".")[:2], path) for path in sorted(folder.glob("*.jsonl.gz"))]  # type: ignore[misc]


def numpy_of(layer: torch.nn.Module) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Matrix (inputs, outputs) and bias of a linear layer, rounded as the weights file rounds them."""
    weight, bias = layer.weight.detach().numpy().T, layer.bias.detach().numpy()  # type: ignore[operator, union-attr]
    return np.ascontiguousarray(weight), bias


def fit(renderings: Sequence[Rendering], folds: Sequence[int], settings: Settings) -> Weights:
    """Both stages on the pages of some folds."""
    words = score_words(renderings, folds, settings)
    mean, scale = standardise(renderings, folds)
    network: Network = fit_network(renderings, folds, settings)
    layers = zip(settings.distances, map(numpy_of, network.layers), strict=True)
    pages = zip(settings.page_at, map(numpy_of, network.pages), strict=True)
    trained = Weights(
        tables=TABLES,
        words=words,
        mean=mean,
        scale=scale,
        enter=numpy_of(network.enter),
        layers=tuple((distance, *matrices) for distance, matrices in layers),
        pages=tuple((at, *matrices) for at, matrices in pages),
        leave=numpy_of(network.leave),
        points=POINTS,
    )
    return decode(encode(trained))  # what is scored is what is stored


def save(weights: Weights, path: Path) -> None:
    """Write the weights as one .npz whose bytes depend on the weights alone: no time stamps."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in encode(weights).items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.asarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)


Held = dict[tuple[str, str, int], list[tuple[list[int], Scored]]]  # set, rendering, fold: batches of pages, scored


def hold(rendering: Rendering, fold: int, weights: Weights) -> list[tuple[list[int], Scored]]:
    """The pages of a fold, scored as the judge's users score them."""
    pages = np.flatnonzero(rendering.fold == fold).tolist()
    batches = [pages[at : at + 40] for at in range(0, len(pages), 40)]
    scored = [(batch, score([rendering.texts[page] for page in batch], weights)) for batch in batches]
    return [(batch, found) for batch, found in scored if found is not None]


def keep(held: Held, folds: Sequence[int], setting: str, points: dict[str, float]) -> dict[tuple[str, str], dict[int, Kept]]:
    """What a setting keeps of the held-out pages of some folds, by set and rendering."""
    found: dict[tuple[str, str], dict[int, Kept]] = {}
    for (which, name, fold), batches in held.items():
        if fold in folds:
            for pages, scored in batches:
                kept, _ = choose(scored, setting, points)
                marks = {page: kept[scored.text.document == number] for number, page in enumerate(pages)}
                found.setdefault((which, name), {}).update(marks)
    return found


def cautious_cut(renderings: Sequence[Rendering], held: Held, folds: Sequence[int]) -> float:
    """The highest cut at which `cautious` loses few enough of the content words of these folds' WCXB pages."""
    best = CUTS[0]
    for cut in CUTS:
        kept = keep(held, folds, "cautious", POINTS | {"cautious": cut})
        pages = [(r, kept[r.which, r.name]) for r in renderings if r.which == "wcxb" and (r.which, r.name) in kept]
        lost = [page_losses(r, page, marks)[0] for r, found in pages for page, marks in found.items()]
        if np.nanmean(lost) > MAY_LOSE:
            break
        best = cut
    return best


def cross_validate(data: Path, renderings: list[Rendering], settings: Settings, left_out: set[str], dump: Path | None) -> None:
    """Print one JSON line a setting. A fold's operating point is chosen on the other folds' held-out pages."""
    seen = [rendering for rendering in renderings if rendering.name not in left_out]
    shown = [rendering for rendering in renderings if rendering.name in (left_out & set(GIVEN) or left_out or GIVEN)]
    held: Held = {}
    for fold in range(FOLDS):
        weights = fit(seen, [other for other in range(FOLDS) if other != fold], settings)
        held |= {(r.which, r.name, fold): hold(r, fold, weights) for r in shown}
        log(f"fold {fold} done")
    if dump:
        dump.write_bytes(pickle.dumps(held))
    cuts = [cautious_cut(shown, held, [other for other in range(FOLDS) if other != fold]) for fold in range(FOLDS)]
    print(json.dumps({"cautious cuts by fold": cuts, "of all folds": cautious_cut(shown, held, range(FOLDS))}))
    for setting in ("balanced", "cautious"):
        found: dict[tuple[str, str], dict[int, Kept]] = {}
        for fold, cut in enumerate(cuts):
            for key, pages in keep(held, [fold], setting, POINTS | {"cautious": cut}).items():
                found.setdefault(key, {}).update(pages)
        print(json.dumps({"setting": setting, "left out": sorted(left_out), **report(data, shown, found)}))


def train_pages(options: argparse.Namespace) -> None:
    """Train or cross-validate the judge of HTML pages."""
    import train_pages as pages
    from judge_page_net import SETTINGS

    settings = replace(SETTINGS, **json.loads(options.settings))
    sets = pages.read_sets(options.data, options.cache)
    log(f"{[len(one.ids) for one in sets]} pages, {[len(one.words) for one in sets]} passages")
    if options.cross_validate:
        pages.cross_validate(options.data, sets, settings, options.texts, log, range(options.folds))
        return
    out = options.out if options.out != DEFAULT_OUT else DEFAULT_OUT.with_name("pages.npz")
    save(pages.fit_pages(sets, range(FOLDS), settings), out)
    log(f"{out}: {out.stat().st_size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--renderings", type=Path)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--leave-out", action="append", default=[])
    parser.add_argument("--dump", type=Path, help="keep the held-out scores here, to try operating points")
    parser.add_argument("--pages", action="store_true", help="train the judge of HTML pages")
    parser.add_argument("--texts", type=Path, help="with --pages: write the cleaned text of held-out pages here")
    parser.add_argument("--cache", type=Path, help="with --pages: keep the rendered and labelled pages here")
    parser.add_argument("--folds", type=int, default=FOLDS, help="with --pages: cross-validate on the first so many folds")
    parser.add_argument("--settings", default="{}", help="JSON: fields of Settings to change")
    options = parser.parse_args()
    if options.pages:
        train_pages(options)
        return
    settings = replace(Settings(), **json.loads(options.settings))
    renderings = []
    for which, name, path in files(options.data, options.renderings):
        renderings.append(load(options.data, path, which, name))
        log(f"{which}.{name}: {len(renderings[-1].ids)} pages, {len(renderings[-1].words)} passages")
    if options.cross_validate:
        cross_validate(options.data, renderings, settings, set(options.leave_out), options.dump)
        return
    weights = fit([r for r in renderings if r.name not in options.leave_out], range(FOLDS), settings)
    save(weights, options.out)
    log(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
