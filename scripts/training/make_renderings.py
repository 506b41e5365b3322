#!/usr/bin/env python3
"""Make further plain-text renderings of the training pages, with a label for each line.

  make_renderings.py --data DIR --out DIR [--set wcxb|newspages|fundus|daniel|zhfinance] [--only NAME,NAME] [--jobs N]

A model that has seen three renderers only loses points on a fourth. This script renders every page with each tool it
finds, labels the lines against the page's main text (the gold text; for newspages, which has none, trafilatura's reading
of the HTML without comments, the teacher) and writes OUT/SET.NAME.jsonl.gz: one page a line, with `id`, `url`, `text`, `labels`
(one character a line: 1 content, 0 boilerplate, - blank). A tool that is not installed is named and skipped.

The aligner and the three benchmark renderers are those of the benchmark folder beside the data (`--bench`).
"""

import argparse
import gzip
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import scores

Render = Callable[[str], str]
BENCHMARK = ("inscriptis", "bs4", "resiliparse")
PYTHON_TOOLS = {"html2text": "html2text", "markdownify": "markdownify", "strings": "lxml"}
PROGRAMS = {"w3m": "w3m", "lynx": "lynx", "browser": "chromium"}
DERIVED = ("tight", "loose", "wrapped")  # from the inscriptis text: no blank lines, only blank lines, cut at a width
NAMES = (*BENCHMARK, *PYTHON_TOOLS, *PROGRAMS, *DERIVED)
SETS = ("wcxb", "newspages", "fundus", "daniel", "zhfinance")


def load(path: Path) -> ModuleType:
    """Import one file by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def missing(name: str) -> str:
    """What is not installed for a rendering; empty when all is there."""
    if name in PYTHON_TOOLS and importlib.util.find_spec(PYTHON_TOOLS[name]) is None:
        return f"the Python package {PYTHON_TOOLS[name]}"
    if name in PROGRAMS and shutil.which(PROGRAMS[name]) is None:
        return f"the program {PROGRAMS[name]}"
    if name == "browser" and importlib.util.find_spec("playwright") is None:
        return "the Python package playwright"
    return ""


def tidy(text: str) -> str:
    """Trailing spaces and repeated blank lines away, as the benchmark renderers do; other line separators to spaces."""
    for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":
        text = text.replace(mark, " ")
    kept: list[str] = []
    for line in (line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


def with_html2text(html: str) -> str:
    import html2text

    writer = html2text.HTML2Text(bodywidth=0)
    writer.ignore_links = writer.ignore_images = True
    return writer.handle(html)


def with_markdownify(html: str) -> str:
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    soup = BeautifulSoup(html, "lxml")
    for node in soup(["script", "style", "noscript", "template", "head", "svg", "img"]):
        node.decompose()
    return str(MarkdownConverter(strip=["a"], heading_style="ATX").convert_soup(soup))


def with_strings(html: str) -> str:
    """Every text node on a line of its own: what a hasty script with lxml makes of a page."""
    import lxml.html

    root = lxml.html.document_fromstring(html.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    skipped = {"script", "style", "noscript", "template", "head", "title", "svg"}
    texts = root.xpath("//text()")
    return "\n".join(" ".join(t.split()) for t in texts if t.strip() and str(t.getparent().tag) not in skipped)


def with_program(command: list[str], html: str) -> str:
    """The standard output of a text browser fed with the page."""
    done = subprocess.run(command, input=html.encode("utf-8", "replace"), capture_output=True, timeout=60, check=False)
    return done.stdout.decode("utf-8", "replace")


def wrap(text: str, width: int) -> str:
    """Cut long lines at a width, as mail programs and text browsers do."""
    import textwrap

    lines = (textwrap.wrap(line, width, break_long_words=False) or [""] for line in text.split("\n"))
    return "\n".join(part for parts in lines for part in parts)


def renderer(name: str, bench: Path) -> Render:
    """The function from HTML to text behind a rendering's name (the browser apart, which stays open)."""
    benchmark = load(bench / "render.py").render
    if name in BENCHMARK:
        return lambda html: benchmark(html, name)
    if name in DERIVED:
        change: dict[str, Render] = {
            "tight": lambda t: t.replace("\n\n", "\n"),
            "loose": lambda t: t.replace("\n\n", "\n").replace("\n", "\n\n"),
            "wrapped": lambda t: wrap(t, random.Random(len(t)).choice((60, 72, 80, 100))),
        }
        return lambda html: change[name](benchmark(html, "inscriptis" if name != "wrapped" else "resiliparse"))
    tools: dict[str, Render] = {
        "html2text": with_html2text,
        "markdownify": with_markdownify,
        "strings": with_strings,
        "w3m": partial(with_program, ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "110"]),
        "lynx": partial(
            with_program,
            [
                "lynx",
                "-dump",
                "-stdin",
                "-nolist",
                "-force_html",
                "-width=90",
                "-assume_charset=utf-8",
                "-display_charset=utf-8",
            ],
        ),
    }
    return tools[name]


