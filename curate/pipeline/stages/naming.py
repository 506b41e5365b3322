"""The ids of the documents of a corpus, and how senior each document is.

The id is the seed's name, or `seed#key` where the seed holds many: key is the
record's own id, or its number if it has none or another has it already.
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
from curate.pipeline.stages.raw_documents import WHOLE_SEED
from curate.pipeline.stages.results import CleanedShard, ShardDocument
from curate.seeds.provenance import host_of
from curate.store.manifest import Entry

RevisionLookup = Callable[[str], int]  # the number of the revision that first held a document, by its id


@dataclass(frozen=True, slots=True)
class NamedShard:
    """A cleaned shard whose documents have ids: the key of its records, its seeds, and what `CleanedShard` has."""

    key: str
    seeds: tuple[str, ...]
    path: Path  # without a suffix
    rulings: tuple[Ruling, ...] = ()
    corrected_words: tuple[str, ...] = ()
    is_given_up: bool = False

    @property
    def name_table(self) -> Path:
        """JSON, a row a document: its seed, its number there, its id, the number of the revision that first held it."""
        return self.path.with_suffix(".names")

    @property
    def document_table(self) -> Path:
        """JSON, a row a document with a text: see `duplicates.seniority.SketchFile`."""
        return self.path.with_suffix(".documents")

    @property
    def origin_table(self) -> Path:
        """JSON, a row a document with a text: see `sites.lines.LineFile`."""
        return self.path.with_suffix(".origins")


def name_documents(
    shards: Iterable[CleanedShard],
    look_up_seed: Callable[[str], RevisionLookup],
    provenance: Mapping[str, Mapping[str, Any]],
    folder: Path,
) -> Iterator[NamedShard]:
    """Yield the shards, in their order, the tables of their documents written to a folder.

    `look_up_seed` is called once a seed, in their order.  `provenance` is by seed.
    """
    seed, taken, look_up = "", set[bytes](), look_up_seed("")
    folder.mkdir(parents=True, exist_ok=True)
    for number, shard in enumerate(shards):
        names, documents, origins = [], [], []
        for one in shard.documents:
            if one.seed != seed:
                seed, taken, look_up = one.seed, set(), look_up_seed(one.seed)
            id = choose_id(one.seed, one.number, one.own_id, taken)
            names.append([one.seed, one.number, id, look_up(id)])
            if one.has_text:
                origin = _find_origin(one, provenance.get(one.seed, {}))
                documents.append([id, origin[-1], look_up(id)])
                origins.append(origin)
        seeds = tuple(dict.fromkeys(one.seed for one in shard.documents))
        named = NamedShard(shard.key, seeds, folder / f"{number:08}", shard.rulings, shard.corrected_words, shard.is_given_up)
        named.name_table.write_bytes(canonical_json(names))
        named.document_table.write_bytes(canonical_json(documents))
        named.origin_table.write_bytes(canonical_json(origins))
        yield named


def choose_id(seed: str, number: int, own_id: str, taken: set[bytes]) -> str:
    """Return the id of a document, and add its key to `taken`; `own_id` is that of its record, empty if it has none."""
    if number == WHOLE_SEED:
        return seed
    key = next(key for key in (own_id, str(number), f"{own_id}~{number}") if key and _hash_key(key) not in taken)
    taken.add(_hash_key(key))
    return f"{seed}#{key}"


def make_revision_lookup(entry: Entry | None, metadata_lines: Iterable[bytes], number: int) -> RevisionLookup:
    """Return a function that tells by which revision a document of a seed came: one of the seed's `entry`, or the new one, `number`.

    `metadata_lines` are those of the seed's metadata in the last revision.
    """
    if entry is None:
        return lambda _: number
    if not entry.documents:
        return lambda _: entry.added
    added: Mapping[str, int] = {(record := json.loads(line))["id"]: record["added"] for line in metadata_lines}
    return lambda id: added.get(id, number)


def _find_origin(document: ShardDocument, provenance: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return the host and the date in a seed's provenance, and where it lies.

    The row: the host, the host that its outermost folder is named like, its folder, or itself if it holds many documents,
    and the date.
    """
    seed = document.seed
    outermost = seed.partition("/")[0] if "/" in seed else ""
    place = seed.rpartition("/")[0] if document.number == WHOLE_SEED else seed
    return host_of(provenance.get("url")), outermost if "." in outermost else "", place, str(provenance.get("date", ""))


def _hash_key(key: str) -> bytes:
    """Return a short digest: a container may have millions of keys."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).digest()
