"""Errors to inject into clean text: slips of the keys, and text decoded in the wrong encoding."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

ROWS = {"de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"), "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn")}
QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
WORD = re.compile(r"[^\W\d_]+")
PLAIN = {"ä": "a", "ö": "o", "ü": "u", "ß": "s"}


def neighbours(language: str) -> dict[str, str]:
    """Which keys lie beside which."""
    rows = ROWS.get(language, QWERTY)
    keys = {(r, c): key for r, row in enumerate(rows) for c, key in enumerate(row)}
    beside = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if (r, c) != (0, 0)]
    return {key: "".join(sorted(keys[at] for dr, dc in beside if (at := (r + dr, c + dc)) in keys)) for (r, c), key in keys.items()}


def slip(word: str, keys: dict[str, str], rng: random.Random) -> tuple[str, str]:
    """The word with one slip, and its kind: another key, two letters swapped, one left out, one doubled, no umlaut."""
    kinds = ["key", "swapped", "left out", "doubled"] + ["umlaut"] * 2 * bool(set(word) & set(PLAIN))
    for _ in range(20):
        kind = rng.choice(kinds)
        i = rng.choice([i for i, c in enumerate(word) if c in PLAIN]) if kind == "umlaut" else rng.randrange(kind != "key", len(word))
        new = ""
        if kind == "key" and (near := keys.get(word[i].lower())):
            letter = rng.choice(near)
            new = word[:i] + (letter.upper() if word[i].isupper() else letter) + word[i + 1 :]
        elif kind == "swapped" and i + 1 < len(word):
            new = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        elif kind in ("left out", "doubled"):
            new = word[:i] + word[i] * (2 * (kind == "doubled")) + word[i + 1 :]
        elif kind == "umlaut":
            new = word[:i] + PLAIN[word[i]] + word[i + 1 :]
        if new and new != word:
            return new, kind
    return word, ""


def injected(text: str, language: str, rng: random.Random, rate: float) -> Iterator[tuple[str, str, str, int]]:
    """Yield what to put together as the new text: a stretch of it, what a word was, the kind of slip, where it lies."""
    keys, at, length = neighbours(language), 0, 0
    for match in WORD.finditer(text):
        word = match.group()
        if len(word) < 4 or word.isupper() or rng.random() >= rate:
            continue
        new, kind = slip(word, keys, rng)
        if kind:
            before = text[at : match.start()]
            yield before + new, word, kind, length + len(before)
            at, length = match.end(), length + len(before) + len(new)
    yield text[at:], "", "", length
