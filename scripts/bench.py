"""Benchmarks, each beside what others do in the same run.

    python scripts/bench.py text --data DIR [--cross-validate --renderings DIR]
    python scripts/bench.py html --data DIR --tools-python PATH --texts DIR [--train-python PATH] [--tools NAME,NAME]
    python scripts/bench.py genres --data DIR [--setting NAME] [--pages DIR] [--table-only]
    python scripts/bench.py guards --data DIR [--sets NAME] [--setting NAME] [--list]
    python scripts/bench.py sites --data DIR [--as-text] [--mixed] [--setting NAME] [--pages N]
    python scripts/bench.py metadata --data DIR --tools-python PATH [--texts DIR]
    python scripts/bench.py speed --data DIR [--every N | --memory N]
    python scripts/bench.py normalise --data DIR [--changes FILE] [--more FILE ...]
    python scripts/bench.py duplicates --data DIR [--sizes N,N] [--quotations FILE] [--plot FILE]
    python scripts/bench.py scale --data DIR --work DIR [--documents N] [--datatrove-python PATH] [--parts NAME,NAME]

`text`: speed of the judge of plain text, from text to edits, beside jusText fed the same lines; memory; what a second pass
still takes. With --cross-validate, quality on pages that no model saw (see train_judge.py, which it calls).

`html`: quality and CPU time a page beside other extractors, see benchmarks/pages.py.
`genres`: what goes of texts that are no web pages, by genre; of prose by length; of pages pasted into a novel (see benchmarks/genres.py).
`guards`: how many documents the guards against loss speak of, see benchmarks/guards.py.
`sites`: word F1 of pages with and without the evidence of the other pages of their site, by site and language (see benchmarks/sites.py).
`metadata`: title, author and date of HTML pages beside trafilatura, see benchmarks/metadata.py.
`speed`: from a page's bytes to cleaned text and ledger in batches beside trafilatura.extract, page for page in one process; memory over
N pages (see benchmarks/speed.py).
`normalise`: what the normalising rules change in clean text (all of it to FILE, for reading), what they mend of injected errors,
and their speed beside ftfy.fix_text (see benchmarks/normalise.py).
`duplicates`: signatures, recall and precision, quotations, time and memory by size beside datasketch (see benchmarks/duplicates.py).
`scale`: how cost grows with a corpus, the same from each format, and throughput beside datatrove (see benchmarks/scale.py).

DIR holds the public data: WCXB (github.com/Murrough-Foley/web-content-extraction-benchmark), rendered to text by
training/make_renderings.py, one JSON line a page with `id`, `text` and `labels`, as DIR/text/NAME.jsonl.gz.
Times are CPU times of this process; read ratios.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core, and no time spent waiting for a second

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import duplicates, genres, guards, metadata, pages, scale, sites, speed
from benchmarks.normalise import normalise

from curate.judge import judge
from curate.ledger.edits import Edit, apply
from curate.text.segment import find_removal_spans, segment

HERE = Path(__file__).parent


def timed(function: Callable[[], Any]) -> tuple[Any, float]:
    """The result of a call and the CPU seconds it took."""
    start = time.process_time()
    result = function()
    return result, time.process_time() - start


def judged(texts: list[str]) -> list[list[Edit]]:
    """From texts to edits: segmented, judged in batches, each removal an edit of its text."""
    spans = [segment(text) for text in texts]
    passages = [[text[a:b] for a, b in spans_of] for text, spans_of in zip(texts, spans, strict=True)]
    return [
        [
            Edit(a, b, text[a:b], "", f"model.{verdicts[i].category}", verdicts[i].reason, verdicts[i].confidence)
            for i, (a, b) in find_removal_spans(text, spans_of, {i for i, verdict in enumerate(verdicts) if not verdict.keep})
        ]
        for text, spans_of, verdicts in zip(texts, spans, judge(passages, "balanced"), strict=True)
    ]


def justext_of(texts: list[str]) -> int:
    """The kept paragraphs of all texts by jusText, their lines wrapped in <p>."""
    import html

    import justext

    stoplist = justext.get_stoplist("English")
    kept = 0
    for text in texts:
        page = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
        kept += sum(not p.is_boilerplate for p in justext.justext(page, stoplist)) if page else 0
    return kept


def read_pages(path: Path, most: int) -> Iterator[list[str]]:
    """The texts of a rendering, some at a time."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in islice(lines, most))
        while chunk := list(islice(texts, 50)):
            yield chunk