def read_html(path: Path) -> str:
    data = gzip.decompress(path.read_bytes())
    return data.decode("utf-8", "replace")


def pages(data: Path, which: str) -> Iterator[dict[str, Any]]:
    """Each page of a set: id, url, html path, and its main text (newspages: none yet)."""
    if which == "wcxb":
        for path in sorted((data / "wcxb/dev/ground-truth").glob("*.json")):
            page = json.loads(path.read_text(encoding="utf-8"))
            gold = page["ground_truth"].get("main_content") or ""
            yield {"id": path.stem, "url": page.get("url") or "", "gold": gold, "html": data / f"wcxb/dev/html/{path.stem}.html.gz"}
    elif which != "newspages":
        for line in (data / "languages/gold.jsonl").open(encoding="utf-8"):
            page = json.loads(line)
            if page["set"] == which:
                html = data / f"languages/html/{page['id']}.html.gz"
                url = page["url"] or f"http://{page['domain']}/"
                yield {"id": page["id"], "url": url, "gold": page["text"], "title": page["title"], "html": html}
    else:
        snippets = json.loads((data / "newspages/snippets.json").read_text(encoding="utf-8"))
        for key, page in sorted(snippets.items()):
            yield {"id": key, "url": page.get("url") or "", "gold": None, "html": data / f"newspages/html/{key}.html.gz"}


def teach(html: str) -> str:
    """The teacher's main text: trafilatura on the HTML, comments left out."""
    import trafilatura

    return trafilatura.extract(html, include_comments=False, include_formatting=False) or ""


def label_lines(bench: Path, lines: list[str], gold: str) -> str:
    """Return one character a line: 1 content, 0 boilerplate, - blank."""
    aligner = load(bench / "label.py")
    aligner.TOK = scores.TOKEN
    labels: str = aligner.label_lines(lines, gold)
    return labels


def record(page: dict[str, Any], text: str, bench: Path) -> dict[str, Any]:
    """A labelled page. Lines of a page whose teacher returned nothing are all boilerplate: training leaves it out."""
    text = tidy(text)
    gold = page["gold"] if page["gold"] is not None else teach(read_html(page["html"]))
    labels = label_lines(bench, text.split("\n")[:-1], gold)
    return {"id": page["id"], "url": page["url"], "text": text, "labels": labels}


def one(page: dict[str, Any], name: str, bench: Path) -> dict[str, Any]:
    """Render and label one page; a page on which the tool fails becomes an empty text and is named."""
    try:
        text = renderer(name, bench)(read_html(page["html"]))
    except Exception as error:  # a third-party tool may fail in any way; the page is named and the rest goes on
        print(f"{name} {page['id']}: {type(error).__name__}", file=sys.stderr)
        text = ""
    return record(page, text, bench)


def browse(items: list[dict[str, Any]], bench: Path) -> Iterator[dict[str, Any]]:
    """`innerText` of the page's body in headless Chromium, scripts off, no network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = chromium.new_context(java_script_enabled=False, offline=True).new_page()
        path = Path(folder, "page.html")
        for item in items:
            path.write_text("\ufeff" + read_html(item["html"]), encoding="utf-8")
            try:
                tab.goto(path.as_uri(), wait_until="domcontentloaded", timeout=20_000)
                text = str(tab.evaluate("document.body ? document.body.innerText : ''"))
            except Exception as error:  # as above: name the page, go on
                print(f"browser {item['id']}: {type(error).__name__}", file=sys.stderr)
                text = ""
            yield record(item, text, bench)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bench", type=Path, help="folder with label.py and render.py (default: DATA/../bench)")
    parser.add_argument("--set", choices=SETS, action="append")
    parser.add_argument("--only", default=",".join(NAMES))
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    bench = options.bench or options.data / ".." / "bench"
    options.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    for which in options.set or SETS:
        items = list(pages(options.data, which))
        for name in options.only.split(","):
            if lacking := missing(name):
                print(f"{name}: skipped, {lacking} is not installed", file=sys.stderr)
                continue
            with ProcessPoolExecutor(options.jobs) as pool:
                work = partial(one, name=name, bench=bench)
                done = browse(items, bench) if name == "browser" else pool.map(work, items, chunksize=8)
                with gzip.open(options.out / f"{which}.{name}.jsonl.gz", "wt", encoding="utf-8") as sink:
                    sink.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in done)
            print(f"{which}.{name}: {len(items)} pages", file=sys.stderr)


if __name__ == "__main__":
    main()
