"""Near-duplicates beside datasketch's MinHashLSH: signatures, recall and precision, quotations, time and memory by size.

Passages are made from the lines of DATA/text that are content: as they stand, or for large corpora put together of runs of three
words, so that they have the words of real text but do not repeat it; an eighth of them get copies, exact or changed.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.plot import plot
from curate.config import Config, Duplicates
from curate.duplicates import minhash
from curate.duplicates.passages import NONE
from curate.duplicates.search import OverlapIndex, find_overlaps
from curate.duplicates.seniority import SketchFile
from curate.duplicates.shingles import hash_shingles, hash_words, tokenise
from curate.duplicates.sketches import SketchInput, build_sketches
from curate.ledger.draft import Draft
from curate.store.column_file import ColumnFile

Measured = defaultdict[str, list[tuple[float, float]]]  # of each way: numbers of passages, and CPU seconds

_BATCH = 20_000  # documents of one passage in a sketch file
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“(]?[A-Z])")


def contents(data: Path) -> Iterator[tuple[str, str]]:
    """The id and the content lines of each page."""
    with gzip.open(min((data / "text").glob("*.jsonl.gz")), "rt", encoding="utf-8") as file:
        for page in map(json.loads, file):
            yield page["id"], "\n".join(line for line, label in zip(page["text"].split("\n"), page["labels"], strict=False) if label == "1")


def lines_of(data: Path) -> list[str]:
    """Every content line of at least 8 words, once, its end marked so that none looks like a heading."""
    lines = (line for _, text in contents(data) for line in text.split("\n") if len(tokenise(line)) >= 8)
    return list(dict.fromkeys(" ".join(line.split()).rstrip(".") + "." for line in lines))


def changed(text: str, rng: random.Random, vocabulary: Sequence[str]) -> str:
    """A copy of a text: exact, or with words changed, left out, cut off or added."""
    if len(text.split()) < 16:
        return text
    said, kind, rate = text.split(), rng.choice(("exact", "change", "drop", "cut", "add")), rng.choice((0.01, 0.02, 0.04, 0.06, 0.1, 0.15))
    some = max(1, int(len(said) * rate))
    if kind == "change":
        for place in rng.sample(range(len(said)), some):
            said[place] = rng.choice(vocabulary)
    elif kind == "drop":
        for place in sorted(rng.sample(range(len(said)), some), reverse=True):
            del said[place]
    elif kind == "cut":
        said = said[some:]
    elif kind == "add":
        said += rng.choices(vocabulary, k=some)
    return " ".join(said).rstrip(".") + "."


def passages_of(lines: Sequence[str], count: int, invent: bool) -> Iterator[str]:
    """Passages in random order within some thousands: lines, or passages put together of runs of words, and copies of some."""
    rng = random.Random(count)
    vocabulary = [word for line in lines for word in line.split()]
    lengths = [len(line.split()) for line in lines]
    made = 0
    while made < count:
        block: list[str] = []
        while len(block) < min(5000, count - made):
            text = _invented(rng, vocabulary, rng.choice(lengths)) if invent else lines[(made + len(block)) % len(lines)]
            block += [text, *(changed(text, rng, vocabulary) for _ in range(rng.choice((1, 1, 2, 3)) if rng.random() < 0.125 else 0))]
        block = block[: count - made]
        rng.shuffle(block)
        made += len(block)
        yield from block


def _invented(rng: random.Random, vocabulary: Sequence[str], length: int) -> str:
    said: list[str] = []
    while len(said) < length:
        start = rng.randrange(len(vocabulary) - 3)
        said += vocabulary[start : start + 3]
    return " ".join(said[:length]).rstrip(".") + "."


def sketched(texts: Iterator[str] | Sequence[str], folder: Path) -> float:
    """Write the sketch files of texts, each a document; the CPU seconds that it took."""
    folder.mkdir()
    batch: list[SketchInput] = []
    seconds, files = 0.0, 0
    for number, text in enumerate((*texts, None) if isinstance(texts, list) else _then_none(texts)):
        if text is not None:
            batch.append(SketchInput(f"d{number}", Draft(text)))
        if batch and (text is None or len(batch) == _BATCH):
            start = time.process_time()
            (folder / f"{files:05}").write_bytes(build_sketches(batch))
            seconds += time.process_time() - start
            batch, files = [], files + 1
    return seconds


def _then_none(texts: Iterator[str]) -> Iterator[str | None]:
    yield from texts
    yield None


def decided(folder: Path, settings: Duplicates) -> OverlapIndex:
    work = folder.parent / f"{folder.name}-work"
    shutil.rmtree(work, ignore_errors=True)
    return find_overlaps([SketchFile(path) for path in sorted(folder.iterdir())], Config(duplicates=settings), work)


def signatures(lines: Sequence[str]) -> None:
    """Are they datasketch's, and how much sooner are they there, from text to signature?"""
    from datasketch import MinHash

    texts = list(lines[:10_000])
    ours = theirs = 1e9
    for _ in range(3):
        start = time.process_time()
        hashed = hash_words(texts)
        grams, ends = hash_shingles(hashed.hashes, hashed.ends)
        found = minhash.compute_signatures(grams, ends)
        ours = min(ours, time.process_time() - start)
        start = time.process_time()
        said = [tokenise(text) for text in texts]
        sets = [[" ".join(one[i : i + 5]).encode() for i in range(len(one) - 4)] for one in said]
        MinHash.bulk(sets, num_perm=128)
        theirs = min(theirs, time.process_time() - start)
    values = [part.tolist() for part in np.split(grams.astype(np.uint32), ends[:-1])]
    expected = np.array([one.hashvalues for one in MinHash.bulk(values, num_perm=128, hashfunc=int)])
    print(f"signatures of {len(texts):,} passages: {int((found == expected).all(axis=1).sum()):,} bit-identical to MinHash.bulk's;")
    print(f"text to signature {ours:.3f} s, datasketch {theirs:.3f} s: {theirs / ours:.1f} times as fast\n")


