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
import operator
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

from benchmarks.costs import run_curate
from benchmarks.documents import make_documents, read_pages, write_jsonl
from benchmarks.scale_datatrove import compare_with_datatrove
from curate.digest import canonical_json
from curate.ledger.jsonl import edit_to_json
from curate.store.documents import iter_documents
from curate.store.store import Store

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


def grow(options: argparse.Namespace) -> None:
    """Cost at a tenth and at all of the documents, and of a few more."""
    print("| run | wall s | CPU s | of it the first process | MB |\n|---|---|---|---|---|")
    for count in (options.documents // 10, options.documents):
        project = options.work / f"{count}"
        shutil.rmtree(project, ignore_errors=True)
        seeds = project / "seeds" / "made.jsonl"
        write_jsonl(seeds, make_documents(options.data, count, 1))
        first = run_curate(project, "--jobs", "2")
        print(first.row(f"{count:,} documents, {seeds.stat().st_size / 1e6:.0f} MB, 2 workers"), flush=True)
        again = run_curate(project, "--jobs", "2")
        print(again.row(f"once more, nothing new: {again.cpu / first.cpu:.1%} of its CPU"), flush=True)
        write_jsonl(seeds, make_documents(options.data, count // 100, 2), "a")
        more = run_curate(project, "--jobs", "2")
        print(more.row(f"and {count // 100:,} more: {more.cpu / first.cpu:.1%} of its CPU"), flush=True)
        if count < options.documents:
            shutil.rmtree(project / ".curate")
            shutil.rmtree(project / "cleaned")
            one = run_curate(project, "--jobs", "1")
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
        print(run_curate(project, "--jobs", "2").row(f"{options.each:,} documents as {name}"), flush=True)
        found[name] = list(outcomes(project))
    print(*(beside_first(name, found["jsonl"], one) for name, one in found.items()), sep="\n", flush=True)


def mixed(data: Path, count: int) -> Iterator[dict[str, str]]:
    """Made documents, each PAGE_AFTER-th of them a page as it was fetched."""
    fetched = read_pages(data, count // PAGE_AFTER)
    for number, document in enumerate(make_documents(data, count, 3), 1):
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


WRITTEN: dict[str, Callable[[Path, Iterator[dict[str, str]]], None]] = {"jsonl": write_jsonl, "parquet": write_parquet, "warc": write_warc}


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


def scale(options: argparse.Namespace) -> None:
    options.work.mkdir(parents=True, exist_ok=True)
    parts = options.parts.split(",")
    if "formats" in parts:
        formats(options)
    if "growth" in parts:
        grow(options)
    if "beside" in parts and options.datatrove_python:
        compare_with_datatrove(options)
