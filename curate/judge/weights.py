"""What was learned, and the files it is kept in: one for plain text, one for pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curate.digest import sha256
from curate.judge.features import Floats
from curate.judge.text import TABLE, Tables
from curate.judge.word_scores import BUCKETS

FORMAT = 2  # of the weights file; a change of features or network raises it
NAME_BUCKETS = 16  # bits
OUTPUTS = 4  # of the network: content, title, article page, web page

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Weights:
    """Everything learned, and the tables it was learned with. F features, C channels."""

    tables: Tables
    words: NDArray[np.float32]  # (2^BUCKETS,) scores of hashed words
    mean: Floats  # (F,)
    scale: Floats  # (F,) one over the standard deviation
    bounds: tuple[Floats, Floats]  # (F,), (F,): what training has seen; beyond them a column says no more than at them
    enter: tuple[Floats, Floats]  # (F, C), (C,)
    layers: tuple[tuple[int, Floats, Floats], ...]  # distance, (3 C, C), (C,)
    pages: tuple[tuple[int, Floats, Floats], ...]  # before which layer, (3 C, C), (C,): what the page's means add
    leave: tuple[Floats, Floats]  # (C, 4), (4,): content, being the title, being on an article page, on a web page
    points: dict[str, float]  # the operating points, chosen on held-out pages
    names: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))  # for pages: scores of hashed names
    blocks: int = 0  # for pages: how many blocks around a passage the network sees


def encode_weights(weights: Weights) -> Arrays:
    """The arrays of the weights file. Word scores become int8, character tables their differences."""
    lower = (weights.tables.lower - np.uint64(1)).astype(np.uint32)
    folded = np.flatnonzero(lower != np.arange(TABLE))
    arrays: Arrays = dict(
        format=np.array(FORMAT),
        classes=weights.tables.classes,
        folded=folded.astype(np.uint32),
        lower=lower[folded],
        blocks=np.array(weights.blocks),
        **_sparse("word", weights.words),
        **(_sparse("name", weights.names) if len(weights.names) else {}),
        mean=weights.mean,
        scale=weights.scale,
        low=weights.bounds[0],
        high=weights.bounds[1],
        enter=np.vstack((weights.enter[0], weights.enter[1])).astype(np.float16),
        distances=np.array([distance for distance, _, _ in weights.layers]),
        pages_at=np.array([at for at, _, _ in weights.pages]),
        leave=np.vstack((weights.leave[0], weights.leave[1])).astype(np.float32),
        point_names=np.array(sorted(weights.points)),
        point_values=np.array([weights.points[name] for name in sorted(weights.points)]),
    )
    for number, (_, matrix, bias) in enumerate(weights.layers):
        arrays[f"layer_{number}"] = np.vstack((matrix, bias)).astype(np.float16)
    for number, (_, matrix, bias) in enumerate(weights.pages):
        arrays[f"page_{number}"] = np.vstack((matrix, bias)).astype(np.float16)
    return arrays


def _sparse(name: str, scores: NDArray[np.float32]) -> Arrays:
    """Scores as places and int8."""
    used, step = np.flatnonzero(scores), float(np.abs(scores).max()) / 127
    return {
        f"{name}_at": np.diff(used, prepend=0).astype(np.uint16),
        f"{name}_score": np.rint(scores[used] / step).astype(np.int8),
        f"{name}_step": np.array(step, np.float32),
    }


def _dense(name: str, arrays: Arrays, size: int) -> NDArray[np.float32]:
    scores = np.zeros(size, np.float32)
    if f"{name}_at" in arrays:
        scores[np.cumsum(arrays[f"{name}_at"].astype(np.int64))] = arrays[f"{name}_score"] * arrays[f"{name}_step"]
    return scores


def _split(stacked: NDArray[Any]) -> tuple[Floats, Floats]:
    full = stacked.astype(np.float32)
    return full[:-1], full[-1]


def decode_weights(arrays: Arrays) -> Weights:
    """The weights of a file's arrays. Raises ValueError for a file of another format."""
    if int(arrays["format"]) != FORMAT:
        raise ValueError(f"weights of format {int(arrays['format'])}, this version reads {FORMAT}")
    lower = np.arange(TABLE, dtype=np.uint32)
    lower[arrays["folded"].astype(np.int64)] = arrays["lower"]
    layers = [(int(d), *_split(arrays[f"layer_{n}"])) for n, d in enumerate(arrays["distances"])]
    pages = [(int(at), *_split(arrays[f"page_{n}"])) for n, at in enumerate(arrays["pages_at"])]
    names, values = arrays["point_names"].tolist(), arrays["point_values"].tolist()
    return Weights(
        tables=Tables(arrays["classes"].astype(np.uint8), lower.astype(np.uint64) + np.uint64(1)),
        words=_dense("word", arrays, 1 << BUCKETS),
        mean=arrays["mean"].astype(np.float32),
        scale=arrays["scale"].astype(np.float32),
        bounds=(arrays["low"].astype(np.float32), arrays["high"].astype(np.float32)),
        enter=_split(arrays["enter"]),
        layers=tuple(layers),
        pages=tuple(pages),
        leave=_split(arrays["leave"]),
        points=dict(zip(names, values, strict=True)),
        names=_dense("name", arrays, 1 << NAME_BUCKETS),
        blocks=int(arrays["blocks"]) if "blocks" in arrays else 0,
    )


@lru_cache(maxsize=1)
def digest_weights() -> str:
    """The sha256 of the weights files, by which a manifest names them."""
    return sha256(b"".join(files(__package__).joinpath(name).read_bytes() for name in ("weights.npz", "pages.npz")))


@lru_cache(maxsize=2)
def load_weights(name: str = "weights.npz") -> Weights:
    """The weights of this package for plain text, or for pages (`pages.npz`); each read once."""
    data = files(__package__).joinpath(name).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as stored:
        return decode_weights({name: stored[name] for name in stored.files})