def truth(texts: Sequence[str], threshold: float) -> tuple[dict[int, list[int]], list[Any]]:
    """Of each text, the earlier ones at least as similar as the threshold; and the numbers said in each.  Every pair is compared."""
    import scipy.sparse as sparse

    hashed = hash_words(texts)
    grams, ends = hash_shingles(hashed.hashes, hashed.ends)
    sizes = np.diff(ends, prepend=0)
    rows = np.repeat(np.arange(len(texts)), sizes)
    _, columns = np.unique(grams, return_inverse=True)
    matrix = sparse.csr_matrix((np.ones(len(grams), np.int32), (rows, columns)))
    matrix.data[:] = 1  # a set: each shingle once
    size = np.asarray(matrix.sum(1)).ravel()
    found: dict[int, list[int]] = {}
    for start in range(0, len(texts), 1000):
        shared = (matrix[start : start + 1000] @ matrix.T).tocoo()
        later, earlier = shared.row + start, shared.col
        similarity = np.round(shared.data / (size[later] + size[earlier] - shared.data), 4)
        for one, other in zip(*(side[(earlier < later) & (similarity >= threshold)].tolist() for side in (later, earlier)), strict=True):
            found.setdefault(one, []).append(other)
    return found, [[word for word in tokenise(text) if word.isdecimal()] for text in texts]


def recall(lines: Sequence[str], folder: Path) -> None:
    """Of the passages that comparing every pair calls copies, how many are found, and how many of those found are copies?"""
    from datasketch import LeanMinHash, MinHashLSH

    texts = list(passages_of(lines, 10_000, invent=False))
    sketched(texts, folder)
    file = ColumnFile(folder / "00000")
    rows = file["signatures"].reshape(-1, minhash.SIGNATURE_LENGTH)
    lean = [LeanMinHash(seed=1, hashvalues=row, scheme="affine32") for row in rows]
    print("| threshold | | recall | precision |\n|---|---|---|---|")
    for threshold in (0.8, 0.6):
        pairs, numbers = truth(texts, threshold)
        copies: dict[int, int] = {}
        for later in sorted(pairs):
            same = [one for one in sorted(pairs[later]) if one not in copies and numbers[one] == numbers[later]]
            copies |= {later: same[0]} if same else {}
        original = decided(folder, Duplicates(threshold=threshold, quotations="keep")).matches.originals
        found = {int(one): int(original[one]) for one in np.flatnonzero(original != NONE)}
        right = sum(one in copies for one in found)
        print(f"| {threshold} | curate, copies | {right / len(copies):.4f} | {right / len(found):.4f} |")
        exact = sum(of in pairs.get(one, ()) for one, of in found.items())
        print(f"| {threshold} | curate, copies at least as similar to their original | | {exact / len(found):.4f} |")
        lsh = MinHashLSH(threshold=threshold, num_perm=128)
        got = set()
        for later, one in enumerate(lean):
            got |= {(later, earlier) for earlier in lsh.query(one)}
            lsh.insert(later, one)
        true = {(later, earlier) for later, many in pairs.items() for earlier in many}
        print(f"| {threshold} | MinHashLSH, pairs | {len(got & true) / len(true):.4f} | {len(got & true) / len(got):.4f} |", flush=True)


