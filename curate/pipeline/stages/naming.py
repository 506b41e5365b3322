"""What the documents of a corpus are called, and how senior each is.

A document is called like its seed, or `seed#key` where the seed holds many: key
is the record's own id, or its number if it has none or another has it already.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from curate.decisions.rulings import Ruling
from curate.digest import canonical_json
from curate.pipeline.stages.items import WHOLE
from curate.pipeline.stages.results import CleanedPart
from curate.seeds.provenance import host_of
from curate.store.manifest import Entry


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A cleaned part: the key of its records, its seeds, where the names of its items are, and what `CleanedPart` has."""

    key: str
    seeds: tuple[str, ...]
    path: Path  # without a suffix
    rulings: tuple[Ruling, ...] = ()
    slips: tuple[str, ...] = ()
    given_up: bool = False

    @property
    def names(self) -> Path:
        """JSON, a row an item: its seed, its number there, its id, the revision it came by."""
        return self.path.with_suffix(".names")

    @property
    def known(self) -> Path:
        """JSON, a row a document with a text: see duplicates.passages.Source."""
        return self.path.with_suffix(".known")


Since = Callable[[str], int]  # by which revision a document came


def named(
    parts: Iterable[CleanedPart],
    seniority: Callable[[str], Since],
    provenance: Mapping[str, Mapping[str, Any]],
    folder: Path,
) -> Iterator[NamedPart]:
    """Yield the parts, in their order, their names written to a folder.

    `seniority` tells, of a seed, by what revision each of its documents came;
    it is asked once a seed, in their order.
    """
    seed, taken, since = "", set[bytes](), seniority("")
    folder.mkdir(parents=True, exist_ok=True)
    for number, part in enumerate(parts):
        names, known = [], []
        for made in part.made:
            if made.seed != seed:
                seed, taken, since = made.seed, set(), seniority(made.seed)
            id = name(made.seed, made.number, made.key, taken)
            names.append([made.seed, made.number, id, since(id)])
            if made.has_text:
                known.append([id, *_origin(made.seed, provenance.get(made.seed, {})), since(id)])
        seeds = tuple(dict.fromkeys(made.seed for made in part.made))
        done = NamedPart(part.key, seeds, folder / f"{number:08}", part.rulings, part.slips, part.given_up)
        done.names.write_bytes(canonical_json(names))
        done.known.write_bytes(canonical_json(known))
        yield done


def _origin(seed: str, about: Mapping[str, Any]) -> tuple[str, str]:
    """Return the site and the date of a seed, as far as they are known; a folder of seeds that is named like a host counts as a site."""
    folder = seed.partition("/")[0] if "/" in seed else ""
    return host_of(about.get("url")) or (folder if "." in folder else ""), str(about.get("date", ""))


def name(seed: str, number: int, own: str, taken: set[bytes]) -> str:
    """Return what an item is called, which goes into `taken`; `own` is its own key, if it has one."""
    if number == WHOLE:
        return seed
    key = next(key for key in (own, str(number), f"{own}~{number}") if key and _short(key) not in taken)
    taken.add(_short(key))
    return f"{seed}#{key}"


def _short(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def seniority(entry: Entry | None, about: Iterable[bytes], number: int) -> Since:
    """Return what tells by which revision a document of a seed came: one of the seed's `entry`, or the new one, `number`.

    `about` are the lines of the seed's metadata in the last revision.
    """
    if entry is None:
        return lambda _: number
    if not entry.documents:
        return lambda _: entry.added
    known: Mapping[str, int] = {(record := json.loads(line))["id"]: record["added"] for line in about}
    return lambda id: known.get(id, number)
