"""Extraction and deduplication by curate and by datatrove, and deduplication alone on the same texts; called by scale.py."""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import islice
from pathlib import Path

from benchmarks.costs import Cost, measure, run_curate
from benchmarks.documents import make_documents, read_pages, write_jsonl

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
from curate.config import Config, Duplicates
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
found = find_overlaps(sources, Config(duplicates=Duplicates(quotations="keep")), work / "decide")  # datatrove looks for none
print(found.counts, file=sys.stderr)
"""


def compare_with_datatrove(options: argparse.Namespace) -> None:
    """The same pages extracted and deduplicated, and the same texts deduplicated, by both; two of each tell what beginning costs."""
    print(
        "\n| on the same two cores | curate CPU s | datatrove CPU s | ratio | curate wall s | datatrove wall s |\n|---|---|---|---|---|---|"
    )
    for count in (2, options.pages):
        print(format_row(f"{count} pages: extraction and near-duplicates", *measure_pages(options, count)), flush=True)
    for count in (2, options.documents // 10):
        ours, default, split = measure_texts(options, count)
        print(format_row(f"{count:,} texts: near-duplicates alone, datatrove with its default words (spaCy's)", ours, default), flush=True)
        print(format_row(f"{count:,} texts: the same, words between white space, a text as one passage", ours, split), flush=True)


def measure_pages(options: argparse.Namespace, count: int) -> tuple[Cost, Cost]:
    """What curate and datatrove cost for so many pages, in two files: one for each of its two tasks."""
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        work = Path(folder)
        for number in range(2):
            write_jsonl(work / "seeds" / f"{number}.jsonl", islice(read_pages(options.data, count), number, None, 2))
        ours = run_curate(work, "--jobs", "2")
        return ours, measure([str(options.datatrove_python), "-c", PIPELINE, str(work / "seeds"), str(work / "theirs"), "html"])


def measure_texts(options: argparse.Namespace, count: int) -> tuple[Cost, Cost, Cost]:
    """What finding near-duplicates among so many texts costs curate, datatrove, and datatrove with words as simple as ours.

    Each text is one line, so that both compare the same things: documents, by five words at a time, in 14 bands of 8.
    """
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        work = Path(folder)
        for number in range(2):
            texts = make_documents(options.data, count // 2, 10 + number)
            write_jsonl(work / "text" / f"{number}.jsonl", ({**one, "text": " ".join(one["text"].split())} for one in texts))
        (work / "ours").mkdir()
        ours = measure([sys.executable, "-c", ALONE, str(work / "text"), str(work / "ours")])
        theirs = [str(options.datatrove_python), "-c", PIPELINE, str(work / "text")]
        return ours, measure([*theirs, str(work / "default"), "default"]), measure([*theirs, str(work / "split"), "split"])


def format_row(what: str, ours: Cost, theirs: Cost) -> str:
    return f"| {what} | {ours.cpu:.0f} | {theirs.cpu:.0f} | {theirs.cpu / ours.cpu:.1f} | {ours.wall:.0f} | {theirs.wall:.0f} |"
