#!/usr/bin/env python3
"""Measure the cleaning of HTML pages side by side with other extractors.

  bench.py html --data DIR --tools-python PATH --texts DIR [--train-python PATH] [--tools NAME,NAME] [--every N]

Every tool runs in a process of its own, one page after the other (curate in batches), on the pages of WCXB and newspages:
CPU time a page from the page's bytes, and the scores of the benchmark's own score.py (beside the data, or `--bench`), as one
table. The others run under `--tools-python`, an environment that has them; what it lacks is named and left out.

The weights of curate were trained on these very pages: `--texts` names a folder of cleaned texts, each cleaned by the whole of
curate with a model that had seen no page of its domain. Where the folder is not there yet, `train_judge.py --pages
--cross-validate` makes it under `--train-python`: five trainings, half an hour. These texts are scored in the place of what the
stored weights make of the pages; the time is that of the stored weights. Without `--texts` curate has no scores.
curate's time is that of the whole of cleaning: read, decoded, rendered, judged, rules, normalisation, ledger; not of the page's
metadata, which has a column of its own (and which the others are not asked for).
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.speed import clean_all, read_all

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
SETS = {"wcxb": "wcxb/dev/html", "newspages": "newspages/html"}
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # CPU time counts all threads
BATCH = 32  # pages that curate judges at a time


def pages(data: Path, which: str, every: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every n-th page."""
    for path in sorted((data / SETS[which]).glob("*.html.gz"))[::every]:
        yield path.name.removesuffix(".html.gz"), gzip.decompress(path.read_bytes())


def text_of(page: bytes) -> str:
    return page.decode("utf-8", "replace")


def with_trafilatura(**options: Any) -> Callable[[bytes], str]:
    from trafilatura import bare_extraction

    def run(page: bytes) -> str:
        found = bare_extraction(page, **options)
        return (found.text or "") if found is not None else ""

    return run


def with_resiliparse() -> Callable[[bytes], str]:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(text_of(page), main_content=True)


def with_justext() -> Callable[[bytes], str]:
    import justext

    words = {name: justext.get_stoplist(name) for name in ("English", "German")}

    def run(page: bytes) -> str:
        known = words["German"] if b'lang="de' in page[:5000] else words["English"]
        return "\n".join(p.text for p in justext.justext(text_of(page), known) if not p.is_boilerplate)

    return run


def with_readability() -> Callable[[bytes], str]:
    import lxml.html
    import readability

    return lambda page: lxml.html.fromstring(readability.Document(text_of(page)).summary()).text_content()


def with_rs() -> Callable[[bytes], str]:
    import rs_trafilatura

    return lambda page: str(getattr(rs_trafilatura.extract(text_of(page)), "main_content", "") or "")


TOOLS: dict[str, Callable[[], Callable[[bytes], str]]] = {
    "trafilatura": lambda: with_trafilatura(),
    "trafilatura without comments": lambda: with_trafilatura(include_comments=False),
    "trafilatura precision": lambda: with_trafilatura(favor_precision=True),
    "trafilatura recall": lambda: with_trafilatura(favor_recall=True),
    "rs-trafilatura": with_rs,
    "resiliparse": with_resiliparse,
    "justext": with_justext,
    "readability": with_readability,
}