def text(options: argparse.Namespace) -> None:
    judge([["A line to load the weights.\n"]], "balanced")
    print("| rendering | MB | judge MB/s | jusText MB/s | ratio | second pass takes, of words |\n|---|---|---|---|---|---|")
    for path in sorted((options.data / "text").glob("*.jsonl.gz")):
        size = ours = theirs = 0.0
        left = again = 0
        for texts in read_pages(path, options.pages):
            edits, seconds = timed(partial(judged, texts))
            ours += seconds
            theirs += timed(partial(justext_of, texts))[1]
            size += sum(len(one.encode()) for one in texts) / 1e6
            once = [apply(one, edits_of) for one, edits_of in zip(texts, edits, strict=True)]
            left += sum(len(one.split()) for one in once)
            again += sum(len(edit.before.split()) for edits_of in judged(once) for edit in edits_of)
        name = path.name.removesuffix(".jsonl.gz")
        print(f"| {name} | {size:.1f} | {size / ours:.1f} | {size / theirs:.1f} | {theirs / ours:.1f} | {again / left:.2%} |", flush=True)
    print(f"\nmemory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if options.cross_validate:
        command = [sys.executable, str(HERE / "training/train_judge.py"), "--data", str(options.data), "--cross-validate"]
        subprocess.run([*command, *(["--renderings", str(options.renderings)] if options.renderings else [])], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("text", help="the judge of plain text")
    one.add_argument("--data", type=Path, required=True)
    one.add_argument("--pages", type=int, default=2000, help="pages of each rendering, at most")
    one.add_argument("--cross-validate", action="store_true")
    one.add_argument("--renderings", type=Path)
    one.set_defaults(call=text)
    pages.add_options(commands.add_parser("html", help="the judge of HTML pages beside other extractors"))
    genres.add_options(commands.add_parser("genres", help="texts that are no web pages: what goes of them"))
    guards.add_options(commands.add_parser("guards", help="how many documents the guards against loss speak of"))
    sites.add_options(commands.add_parser("sites", help="pages with and without the evidence of the other pages of their site"))
    metadata.add_options(commands.add_parser("metadata", help="title, author and date of HTML pages beside trafilatura"))
    speed.add_options(commands.add_parser("speed", help="time and memory of HTML pages beside trafilatura.extract"))
    two = commands.add_parser("normalise", help="encoding, typography and spelling")
    two.add_argument("--data", type=Path, required=True)
    two.add_argument("--changes", type=Path, help="where to write each change of natural text with its context")
    two.add_argument("--more", type=Path, nargs="*", default=[], help="further text to count changes in, made by natural_text.py")
    two.set_defaults(call=lambda options: normalise(options.data, options.changes, options.more))
    three = commands.add_parser("duplicates", help="near-duplicates beside datasketch")
    three.add_argument("--data", type=Path, required=True)
    three.add_argument("--sizes", default="100000,300000,1000000", help="numbers of passages to cluster")
    three.add_argument("--quotations", type=Path, help="where to write the quotations told that were not planted, for reading")
    three.add_argument("--plot", type=Path, help="where to draw the time by size, as SVG")
    three.set_defaults(
        call=lambda options: duplicates.duplicates(options.data, [*map(int, options.sizes.split(","))], options.quotations, options.plot)
    )
    scale.add_options(commands.add_parser("scale", help="how cost grows with a corpus; beside datatrove"))
    options = parser.parse_args()
    options.call(options)


if __name__ == "__main__":
    main()
