"""How cost grows with a corpus; called by bench.py.

    python scripts/bench.py scale --data DIR --work DIR [--documents 100000] [--each 500] [--datatrove-python PATH]
        [--parts formats,growth,beside]

Documents are made from the pages of DIR/text: some paragraphs of one page each, a twentieth of them copied from an earlier
document.  `growth`: of each run of `curate` over them, as JSON Lines: wall time, CPU time of all its processes, and the most memory
that they held together (proportional set size, looked at four times a second); at a tenth and at all of the documents, with 1 %
more, once more, and with one process.  What two free cores would gain is reckoned from CPU times, as if all that the first process
does were done while the workers wait.

`formats`: --each documents, every 200th of them an HTML page of DIR, as JSON Lines, Parquet and WARC: what each costs, and whether all
that is made of them is the same: states, texts, edits with their reasons, metadata with copies.

`beside`: pages of DIR are extracted and deduplicated by curate and by datatrove (a Python that has it), with two workers each; and
the deduplication alone is timed on the same texts.  Times of children are the system's count; read ratios.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gzip
import json
import operator
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from curate.digest import canonical_json
from curate.ledger.jsonl import edit_to_json
from curate.store.documents import iter_documents
from curate.store.store import Store

HERE = Path(__file__).parent
LINES = range(8, 40)  # of a page, in a made document
COPIED = 0.05
PAGE_AFTER = 200


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="a folder for what is made, a few GB")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=500, help="documents in each format")
    parser.add_argument("--pages", type=int, default=300, help="pages to extract beside datatrove")
    parser.add_argument("--datatrove-python", type=Path)
    parser.add_argument("--parts", default="formats,growth,beside")
    parser.set_defaults(call=scale)


@dataclass(frozen=True)
class Cost:
    """Seconds of the wall, of all processes' CPU, and of the first's alone; MB held together at most."""

    wall: float
    cpu: float
    first: float
    memory: float

    @property
    def on_two_cores(self) -> float:
        """Seconds at most, were they free: the workers wait for the first process."""
        return self.first + (self.cpu - self.first) / 2

    def row(self, what: str) -> str:
        return f"| {what} | {self.wall:.0f} | {self.cpu:.0f} | {self.first:.0f} | {self.memory:.0f} |"


def made(data: Path, count: int, seed: int) -> Iterator[dict[str, str]]:
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


def write(path: Path, documents: Iterator[dict[str, str]], mode: str = "w") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode, encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in documents)


def cost(command: list[str]) -> Cost:
    """What a command and all its children cost."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: whoever is left alone is ours, and counted
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = first = 0.0
    while process.poll() is None:
        most = max(most, sum(memory(pid) for pid in tree(process.pid)))
        first = max(first, own(process.pid))
        time.sleep(0.25)
    wall = time.monotonic() - start
    if process.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, first, most)


def tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        children += [c for t in Path(f"/proc/{pid}/task").iterdir() if t.name != str(pid) for c in (t / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in tree(int(child)))]


def memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def own(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def curate(project: Path, *options: str) -> Cost:
    return cost([sys.executable, "-m", "curate.cli", "run", "-q", "--project", str(project), *options])


def grow(options: argparse.Namespace) -> None:
    """Cost at a tenth and at all of the documents, and of a few more."""
    print("| run | wall s | CPU s | of it the first process | MB |\n|---|---|---|---|---|")
    for count in (options.documents // 10, options.documents):
        project = options.work / f"{count}"
        shutil.rmtree(project, ignore_errors=True)
        seeds = project / "seeds" / "made.jsonl"
        write(seeds, made(options.data, count, 1))
        first = curate(project, "--jobs", "2")
        print(first.row(f"{count:,} documents, {seeds.stat().st_size / 1e6:.0f} MB, 2 workers"), flush=True)
        again = curate(project, "--jobs", "2")
        print(again.row(f"once more, nothing new: {again.cpu / first.cpu:.1%} of its CPU"), flush=True)
        write(seeds, made(options.data, count // 100, 2), "a")
        more = curate(project, "--jobs", "2")
        print(more.row(f"and {count // 100:,} more: {more.cpu / first.cpu:.1%} of its CPU"), flush=True)
        if count < options.documents:
            shutil.rmtree(project / ".curate")
            shutil.rmtree(project / "cleaned")
            one = curate(project, "--jobs", "1")
            print(
                one.row(f"all of them, 1 process; 2 workers on 2 free cores: {one.cpu / first.on_two_cores:.2f} times as fast"), flush=True
            )


def formats(options: argparse.Namespace) -> None:
    """The same documents in three formats: what each costs, and what comes of them."""
    print("| run | wall s | CPU s | of it the first process | MB |\n|---|---|---|---|---|")
    found: dict[str, list[Outcome]] = {}
    for name, written in WRITTEN.items():
        project = options.work / name
        shutil.rmtree(project, ignore_errors=True)
        (project / "seeds").mkdir(parents=True)
        written(project / "seeds" / f"made.{name}", mixed(options.data, options.each))
        print(curate(project, "--jobs", "2").row(f"{options.each:,} documents as {name}"), flush=True)
        found[name] = list(outcomes(project))
    print(*(beside_first(name, found["jsonl"], one) for name, one in found.items()), sep="\n", flush=True)


def mixed(data: Path, count: int) -> Iterator[dict[str, str]]:
    """Made documents, each PAGE_AFTER-th of them a page as it was fetched."""
    fetched = pages(data, count // PAGE_AFTER)
    for number, document in enumerate(made(data, count, 3), 1):
        one = next(fetched, document) if number % PAGE_AFTER == 0 else document
        yield {**one, "url": f"http://example.org/{one['id']}"}


def write_parquet(path: Path, documents: Iterator[dict[str, str]]) -> None:
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([(name, pyarrow.string()) for name in ("id", "url", "text", "html")])
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        while rows := list(islice(documents, 1000)):
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))


def write_warc(path: Path, documents: Iterator[dict[str, str]]) -> None:
    with path.open("wb") as file:
        file.writelines(map(warc, documents))


WRITTEN: dict[str, Callable[[Path, Iterator[dict[str, str]]], None]] = {"jsonl": write, "parquet": write_parquet, "warc": write_warc}


def warc(document: dict[str, str]) -> bytes:
    """A record as in a WET file, or the response that a page came in."""
    address = f"WARC-Record-ID: <urn:uuid:{document['id']}>\r\nWARC-Target-URI: {document['url']}"
    if html := document.get("html"):
        body = html.encode()
        block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = f"WARC-Type: response\r\n{address}\r\nContent-Type: application/http; msgtype=response"
    else:
        block = document["text"].encode()
        head = f"WARC-Type: conversion\r\n{address}\r\nContent-Type: text/plain"
    return f"WARC/1.0\r\n{head}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


Outcome = tuple[str, int, bytes]  # of a document: its state, how many edits it has, a digest of all that was made of it


def outcomes(project: Path) -> Iterator[Outcome]:
    """What became of each document of a corpus of one seed, in their order."""
    store = Store(project / "cleaned")
    manifest = store.load_current()
    assert manifest
    (entry,) = manifest.entries
    for one in iter_documents(store, entry):
        about = {name: value for name, value in one.metadata.items() if name not in ("source", "encoding")}  # as it lay in its container
        said = canonical_json([one.text, [edit_to_json(edit) for edit in one.edits], about])
        yield one.metadata["state"], len(one.edits), sha256(said.replace(f"{entry.seed}#".encode(), b"")).digest()


def beside_first(name: str, first: list[Outcome], found: list[Outcome]) -> str:
    """How many of the outcomes are those of the first format."""
    states = ", ".join(f"{count:,} {state}" for state, count in sorted(Counter(state for state, *_ in found).items()))
    same = sum(map(operator.eq, first, found))
    return f"{name}: {states}; {sum(edits for _, edits, _ in found):,} edits; {same:,} documents the same in all"


PIPELINE = """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter

source, work, what = sys.argv[1:]
config = MinhashConfig()

class Split:
    def word_tokenize(self, text):
        return text.split()

if what == "html":
    read = JsonlReader(source, text_key="html", compression=None)
    first = [read, Trafilatura(timeout=30), JsonlWriter(f"{work}/text", compression=None)]
    LocalPipelineExecutor(first, tasks=2, workers=2, logging_dir=f"{work}/l0").run()
    source = f"{work}/text"
read = JsonlReader(source, compression=None)
signature = MinhashDedupSignature(f"{work}/sig", config=config)
if what == "split":
    signature.word_tokenizer = Split()
LocalPipelineExecutor([read, signature], tasks=2, workers=2, logging_dir=f"{work}/l1").run()
buckets = [MinhashDedupBuckets(f"{work}/sig", f"{work}/buckets", config=config)]
LocalPipelineExecutor(buckets, tasks=config.num_buckets, workers=2, logging_dir=f"{work}/l2").run()
cluster = [MinhashDedupCluster(f"{work}/buckets", f"{work}/remove", config=config)]
LocalPipelineExecutor(cluster, tasks=1, logging_dir=f"{work}/l3").run()
if what == "html":
    last = [read, MinhashDedupFilter(f"{work}/remove"), JsonlWriter(f"{work}/out", compression=None)]
    LocalPipelineExecutor(last, tasks=2, workers=2, logging_dir=f"{work}/l4").run()
"""

ALONE = """
import json, sys
from pathlib import Path
from curate.config import Duplicates
from curate.ledger.draft import Draft
from curate.duplicates.search import find_overlaps
from curate.duplicates.seniority import SketchFile
from curate.duplicates.sketches import SketchInput, build_sketches

work = Path(sys.argv[2])
texts = (json.loads(line) for path in sorted(Path(sys.argv[1]).glob("*.jsonl")) for line in path.open())
sources, batch = [], []
def keep():
    path = work / f"{len(sources)}.sketch"
    path.write_bytes(build_sketches(batch))
    sources.append(SketchFile(path))
    batch.clear()
for one in texts:
    batch.append(SketchInput(one["id"], Draft(one["text"])))
    if len(batch) == 256:
        keep()
if batch:
    keep()
found = find_overlaps(sources, Duplicates(quotations="keep"), work / "decide")  # datatrove looks for none
print(found.counts, file=sys.stderr)
"""


def pages(data: Path, count: int) -> Iterator[dict[str, str]]:
    """Pages of both sets, one of each in turn."""
    folders = [sorted((data / name).glob("*.html.gz")) for name in ("wcxb/dev/html", "newspages/html")]
    paths = [path for both in zip(*folders, strict=False) for path in both][:count]
    for path in paths:
        yield {"id": f"{path.parent.parent.name}-{path.name}", "html": gzip.decompress(path.read_bytes()).decode("utf-8", "replace")}


def beside_datatrove(options: argparse.Namespace) -> None:
    """The same pages extracted and deduplicated, and the same texts deduplicated, by both; two of each tell what beginning costs."""
    print(
        "\n| on the same two cores | curate CPU s | datatrove CPU s | ratio | curate wall s | datatrove wall s |\n|---|---|---|---|---|---|"
    )
    for count in (2, options.pages):
        print(beside(f"{count} pages: extraction and near-duplicates", *of_pages(options, count)), flush=True)
    for count in (2, options.documents // 10):
        ours, default, split = of_texts(options, count)
        print(beside(f"{count:,} texts: near-duplicates alone, datatrove with its default words (spaCy's)", ours, default), flush=True)
        print(beside(f"{count:,} texts: the same, words between white space, a text as one passage", ours, split), flush=True)


def of_pages(options: argparse.Namespace, count: int) -> tuple[Cost, Cost]:
    """What curate and datatrove cost for so many pages, in two files: one for each of its two tasks."""
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        work = Path(folder)
        for number in range(2):
            write(work / "seeds" / f"{number}.jsonl", islice(pages(options.data, count), number, None, 2))
        ours = curate(work, "--jobs", "2")
        return ours, cost([str(options.datatrove_python), "-c", PIPELINE, str(work / "seeds"), str(work / "theirs"), "html"])


def of_texts(options: argparse.Namespace, count: int) -> tuple[Cost, Cost, Cost]:
    """What finding near-duplicates among so many texts costs curate, datatrove, and datatrove with words as simple as ours.

    Each text is one line, so that both compare the same things: documents, by five words at a time, in 14 bands of 8.
    """
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        work = Path(folder)
        for number in range(2):
            texts = made(options.data, count // 2, 10 + number)
            write(work / "text" / f"{number}.jsonl", ({**one, "text": " ".join(one["text"].split())} for one in texts))
        (work / "ours").mkdir()
        ours = cost([sys.executable, "-c", ALONE, str(work / "text"), str(work / "ours")])
        theirs = [str(options.datatrove_python), "-c", PIPELINE, str(work / "text")]
        return ours, cost([*theirs, str(work / "default"), "default"]), cost([*theirs, str(work / "split"), "split"])


def beside(what: str, ours: Cost, theirs: Cost) -> str:
    return f"| {what} | {ours.cpu:.0f} | {theirs.cpu:.0f} | {theirs.cpu / ours.cpu:.1f} | {ours.wall:.0f} | {theirs.wall:.0f} |"


def scale(options: argparse.Namespace) -> None:
    options.work.mkdir(parents=True, exist_ok=True)
    parts = options.parts.split(",")
    if "formats" in parts:
        formats(options)
    if "growth" in parts:
        grow(options)
    if "beside" in parts and options.datatrove_python:
        beside_datatrove(options)