def work(tool: str, data: Path, out: Path, every: int) -> None:
    """Run one extractor over all pages; print CPU milliseconds a page and the peak of memory."""
    logging.disable(logging.CRITICAL)
    extract = TOOLS[tool]()
    spent, count = 0.0, 0
    for which in SETS:
        (out / which).mkdir(parents=True, exist_ok=True)
        for name, page in pages(data, which, every):
            start = time.process_time()
            try:
                text = extract(page)
            except Exception:  # an extractor may fail on a page in any way: it then has no text for it
                text = ""
            spent, count = spent + time.process_time() - start, count + 1
            (out / which / f"{name}.txt").write_text(text, encoding="utf-8", errors="replace")
    print(json.dumps({"ms": 1000 * spent / count, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def work_curate(data: Path, every: int) -> None:
    """The same for curate: bytes to cleaned text and ledger, in batches; metadata is timed apart."""
    sys.path.insert(0, str(ROOT))
    from curate.readers import html

    told = {"metadata": 0.0, "cleaning": 0.0}
    measured = html.extract_page_metadata

    def timed(*arguments: Any) -> dict[str, str]:
        start = time.process_time()
        found = measured(*arguments)
        told["metadata"] += time.process_time() - start
        return found

    html.extract_page_metadata = timed
    for _, page in pages(data, "newspages", 150):  # packs and weights are read once
        clean_all(read_all([page]))
    told["metadata"], count = 0.0, 0
    for which in SETS:
        every_page = iter([page for _, page in pages(data, which, every)])
        while batch := list(islice(every_page, BATCH)):
            start = time.process_time()
            clean_all(read_all(batch))
            told["cleaning"] += time.process_time() - start
            count += len(batch)
    told["cleaning"] -= told["metadata"]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ms": 1000 * told["cleaning"] / count, "metadata ms": 1000 * told["metadata"] / count, "MB": memory}))


def score(data: Path, bench: Path, out: Path) -> dict[str, Any]:
    """The benchmark's scores of a folder of texts."""
    sys.path.insert(0, str(bench))
    import score as benchmark

    ids = {path.stem for path in (out / "wcxb").glob("*.txt")}
    wcxb = benchmark.score_wcxb(out / "wcxb", data / "wcxb/dev", ids if len(ids) < 1000 else None)
    row = {"WCXB F1": wcxb["all"]["f1"], "without": wcxb["all"]["without"]}
    row |= {kind: scores["f1"] for kind, scores in wcxb.items() if kind != "all"}
    return row | {f"news {group}": value for group, value in snippet_scores(data, benchmark, out).items()}


@cache
def tongues(data: Path) -> dict[str, str]:
    """The language of each of newspages, by py3langid on its text."""
    import py3langid

    sys.path.insert(0, str(ROOT))
    from curate.readers.html import read_html

    return {name: py3langid.classify(read_html(name, text_of(page)).source)[0] for name, page in pages(data, "newspages", 1)}


def snippet_scores(data: Path, benchmark: Any, out: Path) -> dict[str, float]:
    """Snippet F1 on newspages: all, and German apart."""
    wanted = json.loads((data / "newspages/snippets.json").read_text(encoding="utf-8"))
    known = tongues(data)
    groups = {"all": set(wanted), "German": {k for k in wanted if known[k] == "de"}, "other": {k for k in wanted if known[k] != "de"}}
    found = {}
    for group, keys in groups.items():
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "snippets.json").write_text(json.dumps({key: wanted[key] for key in keys}), encoding="utf-8")
            found[group] = benchmark.score_newspages(out / "newspages", folder)["f1"]
    return found


COLUMNS = {
    "ms": "ms a page", "ratio": "trafilatura = 1", "metadata ms": "metadata ms", "MB": "MB", "WCXB F1": "WCXB", "article": "article",
    "documentation": "documentation", "service": "service", "listing": "listing", "collection": "collection", "forum": "forum",
    "product": "product", "without": "`without` kept", "news all": "newspages", "news German": "German", "news other": "other",
}  # fmt: skip


def show(tool: str, row: dict[str, Any]) -> None:
    """One row of the table."""
    cells = [row.get(column, "") for column in COLUMNS]
    digits = {"ms": 1, "metadata ms": 1, "MB": 0, "ratio": 2}
    told = [f"{cell:.{digits.get(name, 4)}f}" if isinstance(cell, float) else "" for name, cell in zip(COLUMNS, cells, strict=True)]
    print(f"| {tool} | {' | '.join(told)} |", flush=True)


def run_html(options: argparse.Namespace) -> None:
    """All tools, one row each, the one that the others are measured by first."""
    wanted = options.tools.split(",") if options.tools else ["curate", *TOOLS]
    bench = options.bench or options.data / ".." / "bench"
    if options.texts and not options.texts.exists():
        cross_validate(options)
    measure = 0.0
    print(f"| tool | {' | '.join(COLUMNS.values())} |\n|{'---|' * (len(COLUMNS) + 1)}")
    for tool in sorted({"trafilatura", *wanted}, key=["trafilatura", "curate", *TOOLS].index):
        with tempfile.TemporaryDirectory() as folder:
            python = sys.executable if tool == "curate" else options.tools_python
            command = [
                python,
                "-m",
                "benchmarks.pages",
                "html",
                "--data",
                options.data,
                "--work",
                tool,
                "--out",
                folder,
                "--every",
                options.every,
            ]
            done = subprocess.run(
                [str(part) for part in command],
                capture_output=True,
                text=True,
                check=False,
                env=os.environ | ONE_THREAD | {"PYTHONPATH": str(SCRIPTS)},
            )
            if done.returncode:
                print(f"| {tool} | left out: {' '.join(done.stderr.strip().splitlines()[-1:])} |", flush=True)
                continue
            row = json.loads(done.stdout.splitlines()[-1])
            measure = measure or row["ms"]
            texts = options.texts if tool == "curate" else Path(folder)
            show(tool, row | {"ratio": row["ms"] / measure} | (score(options.data, bench, texts) if texts and options.every == 1 else {}))


def cross_validate(options: argparse.Namespace) -> None:
    """Write the cleaned text of every page, by a model that has not seen its domain."""
    script = [options.train_python, SCRIPTS / "training" / "train_judge.py", "--pages", "--cross-validate"]
    subprocess.run([str(part) for part in (*script, "--data", options.data, "--texts", options.texts)], check=True)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `bench.py html`."""
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tools-python", default=sys.executable, help="the Python of an environment that has the other tools")
    parser.add_argument("--texts", type=Path, help="cleaned texts of held-out pages; made if they are not there")
    parser.add_argument("--train-python", default=sys.executable, help="the Python of an environment that can train the judge")
    parser.add_argument("--tools", default="", help="names with commas between; default: all")
    parser.add_argument("--every", type=int, default=1, help="time only every n-th page; no scores")
    parser.add_argument("--bench", type=Path, help="folder of score.py")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(call=run)


def run(options: argparse.Namespace) -> None:
    """One tool in this process, or all, each in one of its own."""
    if options.work == "curate":
        work_curate(options.data, options.every)
    elif options.work:
        work(options.work, options.data, options.out, options.every)
    else:
        run_html(options)


if __name__ == "__main__":  # under another Python, which need not have curate
    parser = argparse.ArgumentParser()
    add_options(parser.add_subparsers(required=True).add_parser("html"))
    run(parser.parse_args())
