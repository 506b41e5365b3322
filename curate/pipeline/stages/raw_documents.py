"""Raw documents: the documents of seeds as they lie there, not yet read.

A seed that is one document is a raw document, and so is every record of a
container.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curate import readers
from curate.digest import sha256
from curate.errors import Unreadable
from curate.readers.record import RawRecord
from curate.seeds.access import open_seed, read_seed
from curate.seeds.discovery import Seed
from curate.store.tombstones import PLACEHOLDER, is_tombstoned

WHOLE_SEED = -1  # the number of a raw document that is no record, but a whole seed


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One document as it lies in a seed.

    `number` is that of the record in its seed, from 0, or WHOLE_SEED.  `data` is
    an Unreadable instead of bytes where there are none; `source` is the sha256 of
    the bytes, or empty.
    """

    seed: str
    number: int
    format: str
    data: RawRecord
    source: str

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data) if isinstance(self.data, bytes) else 0


def split_seeds(found: Iterable[Seed]) -> Iterator[RawDocument]:
    """Yield the raw documents of all seeds, in their order; one at a time is in memory."""
    for seed in found:
        format = readers.format_of(seed.name)
        try:
            if seed.problem:
                raise Unreadable(seed.problem)
            if format in readers.CONTAINERS:
                yield from _split_container(seed, format)
            else:
                data = read_seed(seed.path)
                yield RawDocument(seed.name, WHOLE_SEED, format, data, sha256(data))
        except Unreadable as error:
            yield RawDocument(seed.name, WHOLE_SEED, format, error, "")


def drop_tombstoned(documents: Iterable[RawDocument], tombstoned: frozenset[str], skipped: list[str]) -> Iterator[RawDocument]:
    """Yield the raw documents but for those that were forgotten; the name of the seed of each of these is added to `skipped`.

    `tombstoned` are the digests in the tombstones.
    """
    for document in documents:
        if not (tombstoned and isinstance(document.data, bytes)):
            yield document
        elif document.number != WHOLE_SEED and document.data.strip() == PLACEHOLDER.strip():
            continue
        elif is_tombstoned(document.data, tombstoned):
            skipped.append(document.seed)
        else:
            yield document


def _split_container(seed: Seed, format: str) -> Iterator[RawDocument]:
    number = WHOLE_SEED
    with open_seed(seed.path) as file:
        for number, raw in enumerate(readers.split_seed(seed.name, file)):
            yield RawDocument(seed.name, number, format, raw, sha256(raw) if isinstance(raw, bytes) else "")
    if number == WHOLE_SEED:
        yield RawDocument(seed.name, WHOLE_SEED, format, Unreadable("empty; there is no document in it"), "")
