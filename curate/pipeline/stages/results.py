"""What cleaning a part leaves behind in the cache: records, sketches, words, and a summary of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from curate.decisions.rulings import Ruling, ruling_from_json, ruling_to_json
from curate.digest import digest_json
from curate.duplicates.sketches import SketchInput, build_sketches
from curate.language.corpus_words import DocumentWords, merge_counts
from curate.pipeline.stages.items import Part
from curate.store import columns
from curate.store.cache import Cache


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of an item after cleaning: its own id if it has one, and whether it has a text."""

    seed: str
    number: int
    key: str
    has_text: bool


@dataclass(frozen=True, slots=True)
class CleanedPart:
    """What `clean` leaves behind: records in the cache under `key`, one for each item, and sketches of those with a text.

    `rulings` are those on the decisions about its documents, before copies are looked for.
    `slips` are the words that were mended, folded.  `bytes` of the seeds became
    `characters` of source text, of which `left` are left.  `given_up`: it is one
    item, which was lost.
    """

    key: str
    made: tuple[Made, ...]
    rulings: tuple[Ruling, ...] = ()
    slips: tuple[str, ...] = ()
    bytes: int = 0
    characters: int = 0
    left: int = 0
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """What comes of the items of a part: a record of each; of those with a text, what to compare, and what they say of their words."""

    records: list[dict[str, Any]] = field(default_factory=list)
    sketches: list[SketchInput] = field(default_factory=list)
    words: list[DocumentWords] = field(default_factory=list)


def keep(cache: Cache, key: str, found: Results, ruled: Sequence[Ruling]) -> None:
    """Keep the results of a part.  The summary goes last: it is there when all is."""
    slips, rare = merge_counts(found.words)
    cache.put(key, found.records)
    cache.put(words_key(key), rare)
    cache.put_file(sketch_key(key), build_sketches(found.sketches))
    summary = {
        "made": [(record["key"], not record["reason"]) for record in found.records],
        "rulings": [ruling_to_json(one) for one in ruled],
        "slips": slips,
        "sizes": [sum(record.get(name, 0) for record in found.records) for name in ("bytes", "characters", "left")],
    }
    cache.put(_summary_key(key), summary)


def kept(cache: Cache, key: str, part: Part) -> CleanedPart | None:
    """Return what is kept of a part under a key, None if not all of it is there and whole."""
    said = cache.get(_summary_key(key))
    if said is None or not (cache.has(key) and cache.has(words_key(key)) and columns.is_whole(cache.path(sketch_key(key)))):
        return None
    made = [Made(item.seed, item.number, *known) for item, known in zip(part, said["made"], strict=True)]
    return CleanedPart(key, tuple(made), tuple(map(ruling_from_json, said["rulings"])), tuple(said["slips"]), *said["sizes"])


def keys(key: str) -> tuple[str, ...]:
    """Return all keys under which something of a part is kept."""
    return key, sketch_key(key), words_key(key), _summary_key(key)


def sketch_key(key: str) -> str:
    """Return the key of the sketches of the part with this key."""
    return digest_json(["sketches", key])


def words_key(key: str) -> str:
    """Return the key of how many documents of the part with this key say which words that no list has."""
    return digest_json(["words", key])


def _summary_key(key: str) -> str:
    return digest_json(["cleaned", key])
