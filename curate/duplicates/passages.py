"""All passages of a corpus, numbered in the order in which they keep their text; what is compared refers to these numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from curate.config import Duplicates
from curate.digest import sha256
from curate.duplicates.groups import Numbers
from curate.duplicates.shingles import MIN_WORDS, U64, WIDTH
from curate.store.columns import Column, Columns

NONE = 0xFFFFFFFF  # in place of a number: no passage, no document

_BLOCK = 1 << 16  # passages that are worked on at a time, about
_TYPES = {"number": "u4", "document": "u4", "size": "u4", "digest": "u8", "said": "u8", "sentence": "?", "grams": "u8"}


@dataclass(frozen=True, slots=True)
class Source:
    """A sketch file of some documents, and a file that says what is known of them from outside.

    That file is JSON, a row a document: its id, its site and its date (empty where unknown), and the number of the
    revision that it came by.  Without it the sketches' own ids count, and all documents are of one revision.
    """

    path: Path
    known: Path | None = None

    def about(self) -> list[Row]:
        """Return a row for each document: its id, site, date and revision."""
        own = Columns(self.path).json("about")
        if self.known is None:
            return [(id, site, date, 0) for id, site, date in own]
        known = json.loads(self.known.read_bytes())
        return [
            (id, site or outer, outer_date or date, added)
            for (_, site, date), (id, outer, outer_date, added) in zip(own, known, strict=True)
        ]


Row = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Documents:
    """Columns of documents, in the order in which they keep their text.

    `place` is each one's place among all in the order of the sources, `rank` the inverse of it, `row` the place of its first
    passage, `first` the number of its first passage (and one number more), `site` a digest (0: unknown).
    """

    place: Numbers
    rank: Numbers
    row: Numbers
    first: Numbers
    words: Numbers
    site: U64


@dataclass(frozen=True, slots=True)
class Passages:
    """Columns of passages, on disk; the memory that they take is the system's to reclaim.

    `rows` and `starts` say at which passage and at which document each source begins, in their order (and where the last ends).
    `number` tells the number of each passage in the order of the sources; the columns after it are in the order of the numbers.
    """

    folder: Path
    sources: Sequence[Source]
    rows: Numbers
    starts: Numbers
    documents: Documents
    number: Column
    document: Column
    size: Column
    digest: Column
    said: Column  # a digest of the numbers in it
    sentence: Column
    grams: Column  # where its shingles begin, in their file

    def __len__(self) -> int:
        return int(self.rows[-1])

    def blocks(self, *names: str) -> Iterator[tuple[Numbers, dict[str, Column]]]:
        """Yield columns of the sketch files, some at a time, with the numbers of their passages."""
        first = 0
        while first < len(self.sources):
            last = max(first + 1, int(np.searchsorted(self.rows, self.rows[first] + _BLOCK, "right")) - 1)
            files = [Columns(source.path) for source in self.sources[first:last]]
            numbers = self.number[self.rows[first] : self.rows[last]].astype(np.int64)
            yield numbers, {name: np.concatenate([file[name] for file in files]) for name in names}
            first = last

    @contextmanager
    def shingles(self) -> Iterator[Callable[[int], Column]]:
        """Give a way to read the shingles of a passage, by its number, in the order of the text."""
        with (self.folder / "shingles").open("rb", buffering=0) as file:

            def read(number: int) -> Column:
                file.seek(8 * int(self.grams[number]))
                return np.frombuffer(file.read(8 * (int(self.size[number]) - WIDTH + 1)), np.uint64)

            yield read


def column(folder: Path, name: str, kind: str, count: int) -> Column:
    """Return a new column of zeros on disk."""
    return np.asarray(np.memmap(folder / name, kind, "w+", shape=(count,))) if count else np.empty(0, kind)


def spans(count: int) -> Iterator[Numbers]:
    """Yield the numbers below `count`, some at a time."""
    for start in range(0, count, _BLOCK):
        yield np.arange(start, min(start + _BLOCK, count))


def read(sources: Sequence[Source], settings: Duplicates, folder: Path) -> Passages:
    """Return the passages of the documents in `sources`, which come in the order of their seniority within a revision."""
    folder.mkdir(parents=True)
    abouts = [_About.of(source, settings.preferred) for source in sources]
    sizes, words, sites = (_joined(abouts, name) for name in ("passages", "words", "sites"))
    place = _order(settings.keep, abouts)
    begins = np.cumsum(sizes) - sizes
    documents = Documents(
        place, np.argsort(place), begins[place], np.concatenate([[0], np.cumsum(sizes[place])]), words[place], sites[place]
    )
    rows, starts = (np.cumsum([0, *counts]) for counts in ((int(a.passages.sum()) for a in abouts), (len(a.words) for a in abouts)))
    columns = {name: column(folder, name, kind, int(rows[-1])) for name, kind in _TYPES.items()}
    passages = Passages(folder, sources, rows, starts, documents, **columns)
    _number(passages)
    _fill(passages)
    return passages


@dataclass(frozen=True, slots=True)
class _About:
    """What the order of documents depends on."""

    passages: Numbers
    words: Numbers
    sites: U64
    added: Numbers
    ranks: Numbers  # among the preferred
    dates: Column  # of the day

    @staticmethod
    def of(source: Source, preferred: Sequence[str]) -> _About:
        file, about = Columns(source.path), source.about()
        sites = {site: _digest(site) for site in {site for _, site, _, _ in about}}
        return _About(
            file["passages"].astype(np.int64),
            file["words"].astype(np.int64),
            np.array([sites[site] for _, site, _, _ in about], np.uint64),
            np.array([added for *_, added in about], np.int64),
            np.array([_rank(id, preferred) for id, *_ in about], np.int64),
            np.array([date[:10].encode("ascii", "ignore") for _, _, date, _ in about], "S10"),
        )


def _digest(site: str) -> int:
    return int(sha256(site.encode("utf-8", "surrogatepass"))[:16], 16) if site else 0


def _rank(document: str, preferred: Sequence[str]) -> int:
    return next((rank for rank, name in enumerate(preferred) if document.startswith(name)), len(preferred))


def _joined(abouts: Sequence[_About], name: str) -> Column:
    return np.concatenate([getattr(one, name) for one in abouts]) if abouts else np.empty(0, np.int64)


def _order(keep: str, abouts: Sequence[_About]) -> Numbers:
    """Return the places of all documents in the order in which they keep their text; of equals, the senior one goes first."""
    keys = [_joined(abouts, "added"), _joined(abouts, "ranks")]  # the last one counts most
    if keep == "longest":
        keys.insert(1, -_joined(abouts, "words"))
    elif keep == "newest":
        _, days = np.unique(_joined(abouts, "dates"), return_inverse=True)  # no date comes before all
        keys.insert(1, -days)
    return np.lexsort(keys)


def _number(passages: Passages) -> None:
    """Fill in the number of each row, and the document of each number."""
    documents = passages.documents
    for some in spans(len(documents.place)):
        sizes = documents.first[some + 1] - documents.first[some]
        numbers = np.arange(documents.first[some[0]], documents.first[some[-1] + 1])
        within = numbers - np.repeat(documents.first[some], sizes)
        passages.number[np.repeat(documents.row[some], sizes) + within] = numbers
        passages.document[numbers] = np.repeat(some, sizes)


def _fill(passages: Passages) -> None:
    """Copy from the sketch files what is needed by number, in any order."""
    start = 0
    with (passages.folder / "shingles").open("wb") as file:
        for numbers, block in passages.blocks("sizes", "digests", "numbers", "sentences", "shingles"):
            passages.size[numbers] = block["sizes"]
            passages.digest[numbers] = block["digests"]
            passages.said[numbers] = block["numbers"]
            passages.sentence[numbers] = block["sentences"]
            grams = np.where(block["sizes"] >= MIN_WORDS, block["sizes"].astype(np.int64) - WIDTH + 1, 0)
            passages.grams[numbers] = start + np.cumsum(grams) - grams
            start += len(block["shingles"])
            block["shingles"].tofile(file)
