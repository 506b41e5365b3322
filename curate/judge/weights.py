"""What was learned, and the one file it is kept in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curate.digest import sha256
from curate.judge.features import Floats
from curate.judge.lexical import BUCKETS
from curate.judge.text import TABLE, Tables

FORMAT = 1  # of the weights file; a change of features or network raises it

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Weights:
    """Everything learned, and the tables it was learned with. F features, C channels."""

    tables: Tables
    words: NDArray[np.float32]  # (2^BUCKETS,) scores of hashed words
    mean: Floats  # (F,)
    scale: Floats  # (F,) one over the standard deviation
    enter: tuple[Floats, Floats]  # (F, C), (C,)
    layers: tuple[tuple[int, Floats, Floats], ...]  # distance, (3 C, C), (C,)
    pages: tuple[tuple[int, Floats, Floats], ...]  # before which layer, (3 C, C), (C,): what the page's means add
    leave: tuple[Floats, Floats]  # (C, 3), (3,): content, being the title, being on an article page
    points: dict[str, float]  # the operating points, chosen on held-out pages


def encode(weights: Weights) -> Arrays:
    """The arrays of the weights file. Word scores become int8, character tables their differences."""
    used = np.flatnonzero(weights.words)
    step = float(np.abs(weights.words).max()) / 127
    lower = (weights.tables.lower - np.uint64(1)).astype(np.uint32)
    folded = np.flatnonzero(lower != np.arange(TABLE))
    arrays: Arrays = {
        "format": np.array(FORMAT),
        "classes": weights.tables.classes,
        "folded": folded.astype(np.uint32),
        "lower": lower[folded],
        "word_at": np.diff(used, prepend=0).astype(np.uint16),
        "word_score": np.rint(weights.words[used] / step).astype(np.int8),
        "word_step": np.array(step, np.float32),
        "mean": weights.mean,
        "scale": weights.scale,
        "enter": np.vstack((weights.enter[0], weights.enter[1])).astype(np.float16),
        "distances": np.array([distance for distance, _, _ in weights.layers]),
        "pages_at": np.array([at for at, _, _ in weights.pages]),
        "leave": np.vstack((weights.leave[0], weights.leave[1])).astype(np.float32),
        "point_names": np.array(sorted(weights.points)),
        "point_values": np.array([weights.points[name] for name in sorted(weights.points)]),
    }
    for number, (_, matrix, bias) in enumerate(weights.layers):
        arrays[f"layer_{number}"] = np.vstack((matrix, bias)).astype(np.float16)
    for number, (_, matrix, bias) in enumerate(weights.pages):
        arrays[f"page_{number}"] = np.vstack((matrix, bias)).astype(np.float16)
    return arrays


def _split(stacked: NDArray[Any]) -> tuple[Floats, Floats]:
    full = stacked.astype(np.float32)
    return full[:-1], full[-1]


def decode(arrays: Arrays) -> Weights:
    """The weights of a file's arrays. Raises ValueError for a file of another format."""
    if int(arrays["format"]) != FORMAT:
        raise ValueError(f"weights of format {int(arrays['format'])}, this version reads {FORMAT}")
    lower = np.arange(TABLE, dtype=np.uint32)
    lower[arrays["folded"].astype(np.int64)] = arrays["lower"]
    words = np.zeros(1 << BUCKETS, np.float32)
    words[np.cumsum(arrays["word_at"].astype(np.int64))] = arrays["word_score"] * arrays["word_step"]
    layers = [(int(d), *_split(arrays[f"layer_{n}"])) for n, d in enumerate(arrays["distances"])]
    pages = [(int(at), *_split(arrays[f"page_{n}"])) for n, at in enumerate(arrays["pages_at"])]
    names, values = arrays["point_names"].tolist(), arrays["point_values"].tolist()
    return Weights(
        tables=Tables(arrays["classes"].astype(np.uint8), lower.astype(np.uint64) + np.uint64(1)),
        words=words,
        mean=arrays["mean"].astype(np.float32),
        scale=arrays["scale"].astype(np.float32),
        enter=_split(arrays["enter"]),
        layers=tuple(layers),
        pages=tuple(pages),
        leave=_split(arrays["leave"]),
        points=dict(zip(names, values, strict=True)),
    )


@lru_cache(maxsize=1)
def digest() -> str:
    """The sha256 of the weights file, by which a manifest names it."""
    return sha256(files(__package__).joinpath("weights.npz").read_bytes())


@lru_cache(maxsize=1)
def load() -> Weights:
    """The weights of this package, read once."""
    data = files(__package__).joinpath("weights.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as stored:
        return decode({name: stored[name] for name in stored.files})