def quotations(lines: Sequence[str], folder: Path, read: Path | None) -> None:
    """Sentences of 12 to 30 words, planted in the midst of two other passages each."""
    rng = random.Random(3)
    chosen = {line for line in lines if rng.random() < 0.5}
    hosts = [line for line in lines if line in chosen and 40 <= len(line.split()) <= 120]
    rng.shuffle(hosts)
    rest = (one for line in lines if line not in chosen for one in _SENTENCE.split(line) if one != line)
    said = [one for one in rest if 12 <= len(tokenise(one)) <= 30]
    rng.shuffle(said)
    said = list(dict.fromkeys(said))[: len(hosts) // 2]
    texts, planted = [], []
    for number, one in enumerate(said):
        for host in hosts[2 * number : 2 * number + 2]:
            parts = _SENTENCE.split(host)
            place = rng.randrange(len(parts) + 1)
            forms = (one, f"“{one.rstrip('.')},” she said.", f"He added: {one[0].lower()}{one[1:]}")
            quoted = one if len(texts) % 2 == 0 else rng.choice(forms)
            texts.append(" ".join([*parts[:place], quoted, *parts[place:]]))
        planted.append((2 * number + 1, 2 * number, one))
    sketched(texts, folder)
    decisions = decided(folder, Duplicates())
    hits, others = 0, []
    for name, overlaps in decisions.load_overlaps(0).items():
        for one in overlaps.quotations:
            text = texts[int(name[1:])][one.location.start : one.location.end]
            sentence = planted[int(name[1:]) // 2][2]
            inner = " ".join(tokenise(sentence))[5:-5]
            if int(name[1:]) % 2 and one.source.document == f"d{int(name[1:]) - 1}" and inner in " ".join(tokenise(text)):
                hits += 1
            else:
                others.append((name, one.source.document, text))
    print(
        f"\nquotations: {len(planted):,} planted, {hits / len(planted):.3f} told with the right source; {len(others)} others told",
        flush=True,
    )
    if read:
        read.write_text("".join(f"{'|'.join(one)}\n\n" for one in others), encoding="utf-8")


def natural_quotations(data: Path, folder: Path, read: Path | None) -> None:
    """What is told of the content of real pages, nothing planted: to be read."""
    pages = list(contents(data))
    folder.mkdir()
    (folder / "0").write_bytes(build_sketches([SketchInput(name, Draft(text)) for name, text in pages]))
    texts = dict(pages)
    told = [one for overlaps in decided(folder, Duplicates()).load_overlaps(0).values() for one in overlaps.quotations]
    print(
        f"quotations in {len(pages):,} pages: {len(told)}, between {len({(q.location.document, q.source.document) for q in told})} pairs",
        flush=True,
    )
    if read:
        with read.open("a", encoding="utf-8") as file:
            for q in told:
                text, start, end = texts[q.location.document], q.location.start, q.location.end
                shown = f"{text[max(0, start - 60) : start]}[[{text[start:end]}]]{text[end:][:40]}"
                file.write(f"{q.location.document}|{q.source.document}|{' '.join(shown.split())}\n\n")


def scale(data: Path, sizes: Sequence[int], folder: Path, beside: int) -> Measured:
    """Time and memory to cluster so many passages, each in a process of its own; up to one size beside MinHashLSH."""
    lines, measured = lines_of(data), Measured(list)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    print("\n| passages | | CPU s | s a million | memory MB | copies |\n|---|---|---|---|---|---|")
    for size in sizes:
        at = folder / str(size)
        seconds = sketched(passages_of(lines, size, invent=True), at)
        measured["sketches"].append((size, seconds))
        print(f"| {size:,} | sketches | {seconds:.1f} | {seconds / size * 1e6:.1f} | | |", flush=True)
        for name in ("curate", *(["MinHashLSH"] if size <= beside else [])):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.duplicates", name, str(at)], check=True, capture_output=True, text=True, env=environment
            )
            cpu, _, memory, copies = json.loads(done.stdout)
            measured[name].append((size, cpu))
            print(f"| {size:,} | {name} | {cpu:.1f} | {cpu / size * 1e6:.1f} | {memory:.0f} | {copies:,} |", flush=True)
        shutil.rmtree(at)
        shutil.rmtree(folder / f"{size}-work", ignore_errors=True)
    return measured


def _alone(name: str, folder: Path) -> None:
    """Cluster the sketch files of a folder, and print the CPU and wall seconds, megabytes and copies."""
    start, begun = time.process_time(), time.perf_counter()
    if name == "curate":
        copies = decided(folder, Duplicates(quotations="keep")).counts["passages"]
    else:
        copies = _lsh(folder)
    cpu, wall = time.process_time() - start, time.perf_counter() - begun
    print(json.dumps([cpu, wall, _most_memory(), copies]))


def _most_memory() -> float:
    """The megabytes that this process had at most; getrusage would tell those of the process that began it."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def _lsh(folder: Path) -> int:
    from datasketch import LeanMinHash, MinHashLSH

    lsh = MinHashLSH(threshold=0.8, num_perm=128, params=minhash.choose_bands(0.8))
    number = copies = 0
    for path in sorted(folder.iterdir()):
        for row in ColumnFile(path)["signatures"].reshape(-1, minhash.SIGNATURE_LENGTH):
            one = LeanMinHash(seed=1, hashvalues=row, scheme="affine32")
            copies += bool(lsh.query(one))
            lsh.insert(number, one, check_duplication=False)
            number += 1
    return copies


def duplicates(data: Path, sizes: Sequence[int], read: Path | None, drawn: Path | None) -> None:
    lines = lines_of(data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        signatures(lines)
        recall(lines, folder / "recall")
        quotations(lines, folder / "quotations", read)
        natural_quotations(data, folder / "natural", read)
        measured = scale(data, sizes, folder, 1_000_000)
        if drawn:
            plot(drawn, "Finding copies: CPU seconds of one core by passages", ("passages", "CPU seconds"), measured)


if __name__ == "__main__":
    _alone(sys.argv[1], Path(sys.argv[2]))
