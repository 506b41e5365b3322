"""Seeds into items, and items into parts: what one task cleans.

A seed that is one document is an item, and so is every record of a seed that
holds many.  A part is some consecutive items: many small seeds, or a stretch of
one large seed.
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
from curate.store import tombstones

WHOLE = -1  # the number of an item that is a whole seed

_RECORDS, _BYTES = 256, 4_000_000  # of a part, on average
_MOST_RECORDS, _MOST_BYTES = 2_048, 32_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """One document as it lies in a seed, not yet read.

    `number` is that of the record in its seed, from 0.  `data` is what cannot
    be read if it is no bytes; `source` is the sha256 of the bytes, then empty.
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


Part = tuple[Item, ...]


def items(found: Iterable[Seed]) -> Iterator[Item]:
    """Yield the items of all seeds, in their order; one at a time is in memory."""
    for seed in found:
        format = readers.format_of(seed.name)
        try:
            if seed.problem:
                raise Unreadable(seed.problem)
            if format in readers.CONTAINERS:
                yield from _records(seed, format)
            else:
                data = read_seed(seed.path)
                yield Item(seed.name, WHOLE, format, data, sha256(data))
        except Unreadable as error:
            yield Item(seed.name, WHOLE, format, error, "")


def _records(seed: Seed, format: str) -> Iterator[Item]:
    number = WHOLE
    with open_seed(seed.path) as file:
        for number, raw in enumerate(readers.split_seed(seed.name, file)):
            yield Item(seed.name, number, format, raw, sha256(raw) if isinstance(raw, bytes) else "")
    if number == WHOLE:
        yield Item(seed.name, WHOLE, format, Unreadable("empty; there is no document in it"), "")


def unburied(stream: Iterable[Item], buried: frozenset[str], left_out: list[str]) -> Iterator[Item]:
    """Yield the items but for those that were forgotten; the names of their seeds go into `left_out`."""
    for item in stream:
        if not (buried and isinstance(item.data, bytes)):
            yield item
        elif item.number != WHOLE and item.data.strip() == tombstones.PLACEHOLDER.strip():
            continue
        elif tombstones.is_buried(item.data, buried):
            left_out.append(item.seed)
        else:
            yield item


def cut(stream: Iterable[Item]) -> Iterator[Part]:
    """Yield the items as parts.

    A part ends after an item whose own digest says so, so that what is added,
    removed or changed in one place leaves all other parts as they were.
    """
    part: list[Item] = []
    size = 0
    for item in stream:
        if part and item.seed != part[-1].seed and not (item.number == part[-1].number == WHOLE):
            yield tuple(part)
            part, size = [], 0
        part.append(item)
        size += item.size
        if _ends(item) or len(part) >= _MOST_RECORDS or size >= _MOST_BYTES:
            yield tuple(part)
            part, size = [], 0
    if part:
        yield tuple(part)


def _ends(item: Item) -> bool:
    """Does a part end here?  The larger an item, the likelier, so that parts take about as long as each other."""
    return bool(item.source) and int(item.source[:8], 16) < 2**32 * max(1 / _RECORDS, item.size / _BYTES)
