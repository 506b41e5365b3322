#!/usr/bin/env python3
"""Measure the cleaning of HTML pages side by side with other extractors.

  bench.py html --data DIR --python PATH [--texts DIR] [--tools NAME,NAME] [--every N]

Every tool runs in a process of its own, one page after the other (curate in batches), on the pages of WCXB and newspages:
CPU time a page from the page's bytes, and the scores of the benchmark's own score.py (beside the data, or `--bench`). The
others run under `--python`, an environment that has them; what it lacks is named and left out. The weights of curate were trained
on these very pages: `--texts` names the folder of held-out predictions that `train_judge.py --pages --cross-validate
--texts DIR` wrote, which are scored in their place.
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
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
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


def work_curate(data: Path, out: Path, every: int) -> None:
    """The same for curate: bytes to cleaned text and ledger, in batches; metadata is timed apart."""
    sys.path.insert(0, str(ROOT))
    from curate.readers import html

    told = {"metadata": 0.0, "cleaning": 0.0}
    measured = html.page_metadata

    def timed(*arguments: Any) -> dict[str, str]:
        start = time.process_time()
        found = measured(*arguments)
        told["metadata"] += time.process_time() - start
        return found

    html.page_metadata = timed
    clean([("warm", b"<p>One.</p>")])
    count = 0
    for which in SETS:
        (out / which).mkdir(parents=True, exist_ok=True)
        batch: list[tuple[str, bytes]] = []
        for name, page in [*pages(data, which, every), ("", b"")]:
            batch += [(name, page)] if name else []
            if len(batch) == BATCH or not name:
                start = time.process_time()
                cleaned = clean(batch)
                told["cleaning"] += time.process_time() - start
                count, batch = count + len(batch), []
                for key, text in cleaned.items():
                    (out / which / f"{key}.txt").write_text(text, encoding="utf-8")
    told["cleaning"] -= told["metadata"]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"ms": 1000 * told["cleaning"] / count, "metadata ms": 1000 * told["metadata"] / count, "MB": memory}))


def clean(batch: list[tuple[str, bytes]]) -> dict[str, str]:
    """Clean some pages: each one's text, whose ledger has been applied."""
    from curate import main_content
    from curate.edits import Edit, apply
    from curate.errors import Unreadable
    from curate.judge import judge_pages
    from curate.readers import read
    from curate.segment import removals

    documents = []
    for name, page in batch:
        try:
            documents += read(f"{name}.html", page)
        except Unreadable:
            continue
    found = {}
    verdicts = judge_pages(documents, "balanced", [main_content.told(document) for document in documents])
    for document, judged in zip(documents, verdicts, strict=True):
        spans = [(passage.start, passage.end) for passage in document.passages]
        doomed = {number for number, verdict in enumerate(judged) if not verdict.keep}
        edits = [
            Edit(start, end, document.source[start:end], "", f"model.{judged[n].category}", judged[n].reason, judged[n].confidence)
            for n, (start, end) in removals(document.source, spans, doomed)
        ]
        found[document.id.removesuffix(".html")] = apply(document.source, edits)
    return found


def score(data: Path, bench: Path, out: Path) -> dict[str, Any]:
    """The benchmark's scores of a folder of texts."""
    sys.path.insert(0, str(bench))
    import score as benchmark

    ids = {path.stem for path in (out / "wcxb").glob("*.txt")}
    wcxb = benchmark.score_wcxb(out / "wcxb", data / "wcxb/dev", ids if len(ids) < 1000 else None)
    row = {"WCXB F1": wcxb["all"]["f1"], "without": wcxb["all"]["without"]}
    row |= {kind: scores["f1"] for kind, scores in wcxb.items() if kind != "all"}
    return row | {f"news {group}": value for group, value in snippet_scores(data, benchmark, out).items()}


def snippet_scores(data: Path, benchmark: Any, out: Path) -> dict[str, float]:
    """Snippet F1 on newspages: all, and German apart (by the language that py3langid finds in the page's text)."""
    import py3langid

    sys.path.insert(0, str(ROOT))
    from curate.readers.html import read

    wanted = json.loads((data / "newspages/snippets.json").read_text(encoding="utf-8"))
    known = {name: py3langid.classify(read(name, text_of(page)).source)[0] for name, page in pages(data, "newspages", 1)}
    groups = {"all": set(wanted), "German": {k for k in wanted if known[k] == "de"}, "other": {k for k in wanted if known[k] != "de"}}
    found = {}
    for group, keys in groups.items():
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "snippets.json").write_text(json.dumps({key: wanted[key] for key in keys}), encoding="utf-8")
            found[group] = benchmark.score_newspages(out / "newspages", folder)["f1"]
    return found


def run_html(options: argparse.Namespace) -> None:
    """All tools, one JSON line each; then the ratio to trafilatura."""
    tools = [name for name in ("curate", *TOOLS) if not options.tools or name in options.tools.split(",")]
    bench = options.bench or options.data / ".." / "bench"
    speed: dict[str, float] = {}
    for tool in tools:
        with tempfile.TemporaryDirectory() as folder:
            python = sys.executable if tool == "curate" else options.python
            command = [python, __file__, "html", "--data", options.data, "--work", tool, "--out", folder, "--every", options.every]
            done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)
            if done.returncode:
                print(json.dumps({"tool": tool, "left out": done.stderr.strip().splitlines()[-1:]}))
                continue
            row = {"tool": tool, **json.loads(done.stdout.splitlines()[-1])}
            speed[tool] = row["ms"]
            held = options.texts if tool == "curate" and options.texts else Path(folder)
            row |= score(options.data, bench, held) if options.every == 1 or held != Path(folder) else {}
            print(json.dumps({key: round(value, 4) if isinstance(value, float) else value for key, value in row.items()}), flush=True)
    if {"curate", "trafilatura"} <= set(speed):
        print(json.dumps({"times as fast as trafilatura": round(speed["trafilatura"] / speed["curate"], 2)}))


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `bench.py html`."""
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--python", default=sys.executable, help="the Python of an environment that has the other tools")
    parser.add_argument("--texts", type=Path, help="held-out predictions of curate")
    parser.add_argument("--tools", default="", help="names with commas between; default: all")
    parser.add_argument("--every", type=int, default=1, help="only every n-th page")
    parser.add_argument("--bench", type=Path, help="folder of score.py")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(call=run)


def run(options: argparse.Namespace) -> None:
    """One tool in this process, or all, each in one of its own."""
    if options.work == "curate":
        work_curate(options.data, options.out, options.every)
    elif options.work:
        work(options.work, options.data, options.out, options.every)
    else:
        run_html(options)


if __name__ == "__main__":  # under another Python, which need not have curate
    parser = argparse.ArgumentParser()
    add_options(parser.add_subparsers(required=True).add_parser("html"))
    run(parser.parse_args())
