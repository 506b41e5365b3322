"""Documents for benchmarks of size: made from the pages of DIR/text, and pages as they were fetched."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

LINES = range(8, 40)  # of a page, in a made document
COPIED = 0.05


def make_documents(data: Path, count: int, seed: int) -> Iterator[dict[str, str]]:
    """Documents of a few paragraphs; the same numbers, the same documents."""
    rng = random.Random(seed)
    pages: list[list[str]] = []
    for path in sorted((data / "text").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            pages += [json.loads(line)["text"].splitlines(keepends=True) for line in lines]
    past: list[str] = []
    for number in range(count):
        page = rng.choice(pages)
        size = rng.choice(LINES)
        start = rng.randrange(max(1, len(page) - size))
        text = "".join(page[start : start + size])[:6000] or "Nothing.\n"
        if past and rng.random() < COPIED:
            text += "\n" + rng.choice(past)
        if number % 50 == 0:
            past = [*past[-200:], text]
        yield {"id": f"{seed}-{number}", "text": f"Document {seed} {number}\n\n{text}"}


def write_jsonl(path: Path, documents: Iterator[dict[str, str]], mode: str = "w") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode, encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in documents)


def read_pages(data: Path, count: int) -> Iterator[dict[str, str]]:
    """Pages of both sets, one of each in turn."""
    folders = [sorted((data / name).glob("*.html.gz")) for name in ("wcxb/dev/html", "newspages/html")]
    paths = [path for both in zip(*folders, strict=False) for path in both][:count]
    for path in paths:
        yield {"id": f"{path.parent.parent.name}-{path.name}", "html": gzip.decompress(path.read_bytes()).decode("utf-8", "replace")}
