"""All passages of a corpus as columns, by rank.

A *row* is a position in the order of the sketch files, a *rank* one in the order of seniority.  Documents have both, and
so have passages: those of the most senior document come first, each document's in the order of its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from curate.config import Duplicates
from curate.duplicates.hashing import I64
from curate.duplicates.seniority import DocumentKeys, SketchFile, load_document_keys, sort_by_seniority
from curate.duplicates.shingles import MIN_WORDS, WIDTH
from curate.store.column_file import Column, ColumnFile

NONE = 0xFFFFFFFF  # in place of a rank: no passage, no document

_BLOCK = 1 << 16  # passages that are worked on at a time, about
_TYPES = {
    "ranks": "u4", "document": "u4", "word_count": "u4", "digest": "u8", "numerals": "u8", "is_sentence": "?", "shingle_offset": "u8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Documents:
    """Columns of documents, by rank; but `ranks` by row."""

    row: I64
    ranks: I64
    first_passage_row: I64
    first_passage: I64  # its rank; one value more than there are documents, the number of all passages
    words: I64


@dataclass(frozen=True, slots=True)
class Passages:
    """Columns of passages on disk, by rank; but `ranks` by row.  The memory that they take is the system's to reclaim.

    `passage_starts` and `document_starts` are the rows at which each sketch file begins and, last, how many there are.
    """

    folder: Path
    files: Sequence[SketchFile]
    passage_starts: I64
    document_starts: I64
    documents: Documents
    ranks: Column
    document: Column  # the rank of its document
    word_count: Column
    digest: Column  # of its words
    numerals: Column  # a digest of the numbers in it, 0: there are none
    is_sentence: Column  # formed like a sentence, rather than like a heading
    shingle_offset: Column  # where its shingles begin, in values

    def __len__(self) -> int:
        return int(self.passage_starts[-1])

    def read_columns(self, *names: str) -> Iterator[tuple[I64, dict[str, Column]]]:
        """Yield the ranks of passages and columns of their sketch files, some files at a time."""
        first = 0
        while first < len(self.files):
            last = max(first + 1, int(np.searchsorted(self.passage_starts, self.passage_starts[first] + _BLOCK, "right")) - 1)
            files = [ColumnFile(file.path) for file in self.files[first:last]]
            ranks = self.ranks[self.passage_starts[first] : self.passage_starts[last]].astype(np.int64)
            yield ranks, {name: np.concatenate([file[name] for file in files]) for name in names}
            first = last

    @contextmanager
    def open_shingles(self) -> Iterator[Callable[[int], Column]]:
        """Give a function that reads the shingles of a passage by its rank, in the order of the text."""
        with (self.folder / "shingles").open("rb", buffering=0) as file:

            def read(rank: int) -> Column:
                file.seek(8 * int(self.shingle_offset[rank]))
                return np.frombuffer(file.read(8 * (int(self.word_count[rank]) - WIDTH + 1)), np.uint64)

            yield read


def create_column(folder: Path, name: str, kind: str, count: int) -> Column:
    """Return a new column of zeros in a file."""
    return np.asarray(np.memmap(folder / name, kind, "w+", shape=(count,))) if count else np.empty(0, kind)


def split_range(count: int) -> Iterator[I64]:
    """Yield the numbers below `count` in blocks, so that what is computed from them stays small."""
    for start in range(0, count, _BLOCK):
        yield np.arange(start, min(start + _BLOCK, count))


def load_passages(files: Sequence[SketchFile], settings: Duplicates, folder: Path) -> Passages:
    """Return the passages of all documents in `files`, whose order is that of seniority within a revision.

    The columns are written to `folder`, which must not be there yet.
    """
    folder.mkdir(parents=True)
    keys = load_document_keys(files, settings.preferred)
    document_counts = [ColumnFile(file.path).count("words") for file in files]
    document_starts = np.cumsum([0, *document_counts])
    passage_ends = np.concatenate([[0], np.cumsum(keys.passages)])
    passage_starts = passage_ends[document_starts]
    columns = {name: create_column(folder, name, kind, int(passage_starts[-1])) for name, kind in _TYPES.items()}
    passages = Passages(folder, files, passage_starts, document_starts, _rank_documents(keys, settings), **columns)
    _fill_ranks(passages)
    _fill_columns(passages)
    return passages


def _rank_documents(keys: DocumentKeys, settings: Duplicates) -> Documents:
    row = sort_by_seniority(keys, settings)
    first_passage_rows = np.cumsum(keys.passages) - keys.passages
    first_passage = np.concatenate([[0], np.cumsum(keys.passages[row])])
    return Documents(row, np.argsort(row), first_passage_rows[row], first_passage, keys.words[row])


def _fill_ranks(passages: Passages) -> None:
    """Fill in the rank of each row, and the document of each rank."""
    documents = passages.documents
    for ranks in split_range(len(documents.row)):
        counts = documents.first_passage[ranks + 1] - documents.first_passage[ranks]
        its_passages = np.arange(documents.first_passage[ranks[0]], documents.first_passage[ranks[-1] + 1])
        positions = its_passages - np.repeat(documents.first_passage[ranks], counts)
        passages.ranks[np.repeat(documents.first_passage_row[ranks], counts) + positions] = its_passages
        passages.document[its_passages] = np.repeat(ranks, counts)


def _fill_columns(passages: Passages) -> None:
    """Copy from the sketch files what is needed by rank."""
    start = 0
    with (passages.folder / "shingles").open("wb") as file:
        for ranks, block in passages.read_columns("sizes", "digests", "numbers", "sentences", "shingles"):
            passages.word_count[ranks] = block["sizes"]
            passages.digest[ranks] = block["digests"]
            passages.numerals[ranks] = block["numbers"]
            passages.is_sentence[ranks] = block["sentences"]
            counts = np.where(block["sizes"] >= MIN_WORDS, block["sizes"].astype(np.int64) - WIDTH + 1, 0)
            passages.shingle_offset[ranks] = start + np.cumsum(counts) - counts
            start += len(block["shingles"])
            block["shingles"].tofile(file)
