"""Scores of a cleaned text against what it should be: F1 of words or characters, of snippets; words lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SPACES = re.compile(r"\s+")
UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
TOKEN = re.compile(rf"{UNSPACED}|(?:(?!{UNSPACED})\w)+")  # in scripts without spaces, each character


def flat(text: str) -> str:
    """Lower case, white space as single spaces: how snippets are compared."""
    return SPACES.sub(" ", text.lower()).strip()


def token_f1(text: str, truth: str) -> float:
    """F1 of two bags of lower-cased words; 1 for two empty ones."""
    got, want = Counter(TOKEN.findall(text.lower())), Counter(TOKEN.findall(truth.lower()))
    if not got or not want:
        return float(not got and not want)
    return 2 * sum((got & want).values()) / (sum(got.values()) + sum(want.values()))


def without_title(text: str, title: str) -> str:
    """The text without its first line, if that is the title."""
    first, _, rest = text.lstrip().partition("\n")
    return rest if title and first.lstrip("# ").strip() == title.strip() else text


def snippet_f1(pairs: Sequence[tuple[str, dict[str, Any]]]) -> float:
    """F1 over all snippets of some pages: those that must stay are to be found in the text, the others not."""
    right = missed = wrong = 0
    for text, page in pairs:
        hits = sum(flat(snippet) in text for snippet in page["with"])
        right, missed = right + hits, missed + len(page["with"]) - hits
        wrong += sum(flat(snippet) in text for snippet in page["without"])
    return 2 * right / max(1, 2 * right + missed + wrong)


def languages(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each page's language by py3langid on its text."""
    import py3langid

    found: dict[str, str] = {}
    for key, text in texts:
        if key not in found:
            found[key] = py3langid.classify(text)[0]
    return found


def words_lost(words: NDArray[np.int64], content: NDArray[np.bool_], kept: NDArray[np.bool_]) -> tuple[float, float]:
    """Share of the content words that go and of the boilerplate words that go; NaN where there are none."""
    total, furniture = words[content].sum(), words[~content].sum()
    return (
        float(words[content & ~kept].sum() / total) if total else np.nan,
        float(words[~content & ~kept].sum() / furniture) if furniture else np.nan,
    )
